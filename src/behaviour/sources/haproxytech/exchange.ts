import type { Guard } from '../../outcome.js';
import { fromBytes, toBytes } from '../../regex/pcre.js';
import { isWithin, parseAddress } from '../../values/addresses.js';
import { Headers } from '../ingress-nginx/reply.js';
import type { HaproxytechChecks } from './input.js';
import { evaluateLogFormat, lastValue } from './log-format.js';
import { cookiesOf, firstField, parametersOf, type RequestFacts } from './request-facts.js';
import type { AclScope } from './route-acl.js';
import type { Action, AddressList, Rule } from './rules.js';

/** An answer that a rule gives instead of a backend. */
export interface RuleReply {
  readonly status: number;
  readonly reason: string;
  readonly location?: string | undefined;
}

const goOn = undefined;

/** A request on its way through the rules of a frontend, which change it and may end it. */
export class Exchange {
  readonly facts: RequestFacts;
  readonly guards: Guard[] = [];
  readonly requestChanges = new Headers();
  readonly responseChanges = new Headers();
  /** For every answer, also for those that HAProxy gives itself. */
  readonly lateChanges = new Headers();
  private readonly checks: HaproxytechChecks | undefined;
  private readonly headers: Map<string, string>;
  private path: string;
  private source: string;
  private host: string;

  constructor(facts: RequestFacts, checks: HaproxytechChecks | undefined) {
    this.facts = facts;
    this.checks = checks;
    this.headers = new Map(facts.headers);
    this.path = facts.path;
    this.source = facts.request.clientAddress ?? '127.0.0.1';
    this.host = facts.request.host;
    if (facts.request.scheme === 'https') {
      this.headers.set('x-forwarded-proto', 'https');
      this.requestChanges.set('x-forwarded-proto', 'https');
    }
  }

  /** What the backend sees of the target. */
  get target(): string {
    return this.path === this.facts.path ? this.facts.request.path : this.path + this.facts.query;
  }

  get hostHeader(): string {
    return this.host;
  }

  get clientAddress(): string {
    return this.source;
  }

  /** Runs the rules in their order; the first that answers ends it. Those for all answers are collected all the same. */
  run(rules: readonly Rule[]): RuleReply | undefined {
    const kept = rules.some(({ action }) => action.kind === 'keep-origin');
    const origin = kept ? lastValue(this.facts.headers.get('origin')) : undefined;
    for (const { action } of rules) this.collectLate(action, origin);
    for (const { action } of rules) {
      const reply = this.apply(action);
      if (reply !== undefined) return reply;
    }
    return undefined;
  }

  private collectLate(action: Action, origin: string | undefined): void {
    if (action.kind !== 'set-header' || action.side !== 'after-response' || origin === undefined) return;
    if (action.origin !== null && !action.origin.test(toBytes(origin))) return;
    this.lateChanges.set(action.name, action.echo ? origin : evaluateLogFormat(action.format, this.scope()));
  }

  private apply(action: Action): RuleReply | undefined {
    switch (action.kind) {
      case 'nothing':
      case 'keep-origin':
        return goOn;
      case 'set-source': {
        const address = lastValue(this.headers.get(action.header));
        if (address !== undefined && parseAddress(address) !== undefined) this.source = address;
        return goOn;
      }
      case 'deny':
        return this.deny(action.allow, action.list);
      case 'auth':
        return this.authenticate(action);
      case 'rate-limit':
        return this.limit(action);
      case 'redirect-to-https': {
        const host = firstField(lastValue(this.headers.get('host')) ?? '');
        const location = `https://${host}:${action.port}${this.facts.request.path}`;
        return { status: action.status, location, reason: 'ssl-redirect' };
      }
      case 'redirect': {
        const location = evaluateLogFormat(action.target, this.scope());
        return { status: action.status, location, reason: 'request-redirect' };
      }
      case 'set-header':
        this.setHeader(action);
        return goOn;
      case 'rewrite':
        return this.rewrite(action);
      case 'answer-options':
        return this.facts.request.method === 'OPTIONS'
          ? { status: action.status, reason: 'cors-respond-to-options' }
          : goOn;
    }
  }

