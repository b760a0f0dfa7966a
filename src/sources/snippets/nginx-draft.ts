import type { FindingCode } from '../../ledger/catalogue.js';
import type { Verdict } from '../../ledger/verdict.js';
import type { HeaderValue } from '../../model/policies.js';
import type { ItemId, Traced } from '../../model/traced.js';
import type { SnippetAnswer } from './effects.js';

/** Where in the controller's configuration a snippet stands. */
export interface NginxPlace {
  readonly level: 'location' | 'server';
  /** Request headers that the controller writes itself at the location, of which backends get a second line. */
  readonly ownRequestHeaders: RegExp;
  /** Whether its nginx has the module headers-more. */
  readonly hasHeadersMore: boolean;
  /** Whether it is known what comes before and behind an answer of the snippet. */
  readonly answers: boolean;
}

/** A line of an address list. */
export interface AccessLine {
  readonly kind: 'allow' | 'deny';
  readonly address: string;
  readonly item: ItemId;
}

/** What was gathered of a snippet so far. */
export interface NginxDraft {
  readonly requestHeaders: Traced<HeaderValue>[];
  readonly removedRequestHeaders: Traced<string>[];
  readonly responseHeaders: Traced<HeaderValue>[];
  readonly removedResponseHeaders: Traced<string>[];
  readonly answers: SnippetAnswer[];
  readonly lines: AccessLine[];
  readonly locations: ServerLocation[];
}

/** A location block of a server-snippet that answers by itself. */
export interface ServerLocation {
  readonly kind: 'exact' | 'prefix' | 'regex';
  readonly path: string;
  readonly isCased: boolean;
  /** Set for `^~`: expressions are not asked where it is the longest prefix. */
  readonly isFinal: boolean;
  readonly answer: SnippetAnswer;
}

export interface SnippetRemark {
  readonly verdict: Verdict;
  readonly code: FindingCode;
  readonly message: string;
  readonly next?: string | undefined;
}

/** What reading a directive came to: nothing to add, something to say, or why it is not translated. */
export type Reading =
  | { readonly kind: 'read'; readonly remark?: SnippetRemark | undefined }
  | { readonly kind: 'unread'; readonly why: string };

export const READ: Reading = { kind: 'read' };

export function unread(why: string): Reading {
  return { kind: 'unread', why };
}

export function approximately(message: string, next?: string): Reading {
  return { kind: 'read', remark: { verdict: 'approximated', code: 'RS2402', message, next } };
}

export function withoutEffect(message: string): Reading {
  return { kind: 'read', remark: { verdict: 'redundant', code: 'RS2403', message } };
}
