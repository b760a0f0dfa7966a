import type { ItemId, Traced } from '../../model/traced.js';
import type { AccessLines } from './effects.js';
import type { AccessLine } from './nginx-draft.js';

export type ReadAccess =
  | { readonly kind: 'none'; readonly idle: readonly ItemId[] }
  | { readonly kind: 'lists'; readonly lists: AccessLines; readonly idle: readonly ItemId[] }
  /** Lists cannot say it. */
  | { readonly kind: 'mixed'; readonly items: readonly ItemId[] };

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*)(?:\/\d{1,3})?$/i;

/** Whether `allow` or `deny` would take the word. */
export function isAddress(text: string): boolean {
  return text === 'all' || text === 'unix:' || ADDRESS.test(text);
}

/**
 * What a sequence of `allow` and `deny` comes to (ngx_http_access_module: the first line that fits decides, and without one
 * the request passes), as a list of those who may not and a list of those who alone may.
 */
export function readAccess(lines: readonly AccessLine[]): ReadAccess {
  const denied: AccessLine[] = [];
  const allowed: AccessLine[] = [];
  const late: AccessLine[] = [];
  let last: AccessLine | undefined;
  let read = 0;
  for (const line of lines) {
    read += 1;
    if (line.address === 'all') {
      last = line;
      break;
    }
    if (line.kind === 'allow') allowed.push(line);
    else if (allowed.length === 0) denied.push(line);
    else late.push(line);
  }
  const unreached = lines.slice(read).map(({ item }) => item);
  const isClosed = last?.kind === 'deny';
  if (!isClosed && late.length > 0) return { kind: 'mixed', items: lines.map(({ item }) => item) };
  // Between those who may and nobody else, a line that denies says nothing new; nor does one that allows where all may.
  const idle = [
    ...unreached,
    ...(isClosed ? late : [...allowed, ...(last === undefined ? [] : [last])]).map(({ item }) => item),
  ];
  const deny = listOf(denied, []);
  const allow = isClosed ? listOf(allowed, last === undefined ? [] : [last]) : undefined;
  if (deny === undefined && allow === undefined) return { kind: 'none', idle };
  return { kind: 'lists', lists: { deny, allow }, idle };
}

function listOf(lines: readonly AccessLine[], also: readonly AccessLine[]): Traced<readonly string[]> | undefined {
  const all = [...lines, ...also];
  if (all.length === 0) return undefined;
  return { value: lines.map(({ address }) => address), from: all.map(({ item }) => item) };
}
