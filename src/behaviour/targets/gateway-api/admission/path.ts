import { type Fields, text } from '../reading.js';

const forbidden = ['//', '/./', '/../', '%2f', '%2F', '#'];

/** Why a path match is refused (validations of HTTPPathMatch); regular expressions only have a limit of length. */
export function refusedPath(path: Fields): string | undefined {
  const value = text(path.value) ?? '/';
  if (value.length > 1024) return 'path longer than 1024 characters';
  if ((text(path.type) ?? 'PathPrefix') === 'RegularExpression') return undefined;
  if (!value.startsWith('/')) return `path ${JSON.stringify(value)} does not start with a slash`;
  const part = forbidden.find((sequence) => value.includes(sequence));
  if (part !== undefined) return `path contains ${part}`;
  if (value.endsWith('/.') || value.endsWith('/..')) return 'path ends in a dot segment';
  return /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/.test(value)
    ? undefined
    : 'path has a forbidden character';
}
