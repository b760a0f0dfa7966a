import { isWithin, type Network } from '../../../../values/addresses.js';
import { type Fields, fields, items, text, texts } from '../../reading.js';
import type { Visit } from '../../step.js';
import { readNetworks } from '../policies/addresses.js';

/** What an AuthorizationPolicy can know of a request: peers are those of the connection, remotes those behind proxies. */
export interface Subject extends Visit {
  readonly remote: bigint | undefined;
}

/** `*`, `prefix*`, `*suffix` or the whole value. */
export function matchesGlob(pattern: string, value: string): boolean {
  if (pattern === '*') return value !== '';
  if (pattern.startsWith('*')) return value.endsWith(pattern.slice(1));
  return pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : pattern === value;
}

/** Paths may also have templates: `{*}` for one segment, `{**}` for any number of them. */
function matchesPath(pattern: string, path: string): boolean {
  if (!/\{\*\*?\}/.test(pattern)) return matchesGlob(pattern, path);
  const source = pattern
    .split(/(\{\*\*?\})/)
    .map((part) => (part === '{*}' ? '[^/]+' : part === '{**}' ? '.*' : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')))
    .join('');
  return new RegExp(`^${source}$`).test(path);
}

/** Whether the operations of a rule take in a request; no operation takes in all of them. */
export function operationsHold(rule: Fields, { request }: Visit): boolean {
  const operations = items(rule.to).map(({ operation }) => fields(operation));
  const host = request.hostHeader.toLowerCase();
  const asked: Readonly<Record<string, (pattern: string) => boolean>> = {
    // The port of the Host header is a part of what is compared.
    hosts: (pattern) => matchesGlob(pattern.toLowerCase(), host),
    paths: (pattern) => matchesPath(pattern, request.path),
    methods: (pattern) => matchesGlob(pattern, request.method),
    ports: (pattern) => pattern === String(request.port),
  };
  return (
    operations.length === 0 ||
    operations.some((operation) => Object.entries(asked).every(([name, test]) => listed(operation, name, test)))
  );
}

/** A list takes in what it names, and its `not` list what it does not name; an absent one takes in everything. */
function listed(holder: Fields, name: string, test: (value: string) => boolean): boolean {
  const [wanted, unwanted] = [texts(holder[name]), texts(holder[`not${name.charAt(0).toUpperCase()}${name.slice(1)}`])];
  return (wanted.length === 0 || wanted.some(test)) && !unwanted.some(test);
}

/** Whether the sources of a rule take in a client. Nobody has a name here: a Gateway is asked by plain clients. */
export function sourceHolds(source: Fields, subject: Subject): boolean {
  const named = ['principals', 'requestPrincipals', 'namespaces', 'serviceAccounts'];
  if (named.some((name) => texts(source[name]).length > 0)) return false;
  return (
    blocksHold(source.ipBlocks, source.notIpBlocks, subject.request.peer) &&
    blocksHold(source.remoteIpBlocks, source.notRemoteIpBlocks, subject.remote)
  );
}

function blocksHold(blocks: unknown, others: unknown, address: bigint | undefined): boolean {
  const [inside, outside] = [networksOf(blocks), networksOf(others)];
  return (inside.length === 0 || isWithin(address, inside)) && !isWithin(address, outside);
}

export function networksOf(list: unknown): readonly Network[] {
  const read = readNetworks(texts(list));
  return 'problem' in read ? [] : read.networks;
}

/** Whether the conditions of a rule hold; what cannot be known of a request never does. */
export function conditionsHold(rule: Fields, subject: Subject): boolean {
  return items(rule.when).every((condition) => {
    const key = text(condition.key) ?? '';
    const [values, others] = [texts(condition.values), texts(condition.notValues)];
    if (key === 'remote.ip') return blocksHold(values, others, subject.remote);
    if (key === 'source.ip') return blocksHold(values, others, subject.request.peer);
    const header = /^request\.headers\[([^\]]+)\]$/.exec(key)?.[1];
    const value = header === undefined ? undefined : subject.request.header(header.toLowerCase());
    if (value === undefined) return header !== undefined && values.length === 0;
    const test = (pattern: string) => matchesGlob(pattern, value);
    return (values.length === 0 || values.some(test)) && !others.some(test);
  });
}