  private deny(allow: boolean, { written, networks }: AddressList): RuleReply | undefined {
    this.guards.push({ kind: allow ? 'allow-list' : 'deny-list', parameters: { addresses: written, status: 403 } });
    if (networks === undefined || isWithin(parseAddress(this.source), networks) === allow) return goOn;
    return { status: 403, reason: allow ? 'address not on the allow list' : 'address on the deny list' };
  }

  private authenticate({ secret, users, realm }: Extract<Action, { kind: 'auth' }>): RuleReply | undefined {
    this.guards.push({ kind: 'basic-auth', parameters: { secret, realm } });
    const ask = this.checks?.basic;
    if (users === 'some' && (ask === undefined || ask(this.facts.request, secret))) return goOn;
    this.responseChanges.set('www-authenticate', `Basic realm="${realm}"`);
    return { status: 401, reason: users === 'none' ? 'there is no user' : 'no valid credentials' };
  }

  private limit({ requests, seconds, status, exempt }: Extract<Action, { kind: 'rate-limit' }>): RuleReply | undefined {
    if (exempt.networks !== undefined && isWithin(parseAddress(this.source), exempt.networks)) return goOn;
    const except = exempt.written.length === 0 ? {} : { exempt: exempt.written };
    this.guards.push({ kind: 'rate-limit', parameters: { requests, seconds, status, ...except } });
    return requests < 0 ? { status, reason: `the limit ${requests} lets nobody in` } : goOn;
  }

  private setHeader({ side, name, format }: Extract<Action, { kind: 'set-header' }>): void {
    switch (side) {
      case 'after-response':
        return;
      case 'response':
        this.responseChanges.set(name, evaluateLogFormat(format, this.scope()).trim());
        return;
      case 'request': {
        // White space around a value is no part of it.
        const value = evaluateLogFormat(format, this.scope()).trim();
        this.headers.set(name, value);
        if (name === 'host') this.host = value;
        else this.requestChanges.set(name, value);
      }
    }
  }

  /** `replace-path`: where the expression is found, the whole path gives way to the replacement. */
  private rewrite({ pattern, format }: Extract<Action, { kind: 'rewrite' }>): RuleReply | undefined {
    const match = pattern.exec(toBytes(this.path));
    if (match === null) return goOn;
    const path = expandGroups(evaluateLogFormat(format, this.scope()), match);
    if (path === undefined) return { status: 500, reason: 'path-rewrite ends in a backslash' };
    this.path = path;
    return goOn;
  }

  scope(): AclScope {
    const { facts, headers } = this;
    return {
      header: (name) => headers.get(name),
      cookie: (name) => cookiesOf(headers, name)[0],
      cookies: (name) => cookiesOf(headers, name),
      parameters: (name) => parametersOf(facts.query, name),
      source: this.source,
      method: facts.request.method,
      path: this.path,
      uri: facts.request.path,
      variables: variablesOf(facts),
      secure: facts.request.scheme === 'https',
    };
  }
}

function variablesOf({ host, path, request }: RequestFacts): ReadonlyMap<string, string> {
  const found = new Map([
    ['path', path],
    ['base', request.host + path],
  ]);
  if (host !== undefined) found.set('host', host);
  return found;
}

/** HAProxy's exp_replace: `\N` is a group, `\xHH` a byte, any other character after a backslash itself. */
function expandGroups(replacement: string, match: RegExpExecArray): string | undefined {
  const text = toBytes(replacement);
  let failed = false;
  const expanded = text.replace(/\\(?:x([0-9A-Fa-f]{2})|([\s\S]?))/g, (_whole, hex?: string, char?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (char === undefined || char === '' || char === 'x') failed = true;
    return /^[0-9]$/.test(char ?? '') ? (match[Number(char)] ?? '') : (char ?? '');
  });
  return failed ? undefined : fromBytes(expanded);
}
