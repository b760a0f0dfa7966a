import type { Item } from '../ledger/verdict.js';
import type { LoneObject, ObjectChanges } from './object-changes.js';

/** Findings that say that a file, or a part of one, could not be read. */
const UNREAD: ReadonlySet<string> = new Set('RS0101 RS0102 RS0103 RS0104 RS0105 RS0106 RS0107 RS0109'.split(' '));

/** The files of which something could not be read. */
export function unreadFiles(items: readonly Item[]): readonly string[] {
  const files = items.filter(({ code }) => UNREAD.has(code)).map(({ source }) => source.file);
  return [...new Set(files)].sort();
}

/** Marks objects that may be missing on one side only because their file could not be read there. */
export function withUnread(
  objects: ObjectChanges,
  unread: { readonly before: readonly string[]; readonly after: readonly string[] },
): ObjectChanges {
  return {
    ...objects,
    added: objects.added.map((one) => marked(one, unread.before)),
    removed: objects.removed.map((one) => marked(one, unread.after)),
  };
}

function marked(one: LoneObject, files: readonly string[]): LoneObject {
  const file = files.find((name) => one.sources.some((source) => source.startsWith(`${name}:`)));
  return file === undefined ? one : { ...one, unread: file };
}
