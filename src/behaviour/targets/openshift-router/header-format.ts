import { toBytes } from '../../regex/pcre.js';

/** A part of a header value: text, or something that HAProxy looks up for each request or answer. */
export type FormatPart =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'lookup';
      readonly written: string;
      /** Name of the header in lower case; undefined for the client certificate. */
      readonly header: string | undefined;
      readonly quoted: boolean;
      readonly converters: readonly string[];
    };

const lookup =
  /%(?:\{([-+]?[QXE](?:,[-+]?[QXE])*)\})?\[(?:(req|res)\.hdr\(([0-9A-Za-z-]+)\)|ssl_c_der)((?:,(?:lower|base64))*)\]/y;

/**
 * Takes the value of a header action apart (reference §2.9): `%%` is a percent sign, `%[…]` one of three lookups with the
 * converters lower and base64. Undefined for what the API server refuses.
 *
 * @param side whose headers may be looked up
 */
export function parseHeaderFormat(value: string, side: 'req' | 'res'): FormatPart[] | undefined {
  const parts: FormatPart[] = [];
  let plain = '';
  let at = 0;
  while (at < value.length) {
    const char = value.charAt(at);
    if (char === '%' && value.charAt(at + 1) === '%') {
      plain += '%';
      at += 2;
    } else if (char === '%') {
      lookup.lastIndex = at;
      const found = lookup.exec(value);
      if (found === null) return undefined;
      const [written, flags = '', from, header, converters = ''] = found;
      if (from !== undefined && from !== side) return undefined;
      parts.push(
        { kind: 'text', text: plain },
        {
          kind: 'lookup',
          written,
          header: header?.toLowerCase(),
          quoted: flags.split(',').some((flag) => flag === 'Q' || flag === '+Q'),
          converters: converters.split(',').filter((name) => name !== ''),
        },
      );
      plain = '';
      at += written.length;
    } else if (isControl(char)) return undefined;
    else {
      plain += char;
      at++;
    }
  }
  parts.push({ kind: 'text', text: plain });
  return value === '' ? undefined : parts.filter((part) => part.kind !== 'text' || part.text !== '');
}

/** The value with its lookups done; `headerOf` gives what HAProxy's `hdr` fetch finds. No client certificate is asked for. */
export function evaluateFormat(parts: readonly FormatPart[], headerOf: (name: string) => string): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.text;
      const found = part.header === undefined ? '' : headerOf(part.header);
      const converted = part.converters.reduce(
        (value, converter) => (converter === 'lower' ? value.toLowerCase() : btoa(toBytes(value))),
        found,
      );
      return part.quoted ? `"${converted}"` : converted;
    })
    .join('');
}

function isControl(char: string): boolean {
  return char < ' ' || char === '\u007f';
}
