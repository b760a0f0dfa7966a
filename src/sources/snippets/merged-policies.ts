import type { AccessList, HeaderValue, Policies } from '../../model/policies.js';
import type { Traced } from '../../model/traced.js';
import type { SnippetEffects } from './effects.js';

/** Policies with the headers, lists and guards of a snippet that acts on the same requests. */
export function withSnippet(policies: Policies, effects: SnippetEffects | undefined): Policies {
  if (effects === undefined) return policies;
  const { headers, removed } = replacing(overriding(policies.responseHeaders ?? [], effects.responseHeaders), [
    ...(policies.removedResponseHeaders ?? []),
    ...effects.removedResponseHeaders,
  ]);
  return {
    ...policies,
    requestHeaders: orNothing(overriding(policies.requestHeaders ?? [], effects.requestHeaders)),
    removedRequestHeaders: orNothing([...(policies.removedRequestHeaders ?? []), ...effects.removedRequestHeaders]),
    responseHeaders: orNothing(headers),
    removedResponseHeaders: orNothing(removed),
    accessList: joinLists(policies.accessList, effects.access),
    opaqueGuard: policies.opaqueGuard ?? effects.guard,
  };
}

/**
 * Policies of a location with what a snippet of its server says: lists, lines of add_header and hidden headers of a server
 * act only where the location has none of its own.
 */
export function withOuter(policies: Policies, effects: SnippetEffects): Policies {
  const isAdded = ({ value }: Traced<HeaderValue>): boolean => value.added === true;
  const own = policies.responseHeaders ?? [];
  const outer = effects.responseHeaders.filter((header) => !isAdded(header) || !own.some(isAdded));
  const hidden = (policies.removedResponseHeaders ?? []).length > 0 ? [] : effects.removedResponseHeaders;
  const { headers, removed } = replacing(overriding(outer, own), [
    ...hidden,
    ...(policies.removedResponseHeaders ?? []),
  ]);
  return {
    ...policies,
    requestHeaders: orNothing(overriding(effects.requestHeaders, policies.requestHeaders ?? [])),
    removedRequestHeaders: orNothing([...effects.removedRequestHeaders, ...(policies.removedRequestHeaders ?? [])]),
    responseHeaders: orNothing(headers),
    removedResponseHeaders: orNothing(removed),
    accessList: policies.accessList ?? effects.access,
    opaqueGuard: policies.opaqueGuard ?? effects.guard,
  };
}

/** What two levels say of headers and addresses that a request passes one after the other. */
export function inTurn(
  first: Policies,
  second: Policies,
): Pick<
  Policies,
  'requestHeaders' | 'removedRequestHeaders' | 'responseHeaders' | 'removedResponseHeaders' | 'accessList'
> {
  const lists = [first.accessList, second.accessList];
  const deny = lists.flatMap((list) => (list?.deny === undefined ? [] : [list.deny]));
  return {
    requestHeaders: orNothing(overriding(first.requestHeaders ?? [], second.requestHeaders ?? [])),
    removedRequestHeaders: orNothing([...(first.removedRequestHeaders ?? []), ...(second.removedRequestHeaders ?? [])]),
    responseHeaders: orNothing(overriding(first.responseHeaders ?? [], second.responseHeaders ?? [])),
    removedResponseHeaders: orNothing([
      ...(first.removedResponseHeaders ?? []),
      ...(second.removedResponseHeaders ?? []),
    ]),
    accessList: lists.every((list) => list === undefined)
      ? undefined
      : {
          allow: first.accessList?.allow ?? second.accessList?.allow,
          deny:
            deny.length === 0
              ? undefined
              : { value: deny.flatMap(({ value }) => value), from: deny.flatMap(({ from }) => from) },
        },
  };
}

function orNothing<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

type Header = Traced<HeaderValue>;

/** What sets a header replaces what set it before; what adds a line leaves both. */
function overriding(before: readonly Header[], after: readonly Header[]): readonly Header[] {
  const set = new Set(after.filter(({ value }) => value.added !== true).map(({ value }) => value.name.toLowerCase()));
  return [...before.filter(({ value }) => value.added === true || !set.has(value.name.toLowerCase())), ...after];
}

/** A header that is taken away from the backend's answer and written again is replaced. */
function replacing(
  headers: readonly Header[],
  away: readonly Traced<string>[],
): { readonly headers: readonly Header[]; readonly removed: readonly Traced<string>[] } {
  const names = new Map(away.map((one) => [one.value.toLowerCase(), one]));
  const written = new Set<string>();
  const replaced = headers.map((header): Header => {
    const hidden = names.get(header.value.name.toLowerCase());
    if (hidden === undefined) return header;
    written.add(hidden.value.toLowerCase());
    const { name, value, literal } = header.value;
    return {
      value: { name, value, ...(literal === undefined ? {} : { literal }) },
      from: [...header.from, ...hidden.from],
    };
  });
  return { headers: replaced, removed: away.filter(({ value }) => !written.has(value.toLowerCase())) };
}

/**
 * Two lists of one level, one behind the other: who is on the first list of those who may not stays out; behind a list of
 * those who alone may, nothing is reached.
 */
function joinLists(first: AccessList | undefined, second: SnippetEffects['access']): AccessList | undefined {
  if (second === undefined || first?.allow !== undefined) return first;
  const deny =
    first?.deny === undefined || second.deny === undefined
      ? (first?.deny ?? second.deny)
      : { value: [...first.deny.value, ...second.deny.value], from: [...first.deny.from, ...second.deny.from] };
  return { deny, allow: second.allow };
}
