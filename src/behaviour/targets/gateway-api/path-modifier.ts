import { optionalFields, text } from './reading.js';

/** `path` of a URLRewrite or RequestRedirect. */
export type PathModifier =
  | { readonly kind: 'full'; readonly value: string }
  | { readonly kind: 'prefix'; readonly value: string }
  /** A filter or policy of an implementation. */
  | { readonly kind: 'own'; rewrite(path: string): string }
  | { readonly kind: 'sequence'; readonly parts: readonly PathModifier[] };

/** Reads the `path` of a filter; undefined when there is none or its type is not known. */
export function readPathModifier(value: unknown): PathModifier | undefined {
  const given = optionalFields(value);
  if (given === undefined) return undefined;
  switch (text(given.type)) {
    case 'ReplaceFullPath':
      return { kind: 'full', value: text(given.replaceFullPath) ?? '' };
    case 'ReplacePrefixMatch':
      return { kind: 'prefix', value: text(given.replacePrefixMatch) ?? '' };
    default:
      return undefined;
  }
}

/**
 * The path after the modifier, without query.
 *
 * @param path the request path without query
 * @param prefix the PathPrefix value that matched, undefined when something else matched
 */
export function modifyPath(modifier: PathModifier, path: string, prefix: string | undefined): string {
  if (modifier.kind === 'own') return modifier.rewrite(path);
  if (modifier.kind === 'sequence') return modifier.parts.reduce((rest, part) => modifyPath(part, rest, prefix), path);
  if (modifier.kind === 'full') return modifier.value || '/';
  // Admission ties ReplacePrefixMatch to a PathPrefix match; without one there is nothing to replace.
  if (prefix === undefined) return path;
  // Trailing slashes of both count for nothing: the table in the field docs of HTTPPathModifier.replacePrefixMatch.
  const rest = path.slice(withoutTrailingSlash(prefix).length);
  return withoutTrailingSlash(modifier.value) + rest || '/';
}

/** The value without its last slash, so that "/" becomes empty. */
export function withoutTrailingSlash(value: string): string {
  return value.endsWith('/') ? value.slice(0, -1) : value;
}
