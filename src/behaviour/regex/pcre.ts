import { Rejection } from './pcre-characters.js';
import { Translation } from './pcre-translation.js';

/**
 * nginx's regular expressions are PCRE over bytes. This file evaluates them with the JavaScript engine: it rewrites the
 * constructs whose meaning differs and refuses, by name, those that JavaScript does not have. Subjects are byte strings
 * (one character per byte, see `toBytes`), because nginx compiles without UTF mode.
 */

export type PcreResult =
  | { readonly kind: 'compiled'; readonly regex: RegExp; readonly names: readonly string[] }
  /** PCRE itself rejects the text; `message` is in the manner of `pcre2_compile()`. */
  | { readonly kind: 'invalid'; readonly message: string }
  /** PCRE accepts it, this evaluation cannot; `construct` names what is missing. `names` are those of its groups. */
  | { readonly kind: 'unsupported'; readonly construct: string; readonly names: readonly string[] };

/** What a byte engine sees of a JavaScript string: its UTF-8 bytes, one character each. */
export function toBytes(text: string): string {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 0x7f) {
      return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
    }
  }
  return text;
}

/** The inverse of `toBytes`; bytes that are not UTF-8 become U+FFFD. */
export function fromBytes(bytes: string): string {
  for (let i = 0; i < bytes.length; i++) {
    if (bytes.charCodeAt(i) > 0x7f) {
      return new TextDecoder().decode(Uint8Array.from(bytes, (c) => c.charCodeAt(0)));
    }
  }
  return bytes;
}

/** JavaScript's engine refuses larger ones, and does so only when they are run. No server reads as much from one line. */
const MAX_LENGTH = 4000;
/** With more, a path that just misses is read in as many ways as there are to share it out. PCRE gives up in time, too. */
const MAX_ANYTHING = 6;

function beyondReach(pattern: string): string | undefined {
  if (pattern.length > MAX_LENGTH) return `more than ${MAX_LENGTH} characters`;
  const anything = pattern.match(/(?<!\\)\.(?:[*+]|\{\d*,\})/g)?.length ?? 0;
  return anything > MAX_ANYTHING ? `anything (.*) more than ${MAX_ANYTHING} times` : undefined;
}

/**
 * Compiles a PCRE for byte strings. `caseless` is nginx's `~*`. The result has no global flag, so it can be shared.
 * Leading `(?i)` and `(?s)` are understood, also after `^`.
 */
export function compilePcre(pattern: string, caseless: boolean): PcreResult {
  const construct = beyondReach(pattern);
  if (construct !== undefined) return { kind: 'unsupported', construct, names: groupNames(pattern) };
  try {
    const translation = new Translation(toBytes(pattern), caseless);
    const source = translation.run();
    const regex = new RegExp(source, translation.caseless ? 'i' : '');
    return { kind: 'compiled', regex, names: [...translation.names] };
  } catch (error) {
    if (error instanceof Rejection) {
      return error.kind === 'invalid'
        ? { kind: 'invalid', message: `pcre2_compile() failed: ${error.message} in "${pattern}"` }
        : { kind: 'unsupported', construct: error.message, names: groupNames(pattern) };
    }
    const text = error instanceof Error ? error.message : String(error);
    return { kind: 'invalid', message: `pcre2_compile() failed: ${text} in "${pattern}"` };
  }
}

/** Names of groups by their look, where the pattern was not read to its end. */
function groupNames(pattern: string): string[] {
  return [...pattern.matchAll(/\(\?P?[<']([A-Za-z_]\w*)[>']/g)].map(([, name]) => name ?? '');
}
