import type { HeaderChanges } from '../../outcome.js';
import { evaluateFormat, type FormatPart, parseHeaderFormat } from './header-format.js';
import type { HeaderAction } from './route-object.js';

/** A header action with its value taken apart; without parts it deletes. */
export interface CompiledAction {
  /** Lower case. */
  readonly name: string;
  readonly parts: readonly FormatPart[] | undefined;
}

/** Compiles actions that were validated; anything else is left out. */
export function compileActions(actions: readonly HeaderAction[], side: 'req' | 'res'): CompiledAction[] {
  return actions.flatMap(({ name, type, value }): CompiledAction[] => {
    const parts = value === undefined ? undefined : parseHeaderFormat(value, side);
    if (type === 'Set' && parts === undefined) return [];
    return [{ name: name.toLowerCase(), parts: type === 'Set' ? parts : undefined }];
  });
}

/** Headers on their way, one list of values for each name in lower case. */
export type HeaderLines = Map<string, readonly string[]>;

/** Applies the actions one after the other, each seeing what the ones before it did, and tells what they changed. */
export function applyActions(actions: readonly CompiledAction[], headers: HeaderLines): HeaderChanges {
  const set = new Map<string, string>();
  const removed = new Set<string>();
  for (const { name, parts } of actions) {
    if (parts === undefined) {
      headers.delete(name);
      set.delete(name);
      removed.add(name);
      continue;
    }
    const value = evaluateFormat(parts, (header) => fetchHeader(headers, header));
    headers.set(name, [value]);
    removed.delete(name);
    set.set(name, value);
  }
  return { set: Object.fromEntries(set), added: {}, removed: [...removed] };
}

/** HAProxy's `hdr` without a number: the last value, commas separating values also within a line. */
export function fetchHeader(headers: HeaderLines, name: string): string {
  return headers.get(name)?.at(-1)?.split(',').at(-1)?.trim() ?? '';
}

/** The changes of an answer. What is looked up in it is known to the backend only, and stands there as it is written. */
export function responseChanges(actions: readonly CompiledAction[], hsts: string | undefined): HeaderChanges {
  const written = actions.map(({ name, parts }): CompiledAction => {
    const texts = parts?.map(
      (part): FormatPart => (part.kind === 'text' ? part : { kind: 'text', text: part.written }),
    );
    return { name, parts: texts };
  });
  const changes = applyActions(written, new Map());
  if (hsts === undefined) return changes;
  return { ...changes, set: { 'strict-transport-security': hsts, ...changes.set } };
}
