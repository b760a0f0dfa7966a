import type { Guard } from '../../../../outcome.js';
import { isWithin, type Network, parseNetwork } from '../../../../values/addresses.js';
import type { Fields } from '../../reading.js';
import type { Step } from '../../step.js';
import { addressGuard } from '../policies/addresses.js';
import { type Directive, inherited, named } from './directives.js';
import { nginxBytes, nginxRate, nginxSeconds } from './nginx-values.js';

/** The directives that reach a location, by where they stand. */
export interface SnippetText {
  readonly http: readonly Directive[];
  readonly server: readonly Directive[];
  readonly location: readonly Directive[];
}

/** Limits of body, connections and requests: NGINX asks them before it asks who somebody is. */
export function limitGuards({ http, server, location }: SnippetText): readonly Guard[] {
  const guards: Guard[] = [];
  const last = (name: string): string | undefined => inherited(server, location, name).at(-1)?.words[0];
  const body = nginxBytes(last('client_max_body_size'));
  if (body !== undefined && body > 0) guards.push({ kind: 'body-size', parameters: { limit: body, status: 413 } });
  for (const { words } of inherited(server, location, 'limit_conn')) {
    const parameters = { connections: Number(words[1] ?? 0), status: Number(last('limit_conn_status') ?? 503) };
    guards.push({ kind: 'connection-limit', parameters });
  }
  for (const { words } of inherited(server, location, 'limit_req')) {
    const zone = option(words, 'zone');
    const defined = named(http, 'limit_req_zone').find((one) => option(one.words, 'zone')?.split(':')[0] === zone);
    const rate = nginxRate(option(defined?.words ?? [], 'rate'));
    const burst = Number(option(words, 'burst') ?? 0);
    const status = Number(last('limit_req_status') ?? 503);
    guards.push({ kind: 'rate-limit', parameters: { ...rate, burst, status, key: defined?.words[0] ?? '' } });
  }
  return guards;
}

function option(words: readonly string[], name: string): string | undefined {
  return words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
}

interface AccessLine {
  readonly allows: boolean;
  /** Undefined for `all`. */
  readonly network: Network | undefined;
}

/**
 * `allow` and `deny`, of which the first that fits decides.
 *
 * @param others whether a password or an authorizer stands beside them, which is enough with `satisfy any`
 */
export function accessSteps({ server, location }: SnippetText, others: boolean): readonly Step[] {
  const lines = inherited(server, location, 'allow', 'deny').flatMap(({ name, words }): AccessLine[] => {
    const network = parseNetwork(words[0] ?? '');
    return words[0] === 'all' || network !== undefined ? [{ allows: name === 'allow', network }] : [];
  });
  if (lines.length === 0) return [];
  const either = others && satisfiesAny({ server, location });
  const listed = (allows: boolean) =>
    lines.flatMap((line) => (line.allows === allows && line.network !== undefined ? [line.network.text] : []));
  const closed = lines.some((line) => !line.allows && line.network === undefined);
  const [allowed, denied] = [listed(true), listed(false)];
  const mark = (guard: Guard): Step => ({
    guard: either ? { ...guard, parameters: { ...guard.parameters, satisfy: 'any' } } : guard,
  });
  return [
    {
      answer({ address }) {
        const line = lines.find(({ network }) => network === undefined || isWithin(address, [network]));
        if (either || line === undefined || line.allows) return undefined;
        return { status: 403, reason: 'access forbidden by rule' };
      },
    },
    ...(denied.length > 0 ? [mark(addressGuard('deny-list', denied))] : []),
    ...(closed ? [mark(addressGuard('allow-list', allowed))] : []),
  ];
}

export function satisfiesAny({ server, location }: Pick<SnippetText, 'server' | 'location'>): boolean {
  return inherited(server, location, 'satisfy').at(-1)?.words[0] === 'any';
}

/** `auth_basic` and `auth_request`. */
export function identityGuards(text: SnippetText): readonly Guard[] {
  const { server, location } = text;
  const any = satisfiesAny(text) ? { satisfy: 'any' } : {};
  const realm = inherited(server, location, 'auth_basic').at(-1)?.words[0];
  const file = inherited(server, location, 'auth_basic_user_file').at(-1)?.words[0] ?? '';
  const request = inherited(server, location, 'auth_request').at(-1)?.words[0];
  const guards: Guard[] = [];
  if (realm !== undefined && realm !== 'off') {
    guards.push({ kind: 'basic-auth', parameters: { file, realm, ...any } });
  }
  if (request !== undefined && request !== 'off') {
    guards.push({ kind: 'external-auth', parameters: { url: request, ...any } });
  }
  return guards;
}

/** Seconds that snippets set for the connection to the backend. */
export function snippetLimits({ server, location }: SnippetText): Readonly<Record<string, number>> {
  const names = { connect: 'proxy_connect_timeout', read: 'proxy_read_timeout', send: 'proxy_send_timeout' };
  const found = Object.entries(names).flatMap(([limit, name]) => {
    const seconds = nginxSeconds(inherited(server, location, name).at(-1)?.words[0]);
    return seconds === undefined ? [] : [[limit, seconds] as const];
  });
  return Object.fromEntries(found);
}

/** Headers to the backend, in the form of a header modifier; an empty value takes a header away. */
export function sentHeaders({ server, location }: SnippetText): Fields {
  const set = inherited(server, location, 'proxy_set_header').map(({ words: [name = '', value = ''] }) => ({
    name,
    value,
  }));
  return {
    set: set.filter(({ value }) => value !== ''),
    remove: set.filter(({ value }) => value === '').map((h) => h.name),
  };
}

/**
 * Headers to the client: `add_header` adds to what the backend sends, `proxy_hide_header` takes away. What the answer of a
 * check puts into a variable nobody knows, and a header with an empty value is not sent.
 */
export function returnedHeaders({ server, location }: SnippetText): Fields {
  const unknown = new Set(inherited(server, location, 'auth_request_set').map(({ words: [name = ''] }) => name));
  const add = inherited(server, location, 'add_header')
    .map(({ words: [name = '', value = ''] }) => ({ name, value }))
    .filter(({ value }) => !unknown.has(value));
  const remove = inherited(server, location, 'proxy_hide_header').flatMap(({ words }) => words.slice(0, 1));
  return { add, remove };
}
