import { withoutFinalSlashes } from '../../model/final-slashes.js';
import type { PathEntry } from './path-entries.js';

export interface PrefixEntries {
  readonly entries: readonly PathEntry[];
  /** Where a request below the path is rewritten otherwise than at the source. */
  readonly differs?: { readonly message: string; readonly next: string } | undefined;
}

/**
 * Matches and path modifiers for a rewrite that joins texts: the beginning of the path is replaced by the template, letter by
 * letter. ReplacePrefixMatch replaces whole elements, so that it does the same only where the rest begins with a slash on both
 * sides. The path itself, and the path with a final slash, get exact matches where they would come out differently.
 *
 * @param path of the rule, as the source compares it; `value` is the same as a match value
 */
export function prefixEntries(
  type: 'Exact' | 'PathPrefix',
  path: string,
  value: string,
  prefix: string,
  template: string,
): PrefixEntries {
  const joined = (request: string): string => template + request.slice(prefix.length) || '/';
  if (type === 'Exact')
    return {
      entries: [{ match: { type, value }, modifier: { type: 'ReplaceFullPath', replaceFullPath: joined(path) } }],
    };
  const base = path === '/' ? '' : path;
  const below = `${base}/x`;
  const wanted = joined(below);
  const replacement = withoutFinalSlashes(wanted.endsWith('/x') ? wanted.slice(0, -2) : template);
  const replaced = (request: string): string => replacement + request.slice(base.length) || '/';
  const prefixValue = base === '' ? '/' : value;
  const entries: PathEntry[] = [
    {
      match: { type, value: prefixValue },
      modifier: { type: 'ReplacePrefixMatch', replacePrefixMatch: replacement === '' ? '/' : replacement },
    },
  ];
  for (const [request, form] of [
    [base, value],
    [`${base}/`, base === '' ? '/' : `${value}/`],
  ] as const) {
    if (request === '' || !request.startsWith(prefix) || joined(request) === replaced(request)) continue;
    entries.push({
      match: { type: 'Exact', value: form },
      modifier: { type: 'ReplaceFullPath', replaceFullPath: joined(request) },
    });
  }
  if (replaced(below) === wanted) return { entries };
  return {
    entries,
    differs: {
      message: `the router puts the target in the place of ${prefix === '' ? 'nothing' : prefix}, letter by letter, and sends ${wanted} for ${below}; the route sends ${replaced(below)}`,
      next: 'Check which of the two the backend serves.',
    },
  };
}
