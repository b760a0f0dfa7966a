const TRUE = new Set(['true', 'True', 'TRUE', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'y', 'Y']);
const FALSE = new Set(['false', 'False', 'FALSE', 'no', 'No', 'NO', 'off', 'Off', 'OFF', 'n', 'N']);
const NULL = new Set(['', '~', 'null', 'Null', 'NULL']);
const SPECIAL_FLOATS: ReadonlyMap<string, number> = new Map([
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((text) => [text, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((text) => [text, Number.NEGATIVE_INFINITY] as const),
  ...['.nan', '.NaN', '.NAN'].map((text) => [text, Number.NaN] as const),
]);
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const INTEGER = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)$/;

/**
 * The value of a plain (unquoted) scalar as Kubernetes reads it: sigs.k8s.io/yaml resolves by YAML 1.1 rules
 * (goyaml.v2/resolve.go): `yes`, `on` and `y` are booleans, `0755` is octal, `1_000` a number, and there are no
 * base-60 numbers. Timestamps stay text, which is what they become on the way through JSON.
 */
export function plainScalarValue(text: string): string | number | boolean | null {
  const first = text.charCodeAt(0);
  // Most scalars are words and names; only these letters can begin anything but a string.
  if (first >= 0x61 /* a */ && first <= 0x7a /* z */) {
    if (text.length > 5 || !(first === 0x66 || first === 0x6e || first === 0x6f || first === 0x74 || first === 0x79))
      return text;
    return wordValue(text);
  }
  if ((first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e) return numberValue(text);
  if (first === 0x2f /* slash */) return text;
  return text.length > 5 ? text : wordValue(text);
}

function wordValue(text: string): string | boolean | null {
  if (TRUE.has(text)) return true;
  if (FALSE.has(text)) return false;
  if (NULL.has(text)) return null;
  return text;
}

function numberValue(text: string): string | number {
  const special = SPECIAL_FLOATS.get(text);
  if (special !== undefined) return special;
  const startsWithDot = text.charCodeAt(0) === 0x2e;
  const plain = startsWithDot || !text.includes('_') ? text : text.replaceAll('_', '');
  if (!startsWithDot && INTEGER.test(plain)) return integerValue(plain);
  return FLOAT.test(plain) ? Number.parseFloat(plain) : text;
}

function integerValue(plain: string): number {
  const negative = plain.startsWith('-');
  const digits = negative || plain.startsWith('+') ? plain.slice(1) : plain;
  const isOctal = /^0[0-7]+$/.test(digits);
  const value = isOctal ? Number.parseInt(digits, 8) : Number(digits);
  return negative ? -value : value;
}
