import { haproxySeconds } from '../../targets/openshift-router/haproxy-time.js';
import type { Network } from '../../values/addresses.js';
import { type RawLines, readRawLines } from '../haproxy-lines.js';
import { type BlueGreen, readBlueGreen } from './blue-green.js';
import type { BackendDraft, Inventory } from './inventory.js';
import { headerLines } from './path-link.js';
import { addressLists } from './path-settings.js';
import { constantFormat, oneWord } from './words.js';

/** The cookie of `affinity: cookie`. */
export interface StickyCookie {
  readonly name: string;
  readonly strategy: 'insert' | 'prefix' | 'rewrite';
  readonly keywords: string;
  readonly domains: readonly string[];
  readonly sameSiteNone: boolean;
  readonly preserve: boolean;
}

export interface HeaderRule {
  readonly action: 'set' | 'add' | 'delete';
  readonly name: string;
  readonly value: string;
}

/** What is set for a Service port, whoever uses it (reference §1.1, Backend keys). */
export interface BackendSettings {
  readonly cookie: StickyCookie | undefined;
  readonly requestHeaders: readonly HeaderRule[];
  readonly responseHeaders: readonly HeaderRule[];
  readonly limits: { readonly rps: number; readonly connections: number; readonly exempt: readonly Network[] };
  /** Seconds. */
  readonly timeouts: Readonly<Record<string, number>>;
  readonly blueGreen: BlueGreen | undefined;
}

/** Where a problem goes: what HAProxy refuses, and what the model leaves open. */
export interface Problems {
  refused(text: string): void;
  open(text: string): void;
}

/** The raw lines of annotations; those of the ConfigMap, and what is more than a header, are left open. */
function rawLines(keys: readonly string[], { global }: Inventory, { mapper, label }: BackendDraft, problems: Problems) {
  const key = keys.find((one) => mapper.get(one).text !== '');
  if (key === undefined) return undefined;
  const { text } = mapper.get(key);
  const lines = readRawLines(text);
  const isGlobal = global.get(key).text === text;
  if (isGlobal || lines.open.length + lines.denied.length > 0) problems.open(`${key} of ${label}`);
  return isGlobal ? undefined : lines;
}

function rulesOf(lines: RawLines | undefined, side: 'request' | 'response'): HeaderRule[] {
  return (lines?.headers ?? [])
    .filter((one) => one.side === side)
    .map(({ action, name, value }) => ({ action: action === 'del' ? 'delete' : action, name, value }));
}

export function readBackendSettings(inventory: Inventory, backend: BackendDraft, problems: Problems): BackendSettings {
  const { mapper } = backend;
  for (const key of ['peers-table', 'use-resolver'])
    if (mapper.get(key).text !== '') problems.open(`${key} of ${backend.label}`);
  const [early, late] = [['config-backend-early'], ['config-backend-late', 'config-backend']].map((keys) =>
    rawLines(keys, inventory, backend, problems),
  );
  const isTree = inventory.input.version === '0.17';
  const set = isTree && mapper.get('request-set-headers').text !== '' ? 'request-set-headers' : 'headers';
  const headers = new HeaderReader(backend, problems);
  return {
    cookie: readCookie(backend),
    requestHeaders: [
      ...rulesOf(early, 'request'),
      ...headers.lines(set, 'set'),
      ...(isTree ? [...headers.lines('request-add-headers', 'add'), ...headers.names('request-del-headers')] : []),
      ...rulesOf(late, 'request'),
    ],
    responseHeaders: isTree
      ? [
          ...rulesOf(early, 'response'),
          ...headers.lines('response-set-headers', 'set'),
          ...headers.lines('response-add-headers', 'add'),
          ...headers.names('response-del-headers'),
          ...rulesOf(late, 'response'),
        ]
      : [...rulesOf(early, 'response'), ...rulesOf(late, 'response')],
    limits: {
      rps: mapper.get('limit-rps').integer,
      connections: mapper.get('limit-connections').integer,
      exempt: addressLists(mapper.get('limit-whitelist')).rules,
    },
    timeouts: readTimeouts(inventory, backend),
    blueGreen: readBlueGreen(mapper),
  };
}

/** buildBackendAffinity; a value in the ConfigMap alone switches nothing on. */
function readCookie({ mapper, paths }: BackendDraft): StickyCookie | undefined {
  const affinity = mapper.get('affinity');
  if (affinity.source === undefined || affinity.text !== 'cookie') return undefined;
  const stated = mapper.get('session-cookie-strategy').text;
  const strategy = stated === 'prefix' || stated === 'rewrite' ? stated : 'insert';
  const keywords = mapper.get('session-cookie-keywords').text;
  const domain = mapper.get('session-cookie-domain').text;
  const shared = domain === '' && mapper.get('session-cookie-shared').isTrue;
  return {
    name: mapper.get('session-cookie-name').text || 'INGRESSCOOKIE',
    strategy,
    keywords: strategy === 'insert' && keywords === '' ? 'indirect nocache httponly' : keywords,
    domains: shared
      ? [...new Set([...paths.values()].map(({ link }) => link.hostname))].sort()
      : domain === ''
        ? []
        : [domain],
    sameSiteNone: mapper.get('session-cookie-same-site').isTrue,
    preserve: mapper.get('session-cookie-preserve').isTrue,
  };
}

/** Values are arguments of configuration lines in log-format: unquoted blanks break the configuration for everybody. */
class HeaderReader {
  private readonly backend: BackendDraft;
  private readonly problems: Problems;

  constructor(backend: BackendDraft, problems: Problems) {
    this.backend = backend;
    this.problems = problems;
  }

  lines(key: string, action: 'set' | 'add'): HeaderRule[] {
    const { namespace, service, mapper, label } = this.backend;
    const text = mapper.get(key).text.replaceAll('%[service]', service).replaceAll('%[namespace]', namespace);
    return headerLines(text).flatMap(({ name, value }): HeaderRule[] => {
      const word = oneWord(value);
      if (word === undefined) {
        this.problems.refused(`${key} of ${label}: the value of ${name} is not one argument`);
        return [];
      }
      const constant = constantFormat(word);
      if (constant === undefined) this.problems.open(`${key} of ${label}: the value of ${name} is computed`);
      return [{ action, name: name.toLowerCase(), value: constant ?? word }];
    });
  }

  names(key: string): HeaderRule[] {
    return this.backend.mapper
      .get(key)
      .text.split(',')
      .map((name) => name.trim().toLowerCase())
      .filter((name) => name !== '')
      .map((name) => ({ action: 'delete', name, value: '' }));
  }
}

/** An annotation that is no time leaves its place to the controller's ConfigMap (buildBackendTimeout; reference §1.11). */
function readTimeouts({ global }: Inventory, { mapper }: BackendDraft): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [name, key] of [
    ['connect', 'timeout-connect'],
    ['read', 'timeout-server'],
    ['tunnel', 'timeout-tunnel'],
  ] as const) {
    const seconds = timeOf(mapper.get(key).text) ?? timeOf(global.get(key).text);
    if (seconds !== undefined) found[name] = seconds;
  }
  return found;
}

function timeOf(text: string): number | undefined {
  return /^[0-9]+(us|ms|s|m|h|d)$/.test(text) ? haproxySeconds(text) : undefined;
}
