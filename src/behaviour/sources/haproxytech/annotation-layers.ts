import { parseGoBool, parseGoInt } from '../../values/go-values.js';
import { compareText } from '../../values/plain-object.js';

/** The prefixes that the controller strips (pkg/annotations/validators); the first that fits counts. */
const prefixes = ['haproxy.org/', 'ingress.kubernetes.io/', 'haproxy.com/'];

/** Annotations by their bare names. */
export type Annotations = ReadonlyMap<string, string>;

/**
 * Annotations as the controller stores them (CopyAnnotations in pkg/store/convert.go). Of several spellings of one key, Go's
 * map order picks one at random; here it is the one whose prefix comes first, a bare name last.
 */
export function bareAnnotations(annotations: Annotations): Annotations {
  const found = new Map<string, { readonly rank: number; readonly value: string }>();
  for (const [key, value] of annotations) {
    const rank = prefixes.findIndex((prefix) => key.startsWith(prefix));
    const name = rank < 0 ? key : key.slice(prefixes[rank]?.length ?? 0);
    const place = rank < 0 ? prefixes.length : rank;
    const known = found.get(name);
    if (known === undefined || place < known.rank) found.set(name, { rank: place, value });
  }
  return new Map([...found].sort(([a], [b]) => compareText(a, b)).map(([name, { value }]) => [name, value]));
}

/** Bare names that an object spells in more than one way with different values. */
export function ambiguousNames(annotations: Annotations): string[] {
  const chosen = bareAnnotations(annotations);
  const names = [...annotations].flatMap(([key, value]) => {
    const prefix = prefixes.find((candidate) => key.startsWith(candidate)) ?? '';
    const name = key.slice(prefix.length);
    return chosen.get(name) === value ? [] : [name];
  });
  return [...new Set(names)].sort(compareText);
}

/** Values where nobody says anything (DefaultValues in pkg/annotations/common). */
const defaults: Annotations = new Map([
  ['auth-realm', 'Protected Content'],
  ['cors-allow-origin', '*'],
  ['cors-allow-methods', '*'],
  ['cors-allow-headers', '*'],
  ['cors-max-age', '5s'],
  ['forwarded-for', 'true'],
  ['request-capture-len', '128'],
  ['ssl-redirect-code', '302'],
  ['request-redirect-code', '302'],
  ['ssl-redirect-port', '8443'],
  ['ssl-passthrough', 'false'],
  ['client-crt-optional', 'false'],
]);

/** Looks one name up in several layers: the first that has it counts, even with an empty value (reference §2.1). */
export function lookUp(name: string, ...layers: readonly Annotations[]): string {
  const layer = layers.find((candidate) => candidate.has(name)) ?? defaults;
  return layer.get(name) ?? '';
}

/** utils.GetBoolValue: Go's booleans and the old words; undefined for anything else. */
export function readBool(text: string): boolean | undefined {
  const known = parseGoBool(text);
  if (known !== undefined) return known;
  const word = text.toLowerCase();
  if (word === 'on' || word === 'enabled') return true;
  return word === 'off' || word === 'disabled' ? false : undefined;
}

const milliseconds: readonly (readonly [string, number])[] = [
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['', 1],
];

/** utils.ParseTime: milliseconds of a whole number with a unit, milliseconds without; undefined for anything else. */
export function readTime(text: string): number | undefined {
  const [unit, factor] = milliseconds.find(([suffix]) => text.endsWith(suffix)) ?? ['', 1];
  const amount = parseGoInt(text.slice(0, text.length - unit.length));
  return amount === undefined ? undefined : amount * factor;
}

/** utils.ParseSize: entries of a table; undefined for anything else. */
export function readSize(text: string): number | undefined {
  const power = ['k', 'm', 'g'].findIndex((unit) => text.endsWith(unit)) + 1;
  const amount = parseGoInt(power === 0 ? text : text.slice(0, -1));
  return amount === undefined ? undefined : amount * 1024 ** power;
}

/** common.GetK8sPath: `name` or `namespace/name`; undefined for a format that is an error, no name for an empty value. */
export function readObjectPath(text: string): { readonly namespace: string; readonly name: string } | undefined {
  if (text === '') return { namespace: '', name: '' };
  const parts = text.split('/');
  const [first = '', second = ''] = parts;
  if (parts.length === 1) return { namespace: '', name: first };
  return parts.length === 2 && first !== '' && second !== '' ? { namespace: first, name: second } : undefined;
}
