import type { HeaderValue } from '../../model/policies.js';
import type { ItemId, Traced } from '../../model/traced.js';
import type { Redirect } from '../../model/traffic.js';

/** What the directives of a snippet come to, as far as the traffic model can say it. */
export interface SnippetEffects {
  readonly requestHeaders: readonly Traced<HeaderValue>[];
  readonly removedRequestHeaders: readonly Traced<string>[];
  readonly responseHeaders: readonly Traced<HeaderValue>[];
  readonly removedResponseHeaders: readonly Traced<string>[];
  /** Answers that the proxy gives itself before it asks for anything, in the order in which they are tried. */
  readonly answers: readonly SnippetAnswer[];
  readonly access?: AccessLines | undefined;
  /** Directives that seem to guard and are not translated. */
  readonly guard?: Traced<string> | undefined;
}

export const NO_EFFECTS: SnippetEffects = {
  requestHeaders: [],
  removedRequestHeaders: [],
  responseHeaders: [],
  removedResponseHeaders: [],
  answers: [],
};

/** `allow` and `deny`, as far as lists can say them. */
export interface AccessLines {
  readonly deny?: Traced<readonly string[]> | undefined;
  /** Only these pass; an empty list is nobody. */
  readonly allow?: Traced<readonly string[]> | undefined;
}

export interface SnippetAnswer {
  /** The host that the request must have, or must not have; absent: any. */
  readonly host?: HostTest | undefined;
  /** Absent: either. */
  readonly scheme?: 'http' | 'https' | undefined;
  /** Exactly these paths; absent: every one. */
  readonly paths?: readonly string[] | undefined;
  readonly action: AnswerAction;
  readonly from: readonly ItemId[];
}

export type AnswerAction =
  /** `$1` to `$9` in the host name of the target are groups of the host test. */
  { readonly kind: 'redirect'; readonly redirect: Redirect } | { readonly kind: 'respond'; readonly status: number };

export type HostTest =
  | { readonly kind: 'name'; readonly name: string; readonly isNegated: boolean }
  | { readonly kind: 'pattern'; readonly pattern: RegExp; readonly isNegated: boolean };

/** Whether a host passes the test, and what its expression captured. */
export function passesTest(test: HostTest | undefined, host: string): readonly string[] | undefined {
  if (test === undefined) return [];
  const found = test.kind === 'name' ? (test.name === host ? [host] : null) : test.pattern.exec(host);
  if (test.isNegated) return found === null ? [] : undefined;
  return found === null ? undefined : [...found].map((group: string | undefined) => group ?? '');
}

/** Addresses that either of two lists denies; a list of those who alone may is asked first. */
function joinDenied(first: AccessLines | undefined, second: AccessLines | undefined): AccessLines | undefined {
  if (first?.deny === undefined || second?.deny === undefined) return first ?? second;
  const deny = { value: [...first.deny.value, ...second.deny.value], from: [...first.deny.from, ...second.deny.from] };
  return { deny, allow: first.allow ?? second.allow };
}

/** The effects of two snippets that act on the same requests, one after the other. */
export function joinEffects(first: SnippetEffects, second: SnippetEffects): SnippetEffects {
  return {
    requestHeaders: [...first.requestHeaders, ...second.requestHeaders],
    removedRequestHeaders: [...first.removedRequestHeaders, ...second.removedRequestHeaders],
    responseHeaders: [...first.responseHeaders, ...second.responseHeaders],
    removedResponseHeaders: [...first.removedResponseHeaders, ...second.removedResponseHeaders],
    answers: [...first.answers, ...second.answers],
    access: joinDenied(first.access, second.access),
    guard: first.guard ?? second.guard,
  };
}
