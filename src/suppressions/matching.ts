import type { Item, Severity } from '../ledger/verdict.js';
import type { SuppressionRule } from './rule.js';

/** A finding together with the item that it is about. */
export interface Finding {
  readonly item: Item;
  readonly code: string;
  readonly severity: Severity;
}

export type RuleMatcher = (finding: Finding) => boolean;

/** The rule as a question; all that it gives have to match. */
export function compileRule({ code, annotation, object, isInPath }: SuppressionRule): RuleMatcher {
  const isObject = object === undefined ? undefined : objectMatcher(object);
  return ({ item, code: found, severity }) => {
    if (code === undefined ? severity === 'info' : code !== found) return false;
    if (annotation !== undefined && !isKey(annotation, item.annotation)) return false;
    if (isObject !== undefined && !isObject(item)) return false;
    return isInPath === undefined || isInPath(item.source.file);
  };
}

function isKey(wanted: string, key: string | undefined): boolean {
  return key !== undefined && (key === wanted || key.slice(key.lastIndexOf('/') + 1) === wanted);
}

/** As many parts of the name as are given: `Ingress shop/web`, `shop/web`, `web`. */
function objectMatcher(wanted: string): (item: Item) => boolean {
  const [, kind, namespace, name = ''] = /^(?:(\S+)\s+)?(?:([^/\s]*)\/)?([^/\s]*)$/.exec(wanted.trim()) ?? [];
  const isKind = wordMatcher(kind);
  const isNamespace = wordMatcher(namespace);
  const isName = wordMatcher(name);
  return ({ object }) =>
    object !== undefined && isKind(object.kind) && isNamespace(object.namespace ?? '') && isName(object.name);
}

function wordMatcher(pattern: string | undefined): (word: string) => boolean {
  if (pattern === undefined) return () => true;
  const parts = pattern.split('*');
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) return (word) => word === first;
  // By hand: an expression with several .* takes its time on hostile names.
  return (word) => {
    if (!word.startsWith(first) || word.length < first.length + last.length || !word.endsWith(last)) return false;
    let at = first.length;
    const end = word.length - last.length;
    for (const part of others) {
      const found = word.indexOf(part, at);
      if (found === -1 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}
