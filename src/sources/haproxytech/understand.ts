import { byName } from '../../kubernetes/by-name.js';
import type { Service } from '../../kubernetes/companions.js';
import type { Ingress, IngressBackend, IngressPath } from '../../kubernetes/ingress.js';
import type { Inventory } from '../../kubernetes/inventory.js';
import type { Ledger } from '../../ledger/ledger.js';
import { haproxytech } from '../../mappings/haproxytech.js';
import type { MappingIndex } from '../../mappings/mapping-index.js';
import type { Policies } from '../../model/policies.js';
import type { ItemId } from '../../model/traced.js';
import type { HostTls, PlainHttp, TrafficModel, VirtualHost } from '../../model/traffic.js';
import type { ConvertOptions } from '../../options.js';
import { carriersAmong, classOfPorts } from '../served-ingress.js';
import { Settings } from '../settings.js';
import { SnippetParts } from '../snippets/snippet-parts.js';
import { wordsOf } from '../target-words.js';
import { claimTcpConfigMaps } from '../tcp-config-maps.js';
import { TcpPorts } from '../tcp-ports.js';
import type { Understanding } from '../understanding.js';
import { Annotations, isSettings } from './annotations.js';
import { resolveBackend } from './backends.js';
import { type ConditionedRow, sayConditioned, withCanaries } from './canaries.js';
import { Certificates } from './certificates.js';
import { readClientCertificate } from './concerns/access.js';
import { readPlainHttp } from './concerns/redirects.js';
import type { Context } from './context.js';
import { hostOf, type Readings } from './hosts.js';
import { Layers } from './layers.js';
import { Passthroughs, sayOpenOverHttps } from './passthroughs.js';
import { patternFilesOf } from './pattern-files.js';
import { readBackendPolicies, readFrontendPolicies } from './policies.js';
import { addRow, type HostRows, newHostRows, type Row } from './routing-table.js';
import { serve } from './serve.js';
import type { ServedIngress } from './served-ingress.js';
import { defaultsOf, sayLostDefaults, saySettings } from './settings-report.js';
import { signatureOf } from './signature.js';
import { tcpBlockers } from './tcp-blockers.js';
import { sayUnread, sayWithoutEffect } from './without-effect.js';

/**
 * Reads the Ingresses of the input as HAProxy Technologies' controller v3.2 does: which it serves, which path wins, what its
 * annotations on Ingresses and Services come to, and what its ConfigMap says for all.
 */
export function understandHaproxytech(
  inventory: Inventory,
  options: ConvertOptions,
  ledger: Ledger,
  mapping: MappingIndex = haproxytech,
): Understanding {
  const settings = new Settings(ledger, options, inventory.configMaps.find(isSettings), 'haproxytech');
  const words = wordsOf(options.to);
  const services = new Map<Service, Annotations>();
  const context: Context = {
    ledger,
    options,
    settings,
    snippets: new SnippetParts(),
    mapping,
    serviceOf: byName(inventory.services, options.namespace),
    secretOf: byName(inventory.secrets, options.namespace),
    annotationsOf: (service) => {
      const known = services.get(service);
      if (known !== undefined) return known;
      const own = new Annotations(ledger, onlyKnown(service, mapping), 'Service', mapping, settings, false, {
        to: options.to,
      });
      services.set(service, own);
      return own;
    },
    patternFiles: patternFilesOf(inventory),
    lists: new Set(),
    addressFiles: new Map(),
  };
  const served = inventory.ingresses
    .flatMap((ingress) => serve(ingress, inventory, context) ?? [])
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  settings.served = served.length > 0;
  const unpublished = new Set<ServedIngress>();
  const model = new Reading(served, context).model(unpublished);
  const tcpPorts = new TcpPorts(options, ledger);
  claimTcpConfigMaps(inventory.configMaps, tcpPorts, {
    flag: '--configmap-tcp-services',
    className: classOfPorts(served, options.ingressClasses, 'haproxy'),
    endsTls: ([ssl]) => ssl === 'ssl',
    blockedBy: (rest, service) => tcpBlockers(rest, service, context),
    serviceOf: context.serviceOf,
    options,
    ledger,
  });
  return {
    model: { ...model, tcpServices: tcpPorts.settle(), carriers: carriersAmong(served) },
    get declared() {
      return [...served.map((one) => one.annotations), ...services.values()].flatMap(({ declared }) => declared);
    },
    sweep: () => {
      context.snippets.say(ledger);
      sayWithoutEffect(served, unpublished, ledger);
      for (const { items } of services.values()) sayUnread(items, ledger);
      sayOpenOverHttps(inventory, context);
      sayLostDefaults(settings, options.to, ledger);
      saySettings(settings, mapping, options.to, ledger, words);
    },
  };
}

