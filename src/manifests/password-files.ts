import type { PasswordHash } from '../kubernetes/object.js';

/** The users of a Secret: how their passwords are hashed, and the file itself. */
export interface PasswordFile {
  /** Each way once, in the order of their names. */
  readonly hashes: readonly PasswordHash[];
  /** Lines of `user:hash`. */
  readonly file: string;
}

const FORMS: readonly (readonly [RegExp, PasswordHash])[] = [
  [/^\{SHA\}[A-Za-z0-9+/]{27}=$/, 'sha'],
  [/^\$apr1\$/, 'apr1'],
  [/^\$2[abxy]?\$/, 'bcrypt'],
  [/^\$[156]\$|^[./0-9A-Za-z]{13}$/, 'crypt'],
  [/^\{PLAIN\}/i, 'plain'],
];

/**
 * The users of a Secret in either of the layouts that ingress-nginx reads: one file under the key `auth`, or a key for each
 * user (internal/ingress/annotations/auth/main.go).
 *
 * @param values the Secret's values as plain text, by key
 */
export function passwordFileOf(values: ReadonlyMap<string, string>): PasswordFile | undefined {
  const file = values.get('auth');
  const lines =
    file === undefined
      ? [...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([user, hash]) => `${user}:${hash.trim()}`)
      : file.split(/\r?\n/).filter((line) => /^[^:#]+:/.test(line));
  if (lines.length === 0) return undefined;
  return { hashes: [...new Set(lines.map(hashOf))].sort(), file: `${lines.join('\n')}\n` };
}

function hashOf(line: string): PasswordHash {
  const colon = line.indexOf(':');
  // What follows a second colon is a comment to nginx (ngx_http_auth_basic_module.c).
  const hash = (line.slice(colon + 1).split(':')[0] ?? '').trim();
  return FORMS.find(([form]) => form.test(hash))?.[1] ?? 'unreadable';
}
