import { isWorthReading, KNOWN_KINDS, KNOWN_KINDS_WITH_ROUTER } from './known-kinds.js';

/**
 * What can be told about a document from its raw text: `ours` may hold an object of a kind that is read, `other` is
 * evidently some other Kubernetes object, `unknown` shows no sign of a kind at all.
 */
export type Relevance = 'ours' | 'other' | 'unknown';

/** `kind:` as a key of the top-level block mapping. */
const TOP_LEVEL_KIND = /(?:^|[\n\r])kind[ \t]*:([^\n\r]*)/g;
const PLAIN_WORD = /^[ \t]+(["']?)([A-Za-z0-9]+)\1[ \t]*(?:[ \t]#.*)?$/;
/** Other ways to write a top-level key; with one of these, `kind:` above need not be the only kind. */
const UNUSUAL_TOP_LEVEL = /(?:^|[\n\r])(?:["'?*&!<{[]|--- *[^\s#])/;
/** A `kind` whose value is one of ours, or is written in a way that hides it. */
const KIND_OF_OURS = kindAmong(KNOWN_KINDS);
const KIND_WITH_ROUTER = kindAmong(KNOWN_KINDS_WITH_ROUTER);
/** Escaped letters, escaped line breaks, complex keys and aliases as keys can all hide the word `kind`. */
const HIDDEN_KIND = /\\(?:x|u00|U000000)[4-7]|\\[\n\r]|(?:^|[\s,{[])\?\s|(?<![^\s,[{])\*[^\s,[\]{}]+[ \t]+:/;
const ANY_KIND = /["']?(?:kind|apiVersion)["']?\s*:/;

/**
 * Decides without parsing whether a document has to be parsed. Errs on the side of parsing: it may call a document
 * `ours` that is not, but a document of ours is never called otherwise.
 *
 * @param withRouter whether what configures OpenShift's router is read
 */
export function relevanceOf(document: string, withRouter: boolean): Relevance {
  const evident = evidentKinds(document, withRouter);
  if (evident.some((kind) => isWorthReading(kind, withRouter))) return 'ours';
  if (evident.length > 0 && !evident.includes('') && !UNUSUAL_TOP_LEVEL.test(document)) return 'other';
  const ours = withRouter ? KIND_WITH_ROUTER : KIND_OF_OURS;
  return ours.test(document) || HIDDEN_KIND.test(document) ? 'ours' : 'unknown';
}

function kindAmong(kinds: readonly string[]): RegExp {
  return new RegExp(String.raw`kind["']?\s*(?:#|:\s*(?:["']?(?:${kinds.join('|')}|[A-Za-z0-9]*List)\b|[&!*|>#{%]))`);
}

/** Whether a document speaks of Kubernetes at all. */
export function looksLikeKubernetes(document: string): boolean {
  return ANY_KIND.test(document);
}

/** The words behind `kind:` at the left margin; '' for one that is not a plain word. */
function evidentKinds(document: string, withRouter: boolean): string[] {
  const kinds: string[] = [];
  TOP_LEVEL_KIND.lastIndex = 0;
  for (let match = TOP_LEVEL_KIND.exec(document); match !== null; match = TOP_LEVEL_KIND.exec(document)) {
    const kind = PLAIN_WORD.exec(match[1] ?? '')?.[2] ?? '';
    kinds.push(kind);
    if (isWorthReading(kind, withRouter)) break;
  }
  return kinds;
}
