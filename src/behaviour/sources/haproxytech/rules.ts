import type { Network } from '../../values/addresses.js';
import { fnv128a, type GoValue, goJson } from './go-hash.js';
import type { LogFormat } from './log-format.js';

/** The kinds of rules in the order in which HAProxy evaluates them (pkg/haproxy/rules/types.go; reference §2.4). */
export const Phase = {
  setVariable: 3,
  setSource: 4,
  deny: 5,
  track: 6,
  auth: 7,
  rateLimit: 8,
  capture: 9,
  redirect: 10,
  setHeader: 12,
  pathRewrite: 14,
  returnStatus: 15,
  responseHeader: 16,
} as const;

/** A list of source addresses: a file that the controller writes, or one of the user's, which nobody may have shown. */
export interface AddressList {
  readonly written: readonly string[];
  readonly networks: readonly Network[] | undefined;
}

/** What a rule does to a request. */
export type Action =
  | { readonly kind: 'nothing' }
  /** Remembers Origin, without which no CORS header is set. */
  | { readonly kind: 'keep-origin' }
  | { readonly kind: 'set-source'; readonly header: string }
  | { readonly kind: 'deny'; readonly allow: boolean; readonly list: AddressList }
  | { readonly kind: 'auth'; readonly secret: string; readonly users: 'some' | 'none'; readonly realm: string }
  | {
      readonly kind: 'rate-limit';
      readonly requests: number;
      readonly seconds: number;
      readonly status: number;
      readonly exempt: AddressList;
    }
  | { readonly kind: 'redirect-to-https'; readonly port: number; readonly status: number }
  | { readonly kind: 'redirect'; readonly target: LogFormat; readonly status: number }
  | {
      readonly kind: 'set-header';
      readonly side: 'request' | 'response' | 'after-response';
      readonly name: string;
      readonly format: LogFormat;
      /** Of an after-response rule: what the Origin must match; null for any. */
      readonly origin: RegExp | null;
      /** Whether the value is the Origin itself. */
      readonly echo: boolean;
    }
  | { readonly kind: 'rewrite'; readonly pattern: RegExp; readonly format: LogFormat }
  | { readonly kind: 'answer-options'; readonly status: number };

/** A rule of a frontend. Two that look alike are one, whoever asked for them. */
export interface Rule {
  readonly phase: number;
  readonly identity: string;
  readonly action: Action;
}

/** A rule with its identity: the fields of the controller's own structure, in their order there. */
export function createRule(phase: number, fields: { readonly [field: string]: GoValue }, action: Action): Rule {
  return { phase, identity: goJson(fields) + String.fromCharCode(phase), action };
}

/** By which the values of the maps name a rule (GetID in pkg/haproxy/rules/main.go). */
export function ruleId({ identity }: Rule): string {
  return fnv128a(identity);
}

/** The fields of the controller's SetHdr. */
export function headerFields(
  name: string,
  format: string,
  more: { readonly condition?: string; readonly response?: boolean; readonly afterResponse?: boolean } = {},
): { readonly [field: string]: GoValue } {
  return {
    HdrName: name,
    HdrFormat: format,
    CondTest: more.condition ?? '',
    Cond: more.condition === undefined ? '' : 'if',
    Type: 0,
    Response: more.response ?? false,
    AfterResponse: more.afterResponse ?? false,
    ForwardedProto: false,
  };
}
