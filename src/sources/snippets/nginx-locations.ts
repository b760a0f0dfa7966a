import type { ItemId } from '../../model/traced.js';
import { isAddress, readAccess } from './nginx-access.js';
import { readAnswer } from './nginx-answers.js';
import type { ServerLocation } from './nginx-draft.js';
import type { Directive } from './nginx-grammar.js';

/** Directives that change nothing of what is answered. */
const SILENT: ReadonlySet<string> = new Set(['access_log', 'log_not_found', 'error_log', 'default_type']);

/** `location PATH { deny all; }` or `{ return … ; }`: a path that the server answers without any backend. */
export function readLocation(
  { words, block, isOpaque }: Directive,
  item: ItemId,
): { readonly location: ServerLocation } | { readonly why: string } {
  const place = placeOf(words.map(({ text }) => text));
  if (place === undefined) return { why: 'nginx takes an operator and a path' };
  if (isOpaque === true || block === undefined) return { why: 'its block is not read' };
  const rest = block.filter(({ name }) => !SILENT.has(name));
  // The rewrite module answers before addresses are looked at, wherever the line stands.
  const access = rest.filter(({ name }) => name === 'deny' || name === 'allow');
  const [only, ...others] = rest.filter(({ name }) => name !== 'deny' && name !== 'allow');
  if (others.length > 0) return { why: 'its block does more than answer' };
  if (only === undefined) {
    const lines = access.flatMap(({ name, words: [word] }) =>
      word !== undefined && isAddress(word.text)
        ? [{ kind: name === 'deny' ? 'deny' : 'allow', address: word.text, item } as const]
        : [],
    );
    const read = readAccess(lines);
    const isClosed =
      lines.length > 0 &&
      read.kind === 'lists' &&
      read.lists.deny === undefined &&
      read.lists.allow?.value.length === 0;
    if (!isClosed) return { why: 'its block neither denies all nor answers' };
    return { location: { ...place, answer: { action: { kind: 'respond', status: 403 }, from: [item] } } };
  }
  const answer = readAnswer(only);
  if (answer === undefined) return { why: `${only.name} in its block is not read` };
  if ('why' in answer) return answer;
  if (answer.answer.host !== undefined || answer.answer.scheme !== undefined || answer.answer.paths !== undefined)
    return { why: 'its answer depends on a condition, and nothing answers the rest' };
  return { location: { ...place, answer: { ...answer.answer, from: [item] } } };
}

function placeOf([first, second, ...rest]: readonly string[]): Omit<ServerLocation, 'answer'> | undefined {
  if (first === undefined || rest.length > 0) return undefined;
  const plain = { isCased: true, isFinal: false };
  if (second === undefined) {
    const [, operator, path] = /^(=|\^~|~\*?)(.+)$/.exec(first) ?? [];
    if (operator !== undefined && path !== undefined) return placeOf([operator, path]);
    return first.startsWith('/') ? { ...plain, kind: 'prefix', path: first } : undefined;
  }
  switch (first) {
    case '=':
      return { ...plain, kind: 'exact', path: second };
    case '^~':
      return { ...plain, kind: 'prefix', path: second, isFinal: true };
    case '~':
      return { ...plain, kind: 'regex', path: second };
    case '~*':
      return { ...plain, kind: 'regex', path: second, isCased: false };
    default:
      return undefined;
  }
}