/** A Service may carry annotations of anybody; those of the controller are its business. */
function onlyKnown({ manifest, meta }: Service, { mapping }: MappingIndex) {
  const prefixes = [mapping.prefix, ...(mapping.alsoPrefixes ?? [])];
  const annotations = Object.fromEntries(
    Object.entries(meta.annotations).filter(([key]) => prefixes.some((prefix) => key.startsWith(`${prefix}/`))),
  );
  return { manifest, meta: { annotations } };
}

/** By which the controller stores a path of an Ingress (ConvertIngress in pkg/store/convert.go). */
function storedKey(host: string, { path = '', pathType, backend }: IngressPath): string {
  const port = backend.kind === 'service' && 'name' in backend.port ? backend.port.name : '';
  return JSON.stringify([host, `${pathType ?? ''}-${path}-${backend.name}-${port}`]);
}

function lastPaths({ rules }: Ingress): ReadonlyMap<string, IngressPath> {
  const found = new Map<string, IngressPath>();
  for (const rule of rules) {
    for (const path of rule?.paths ?? []) {
      if (path?.backend.kind === 'service') found.set(storedKey(rule?.host ?? '', path), path);
    }
  }
  return found;
}

class Reading {
  readonly #served: readonly ServedIngress[];
  readonly #context: Context;
  readonly #layers = new Map<ServedIngress, Layers>();
  readonly #policies = new Map<ServedIngress, Policies>();
  readonly #plainHttp = new Map<ServedIngress, PlainHttp>();
  readonly #backends = new Map<string, Policies>();
  readonly #hosts = new Map<string, HostRows>();
  readonly #conditioned: ConditionedRow[] = [];
  readonly #passthroughs: Passthroughs;
  #fallback: Readings['fallback'];

  constructor(served: readonly ServedIngress[], context: Context) {
    this.#served = served;
    this.#context = context;
    this.#passthroughs = new Passthroughs(context);
  }

