import type { EmittedObject } from '../conversion.js';
import type { Manifest } from '../kubernetes/object.js';
import type { SourceObject } from './source-objects.js';

/**
 * The hosts that an object acts on: those that it names, and those of its routes, which may be others. A canary without its
 * main Ingress serves every host that no Ingress names. '' stands for any host; what is no business of this run acts on none.
 */
export function actingHosts({ manifest, emitted, isLeftOut }: SourceObject): Set<string> {
  if (isLeftOut) return new Set();
  const hosts = hostsOf(manifest);
  for (const [index, one] of emitted.entries()) {
    for (const host of routedHosts(one)) hosts.add(host);
    if (index > MOST_MADE) break;
  }
  return hosts;
}

/** What one object becomes always shares its hosts, so that it need not be walked to its end. */
export const MOST_MADE = 10_000;

/** `*.b.c`, `*.c` and any host for `a.b.c`. */
export function namesAbove(host: string): string[] {
  if (host === '') return [];
  const labels = host.split('.').slice(1, 128);
  return [...labels.map((_, index) => `*.${labels.slice(index).join('.')}`).filter((name) => name !== host), ''];
}

/** Annotations by which an Ingress takes hosts that no other one names: who goes leaves them to it. */
const ALIASES = '/server-alias';
const WWW = '/from-to-www-redirect';

/**
 * What ingress-nginx asks of the upstream, which all Ingresses of a Service and port have in common: a canary's is its share
 * alone, and affinity and balance are those of the first one that has them.
 */
const UPSTREAM_WIDE = /\/(?:canary|affinity|load-balance|upstream-hash-by)$/;

/**
 * The Services by which an object acts on all others that forward to them, as `namespace/name`: by what it asks of their
 * upstream, or by a policy that was made of it.
 */
export function claimedServices(object: SourceObject): Set<string> {
  const claimed = claimsUpstream(object) ? servicesOf(object) : new Set<string>();
  for (const [index, one] of object.emitted.entries()) {
    const { metadata, spec } = one.object;
    if (index > MOST_MADE) break;
    for (const target of asList(asRecord(spec)?.targetRefs)) {
      const ref = asRecord(target);
      if (ref?.kind === 'Service') claimed.add(`${metadata.namespace ?? ''}/${textOf(ref.name)}`);
    }
  }
  return claimed;
}

function claimsUpstream({ manifest, isLeftOut }: SourceObject): boolean {
  const annotations = asRecord(asRecord(manifest.content.metadata)?.annotations) ?? {};
  return !isLeftOut && Object.entries(annotations).some(([key, value]) => UPSTREAM_WIDE.test(key) && value !== 'false');
}

/** The Services that an Ingress forwards to, as `namespace/name`. */
export function servicesOf({ manifest: { content, ref }, isLeftOut }: SourceObject): Set<string> {
  const names = new Set<string>();
  if (isLeftOut) return names;
  const add = (backend: unknown) => {
    const { service, serviceName } = asRecord(backend) ?? {};
    const name = textOf(asRecord(service)?.name ?? serviceName);
    if (name !== '') names.add(`${ref.namespace ?? ''}/${name}`);
  };
  const spec = asRecord(content.spec);
  add(spec?.defaultBackend ?? spec?.backend);
  for (const rule of asList(spec?.rules))
    for (const path of asList(asRecord(asRecord(rule)?.http)?.paths)) add(asRecord(path)?.backend);
  return names;
}

/** The hosts that an Ingress or Route names. */
function hostsOf({ content }: Manifest): Set<string> {
  const hosts = new Set<string>();
  const spec = asRecord(content.spec);
  for (const rule of asList(spec?.rules)) hosts.add(textOf(asRecord(rule)?.host));
  if (spec?.host !== undefined) hosts.add(textOf(spec.host));
  if (spec?.defaultBackend !== undefined || spec?.backend !== undefined) hosts.add('');
  for (const [key, value] of Object.entries(asRecord(asRecord(content.metadata)?.annotations) ?? {})) {
    if (key.endsWith(ALIASES)) for (const name of textOf(value).split(/[\s,]+/)) if (name !== '') hosts.add(name);
    if (key.endsWith(WWW) && value === 'true')
      for (const host of [...hosts]) hosts.add(host.startsWith('www.') ? host.slice(4) : `www.${host}`);
  }
  return hosts;
}

function routedHosts({ object: { kind, spec } }: EmittedObject): string[] {
  const { host, hostnames, wildcardPolicy } = asRecord(spec) ?? {};
  switch (kind) {
    case 'HTTPRoute':
    case 'GRPCRoute':
    case 'TLSRoute':
      return Array.isArray(hostnames) && hostnames.length > 0 ? hostnames.map(textOf) : [''];
    case 'Route': {
      const name = textOf(host);
      return wildcardPolicy === 'Subdomain' ? [name.replace(/^[^.]*/, '*')] : [name];
    }
    default:
      return [];
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : '';
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}
