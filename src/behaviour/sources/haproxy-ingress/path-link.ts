/** How a path is compared (reference §1.3). */
export type MatchType = 'exact' | 'prefix' | 'begin' | 'regex';

export interface HeaderCondition {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
}

/** What a rule asks of a request. */
export interface PathLink {
  /** As written; {@link defaultHost} for none. */
  readonly hostname: string;
  readonly path: string;
  readonly match: MatchType;
  readonly headers: readonly HeaderCondition[];
}

export const defaultHost = '<default>';

/** Two rules with the same hash are the same rule to the controller: the first one stays. */
export function linkHash({ hostname, path, match, headers }: PathLink): string {
  return JSON.stringify([hostname, path, match, headers.map(({ name, value, isRegex }) => [name, value, isRegex])]);
}

/** readPathType in pkg/converters/ingress/ingress.go: only paths without a type of their own follow `path-type`. */
export function matchTypeOf(pathType: string | undefined, annotation: string | undefined): MatchType {
  if (pathType === 'Exact') return 'exact';
  if (pathType === 'Prefix') return 'prefix';
  const stated = (annotation ?? '').toLowerCase();
  return stated === 'prefix' || stated === 'exact' || stated === 'regex' ? stated : 'begin';
}

/** Lines of `Name: value`; lines without a separator are skipped, and so are expressions that do not compile. */
export function headerConditions(lines: string | undefined, isRegex: boolean): HeaderCondition[] {
  return headerLines(lines ?? '').flatMap(({ name, value }) =>
    isRegex && !compiles(value) ? [] : [{ name, value, isRegex }],
  );
}

/** SplitHeaderNameValue in pkg/utils/utils.go, over several lines. */
export function headerLines(text: string): { readonly name: string; readonly value: string }[] {
  const found: { name: string; value: string }[] = [];
  for (const line of text.split('\n')) {
    const header = line.trim();
    const separator = header.search(/[: ]/);
    if (separator <= 0) continue;
    found.push({ name: header.slice(0, separator), value: header.slice(separator + 1).trim() });
  }
  return found;
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern.replaceAll('(?P<', '(?<'));
    return true;
  } catch {
    return false;
  }
}