  /** @param unpublished gets the Ingresses that lose a path because nobody can say which of them counts */
  model(unpublished: Set<ServedIngress>): TrafficModel {
    const { settings } = this.#context;
    for (const one of this.#served) this.#readIngress(one);
    const certificates = new Certificates(this.#served, this.#context);
    const hosts: VirtualHost[] = [];
    const readings: Readings = {
      layersOf: (one) => this.#layersOf(one),
      policiesOf: (one) => this.#policies.get(one) ?? {},
      plainHttpOf: (one) => this.#plainHttp.get(one) ?? { kind: 'serve', from: [] },
      backendPoliciesOf: (row) => this.#backends.get(row.name) ?? {},
      to: this.#context.options.to,
      beside: this.#passthroughs.beside(this.#hosts),
      unpublished,
      clientCertificate: readClientCertificate(this.#context),
      fallback: this.#fallback,
    };
    if (this.#fallback !== undefined && !this.#hosts.has('')) this.#hosts.set('', newHostRows(''));
    for (const [host, rows] of [...this.#hosts].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const isEmpty = rows.exact.size + rows.prefix.size === 0;
      if (isEmpty && this.#fallback === undefined) continue;
      const passed = this.#passthroughs.covers(host);
      const tls: HostTls = passed ? { kind: 'http-only' } : certificates.tlsOf(host, this.#redirectedBy(rows));
      const built = hostOf(rows, tls, readings, this.#context);
      if (built !== undefined) hosts.push(built);
    }
    const asksPassword = ({ served }: Row): boolean => this.#policies.get(served)?.basicAuth !== undefined;
    return {
      hosts: withCanaries(hosts, this.#conditioned, this.#context),
      passthroughs: this.#passthroughs.settle(this.#hosts, asksPassword),
      defaults: defaultsOf(settings),
    };
  }

  #redirectedBy({ exact, prefix }: HostRows): ItemId[] {
    const rows = [...exact.values(), ...prefix.values()].flat();
    const found = rows.map(({ served }) => this.#plainHttp.get(served));
    return [...new Set(found.flatMap((plain) => (plain?.kind === 'redirect' ? plain.from : [])))];
  }

  #layersOf(one: ServedIngress): Layers {
    const { settings, mapping } = this.#context;
    const known = this.#layers.get(one) ?? new Layers([one.annotations], settings, mapping);
    this.#layers.set(one, known);
    return known;
  }

  #readIngress(one: ServedIngress): void {
    const layers = this.#layersOf(one);
    this.#readFallback(one);
    if (!one.ingress.rules.some((rule) => rule?.paths !== undefined)) return;
    this.#policies.set(one, readFrontendPolicies(one, layers, this.#context));
    this.#plainHttp.set(one, readPlainHttp(one, layers, this.#context));
    const passesThrough = layers.text('ssl-passthrough');
    const signature = signatureOf(one);
    const last = lastPaths(one.ingress);
    one.ingress.rules.forEach((rule, i) => {
      if (rule?.paths === undefined) return;
      const host = rule.host ?? '';
      rule.paths.forEach((path, j) => {
        const items = [one.fields.paths[i]?.[j]].filter((item) => item !== undefined);
        if (path === undefined) return;
        if (path.backend.kind === 'service' && last.get(storedKey(host, path)) !== path) {
          this.#context.ledger.sayAll(items, {
            verdict: 'redundant',
            code: 'RS1002',
            severity: 'warning',
            message:
              'a later path of the Ingress has the same host, text and Service; the controller keeps one of them, whatever their port numbers: the last',
            next: 'Remove one of them.',
          });
          return;
        }
        const row = this.#rowOf(one, path.backend, items, { label: `spec.rules[${i}].http.paths[${j}]`, signature });
        if (row === undefined) return;
        const hostItem = one.fields.rules[i];
        const passes = passesThrough?.value === 'true';
        if (row.acl !== undefined) {
          const conditioned = { ...row, path: path.path ?? '', pathType: path.pathType ?? 'ImplementationSpecific' };
          const policies = this.#backends.get(row.name) ?? {};
          this.#conditioned.push({ host, row: conditioned, acl: row.acl, policies });
          return;
        }
        if (passes && host === '') {
          this.#sayLeftOut(items, 'TLS passes through by server name, and this rule has no host');
          return;
        }
        if (passes) {
          const from = [...passesThrough.from, ...items];
          this.#passthroughs.add(host, row, from, hostItem, this.#policies.get(one) ?? {});
        }
        const rows = this.#hosts.get(host) ?? newHostRows(host);
        this.#hosts.set(host, rows);
        if (hostItem !== undefined && !rows.hostItems.includes(hostItem)) rows.hostItems.push(hostItem);
        if (path.pathType === undefined && (path.path ?? '') !== '' && path.path !== '/') {
          this.#sayLeftOut(items, 'the path has no type, so the controller leaves it out');
          return;
        }
        if (host === '' && (path.path ?? '') === '') {
          this.#sayLeftOut(items, 'neither a host nor a path is named, so the controller leaves it out');
          return;
        }
        addRow(rows, { ...row, path: path.path ?? '', pathType: path.pathType ?? 'ImplementationSpecific', passes });
      });
    });
  }

  #rowOf(
    one: ServedIngress,
    backend: IngressBackend,
    items: readonly ItemId[],
    { label, signature }: { readonly label: string; readonly signature: string },
  ): Row | undefined {
    const resolved = resolveBackend(backend, one, items, this.#context);
    if (!resolved.ok) {
      this.#sayLeftOut(items, resolved.why);
      return undefined;
    }
    const { service, name } = resolved;
    const own = service === undefined ? undefined : this.#context.annotationsOf(service);
    // Ingresses that share a backend overwrite each other; here the last by name counts.
    const objects = own === undefined ? [one.annotations] : [own, one.annotations];
    const layers = new Layers(objects, this.#context.settings, this.#context.mapping);
    const isOwn = layers.text('standalone-backend')?.value === 'true';
    const key = isOwn ? name.replace('_svc_', `_${one.ingress.meta.name}_svc_`) : name;
    this.#backends.set(key, readBackendPolicies(layers, this.#context));
    return {
      served: one,
      path: '',
      pathType: 'Prefix',
      label,
      backend: resolved.backend,
      name: key,
      signature,
      items,
      passes: false,
      acl: own?.text('route-acl'),
    };
  }

  #sayLeftOut(items: readonly ItemId[], why: string): void {
    this.#context.ledger.sayAll(items, {
      verdict: 'invalid',
      code: 'RS2233',
      message: why,
      next: 'Correct it if the path is meant to be served.',
    });
  }

  /** Every Ingress may replace the default backend, and the one that is processed last wins (reference §2.2). */
  #readFallback(one: ServedIngress): void {
    const { defaultBackend } = one.ingress;
    const item = one.fields.defaultBackend;
    if (defaultBackend === undefined || item === undefined) return;
    const row = this.#rowOf(one, defaultBackend, [item], { label: 'spec.defaultBackend', signature: '' });
    if (row === undefined) return;
    if (row.acl !== undefined) {
      sayConditioned(row, 'the default backend knows none', this.#context);
      return;
    }
    if (this.#fallback !== undefined)
      this.#context.ledger.say(item, {
        verdict: 'approximated',
        code: 'RS2235',
        message:
          'several Ingresses have a default backend, and any one of them counts at the controller; the last by name is taken here',
        next: 'Keep one of them.',
      });
    this.#fallback = { owner: one.owner, backend: row.backend, policies: this.#backends.get(row.name) ?? {} };
  }
}
