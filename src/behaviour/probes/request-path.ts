import { toBytes } from '../regex/pcre.js';

/** Characters that a request target holds as they are (RFC 3986, pchar and the slash). */
const plain = /[A-Za-z0-9\-._~!$&'()*+,;=:@/]/;

/**
 * A decoded path as a client sends it.
 *
 * @param bytes one character per byte; a leading slash is added where it is missing, since no request goes without
 */
export function requestPath(bytes: string): string {
  const encoded = bytes.replace(/[\s\S]/g, (char) => (plain.test(char) ? char : percent(char)));
  return encoded.startsWith('/') ? encoded : `/${encoded}`;
}

/** A path of a configuration as a client would type it: what is already percent-encoded stays so. */
export function pathAsWritten(path: string): string {
  return path
    .split(/(%[0-9A-Fa-f]{2})/)
    .map((part, index) => (index % 2 === 1 || part === '' ? part : requestPath(`/${toBytes(part)}`).slice(1)))
    .join('')
    .replace(/^(?!\/)/, '/');
}

/** A query parameter as a client sends it: what would end its name or value is encoded. */
export function queryParameter(name: string, value: string): string {
  return [name, value]
    .map((text) =>
      toBytes(text).replace(/[\s\S]/g, (char) => (plain.test(char) && !'&=+;'.includes(char) ? char : percent(char))),
    )
    .join('=');
}

function percent(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** The same path with one letter percent-encoded, which RFC 3986 calls equivalent; undefined without a letter. */
export function withEncodedLetter(path: string): string | undefined {
  let done = false;
  const changed = path.replace(/%[0-9A-Fa-f]{2}|[A-Za-z]/g, (token) => {
    if (done || token.startsWith('%')) return token;
    done = true;
    return percent(token);
  });
  return done ? changed : undefined;
}
