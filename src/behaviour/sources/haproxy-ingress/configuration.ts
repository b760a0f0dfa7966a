import { type BackendSettings, readBackendSettings } from './backend-settings.js';
import type { HostSettings } from './host-settings.js';
import { readHostSettings } from './host-settings.js';
import type { HaproxyIngressInput } from './input.js';
import { type BackendDraft, Inventory, type PathDraft, selectIngresses } from './inventory.js';
import { MapBuilder, type Maps } from './maps.js';
import { defaultHost, linkHash, type MatchType, type PathLink } from './path-link.js';
import { PathRules } from './path-rules.js';
import { noSettings, type PathSettings, readPathSettings } from './path-settings.js';
import { addIngress } from './rules.js';
import { TcpServices } from './tcp-services.js';

/** A backend section: what holds for the Service port, and what for each of its paths. */
export interface Backend {
  readonly draft: BackendDraft;
  readonly settings: BackendSettings;
  readonly rules: PathRules;
}

export interface Configuration {
  readonly input: HaproxyIngressInput;
  readonly inventory: Inventory;
  readonly hosts: ReadonlyMap<string, HostSettings>;
  readonly backends: ReadonlyMap<string, Backend>;
  readonly maps: Maps;
  readonly tcp: TcpServices;
  readonly defaultBackend: BackendDraft | undefined;
  readonly ignored: readonly { readonly namespace: string; readonly name: string; readonly reason: string }[];
  readonly errors: readonly string[];
  readonly unmodelled: readonly string[];
}

/** Those that HAProxy knows. */
const redirectCodes: readonly number[] = [301, 302, 303, 307, 308];

/** Everything that does not depend on a request. */
export function buildConfiguration(input: HaproxyIngressInput): Configuration {
  const inventory = new Inventory(input);
  const tcp = new TcpServices();
  const errors = new Set<string>();
  const unmodelled = new Set<string>();
  const problems = {
    refused: (text: string): void => void errors.add(text),
    open: (text: string): void => void unmodelled.add(text),
  };
  const { ingresses, ignored } = selectIngresses(input);
  const defaultBackend = readDefaultBackend(inventory);
  for (const ingress of ingresses) addIngress(inventory, tcp, ingress);

  const hosts = new Map<string, HostSettings>();
  for (const host of inventory.hosts.values()) hosts.set(host.hostname, readHostSettings(inventory, host));
  const settings = new Map<string, Map<string, PathSettings>>();
  for (const backend of inventory.backends.values()) {
    const own = new Map<string, PathSettings>();
    for (const path of backend.paths.values()) own.set(path.hash, readPathSettings(inventory, backend, path));
    settings.set(backend.id, own);
  }
  if (inventory.global.get('strict-host').isTrue) closeHosts(inventory, hosts, settings, defaultBackend);

  const order = matchOrder(inventory.global.get('path-type-order').text);
  const report = (text: string): void => problems.open(text);
  const backends = new Map<string, Backend>();
  for (const draft of inventory.backends.values()) {
    const paths = settings.get(draft.id) ?? new Map<string, PathSettings>();
    backends.set(draft.id, {
      draft,
      settings: readBackendSettings(inventory, draft, problems),
      rules: new PathRules(draft, paths, order, report),
    });
    if ([...paths.values()].some(({ waf }) => waf !== undefined)) unmodelled.add(`waf of ${draft.label}`);
  }
  for (const key of [
    'config-frontend',
    'config-frontend-early',
    'config-frontend-late',
    'config-proxy',
    'config-defaults',
  ])
    if (inventory.global.get(key).text !== '') unmodelled.add(`ConfigMap ${key}`);
  const maps = new MapBuilder(inventory, hosts, settings, order, report).build();
  for (const [key, isUsed] of [
    ['ssl-redirect-code', true],
    ['redirect-from-code', !maps.redirectFrom.isEmpty],
    ['redirect-to-code', !maps.redirectTo.isEmpty],
  ] as const) {
    const code = inventory.global.get(key).integer;
    // The first one is left out of the configuration where it is none.
    if (isUsed && !redirectCodes.includes(code) && !(key === 'ssl-redirect-code' && code === 0))
      errors.add(`ConfigMap ${key}: ${code} is no status of a redirect`);
  }
  return {
    input,
    inventory,
    hosts,
    backends,
    maps,
    tcp,
    defaultBackend,
    ignored,
    get errors() {
      return [...errors].sort();
    },
    get unmodelled() {
      return [...unmodelled].sort();
    },
  };
}

/** `--default-backend-service`, for what no rule takes. */
function readDefaultBackend(inventory: Inventory): BackendDraft | undefined {
  const [namespace = '', service] = (inventory.input.flags?.defaultBackendService ?? '').split('/');
  if (service === undefined) return undefined;
  const link: PathLink = { hostname: defaultHost, path: '/', match: 'begin', headers: [] };
  const backend = inventory.backend({ namespace, name: service }, link, { service, port: '' }, new Map(), undefined);
  return typeof backend === 'string' ? undefined : backend;
}

/** strict-host gives every host a path for the rest, which nothing is set for (SyncConfig in pkg/haproxy/config.go). */
function closeHosts(
  inventory: Inventory,
  hosts: ReadonlyMap<string, HostSettings>,
  settings: ReadonlyMap<string, Map<string, PathSettings>>,
  defaultBackend: BackendDraft | undefined,
): void {
  const roots = [...(inventory.hosts.get(defaultHost)?.paths.values() ?? [])].filter(
    ({ link }) => link.path === '/' && link.headers.length === 0,
  );
  const [root] = roots;
  for (const host of inventory.hosts.values()) {
    const link: PathLink = { hostname: host.hostname, path: '/', match: 'begin', headers: [] };
    const hash = linkHash(link);
    if (hosts.get(host.hostname)?.isPassthrough === true || host.paths.has(hash)) continue;
    const backend = root?.backend ?? defaultBackend;
    const rule = root?.rule ?? 'ConfigMap strict-host';
    const path: PathDraft = {
      rule,
      link,
      hash,
      host,
      backend,
      redirectTo: undefined,
      order: host.paths.size,
      owner: root?.owner ?? '',
    };
    host.paths.set(hash, path);
    if (backend !== undefined) {
      backend.paths.set(hash, path);
      settings.get(backend.id)?.set(hash, noSettings);
    }
  }
}

/** Wrong or incomplete lists are ignored (buildGlobalPathTypeOrder). */
function matchOrder(text: string): readonly MatchType[] {
  const fallback: readonly MatchType[] = ['exact', 'prefix', 'begin', 'regex'];
  const order = text.split(',').flatMap((word) => fallback.filter((match) => match === word));
  return order.length === 4 && new Set(order).size === 4 && text.split(',').length === 4 ? order : fallback;
}
