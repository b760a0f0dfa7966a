import { byName } from '../../kubernetes/by-name.js';
import type { Inventory } from '../../kubernetes/inventory.js';
import { formatRef } from '../../kubernetes/object.js';
import type { RouterSettings } from '../../kubernetes/router-settings.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { OriginatedRoute } from '../../model/originated-route.js';
import type { Policies } from '../../model/policies.js';
import type { ItemId } from '../../model/traced.js';
import type { TrafficModel } from '../../model/traffic.js';
import type { ConvertOptions } from '../../options.js';
import { admit, ageAssumption, type Rejection } from './admission.js';
import { resolveBackends } from './backends.js';
import type { CertificateSource } from './certificates.js';
import { guardsBeyond, readAccessList, readRateLimit } from './concerns/guards.js';
import { readHeaders, readHsts } from './concerns/headers.js';
import { readRewrite } from './concerns/rewrite.js';
import { readAffinity } from './concerns/sessions.js';
import { readTimeouts } from './concerns/timeouts.js';
import { sayTuning } from './concerns/tuning.js';
import type { AdmittedRoute, Context } from './context.js';
import { buildPassthroughs } from './passthroughs.js';
import { candidateOf } from './publication.js';
import { sayDefaults } from './remarks.js';
import { hostItems, itemsOfRoute } from './route-items.js';
import { RouterAnnotations } from './router-annotations.js';
import { buildHosts } from './virtual-hosts.js';

/**
 * What OpenShift's router does with Routes: which it admits, in which order it asks them, what their TLS, backends and
 * annotations come to. Where the input has no IngressController, wildcard Routes are taken to be allowed, and a host to belong
 * to one namespace (the default).
 *
 * @param routes those of the input, or those that Ingresses become
 * @param certificateOf the Secret behind the certificate of a Route, where it has one
 */
export function routeTraffic(
  routes: readonly OriginatedRoute[],
  inventory: Inventory,
  options: ConvertOptions,
  ledger: Ledger,
  certificateOf: CertificateSource = () => undefined,
): TrafficModel {
  const context: Context = { ledger, options, serviceOf: byName(inventory.services, options.namespace) };
  const candidates = routes.flatMap((originated) => candidateOf(originated, context) ?? []);
  const { admitted, rejected } = admit(candidates, inventory.router);
  for (const rejection of rejected) sayRejected(rejection, context);
  const read = admitted.map(
    ({ originated, host }): AdmittedRoute => readRoute(originated, host, inventory.router, context),
  );
  const { hosts, unreached } = buildHosts(read, certificateOf, context);
  for (const route of unreached) sayUnreached(route, context);
  const passthroughs = buildPassthroughs(read, context);
  for (const route of read) if (!route.backends.ok) sayIdle(route, context);
  sayDefaults(read, context);
  return { hosts, passthroughs, sourceName: 'the router' };
}

function readRoute(
  originated: OriginatedRoute,
  host: AdmittedRoute['host'],
  { wildcardPolicy, name, controller }: RouterSettings,
  context: Context,
): AdmittedRoute {
  const { route, from, owner } = originated;
  const annotations = new RouterAnnotations(originated, context.ledger);
  const isPassthrough = route.tls?.termination === 'passthrough';
  const headers = readHeaders(originated, context);
  const timeouts = readTimeouts(annotations, isPassthrough);
  const affinity = readAffinity(annotations, originated);
  const accessList = readAccessList(annotations);
  const rateLimit = readRateLimit(annotations, isPassthrough);
  const hsts = readHsts(annotations, originated);
  const rewrite = readRewrite(annotations, route.path, isPassthrough);
  sayTuning(annotations, isPassthrough, controller?.forwardedPolicy);
  const policies: Policies = {
    ...headers.policies,
    ...(timeouts === undefined ? {} : { timeouts }),
    ...(affinity === undefined ? {} : { affinity }),
    ...(accessList === undefined ? {} : { accessList }),
    ...(rateLimit === undefined ? {} : { rateLimit }),
    ...(hsts === undefined ? {} : { hsts }),
    ...(route.tls?.termination === 'reencrypt' ? reencryption(originated) : {}),
  };
  sayWithoutEffect(originated, host, context);
  if (host.kind === 'wildcard' && owner.ref.kind === 'Route' && !route.admitted.some(({ admitted }) => admitted))
    context.ledger.sayAll(from.wildcardPolicy ?? [], {
      verdict: 'converted',
      code: 'RS2112',
      ...(wildcardPolicy === 'WildcardsAllowed'
        ? { message: `${name} admits wildcard Routes` }
        : {
            message:
              'taken to be admitted, for which the IngressController needs routeAdmission.wildcardPolicy: WildcardsAllowed',
            next: 'Check that the router serves it today.',
          }),
    });
  return {
    originated,
    host,
    policies,
    ...(rewrite === undefined ? {} : { rewrite }),
    backends: resolveBackends(originated, context),
    ...(headers.host === undefined ? {} : { upstreamHost: headers.host }),
  };
}

/** Fields that say what would be so without them. */
function sayWithoutEffect({ route, from }: OriginatedRoute, host: AdmittedRoute['host'], { ledger }: Context): void {
  const say = (items: readonly ItemId[] | undefined, message: string): void =>
    ledger.sayAll(items ?? [], { verdict: 'redundant', code: 'RS2131', message });
  if (route.wildcardPolicy === 'None') say(from.wildcardPolicy, 'None is the default');
  else if (host.kind === 'exact') say(from.wildcardPolicy, 'a name without a dot has no domain above it');
  if (route.tls?.termination === 'passthrough') say(from.path, 'an empty path is none');
  if (route.tls !== undefined && route.tls.certificate === undefined)
    say(from.certificate, 'without a certificate of its own, the Route is served with another one');
}

/** TLS towards the pods: always verified, against the CA of the Route or the service CA (reference §2.2). */
function reencryption({ route, from }: OriginatedRoute): Pick<Policies, 'protocol' | 'backendTls'> {
  const pem = route.tls?.destinationCaCertificate ?? '';
  return {
    protocol: { value: 'https', from: from.tls ?? [] },
    backendTls: {
      verify: { value: true, from: [] },
      ...(pem === ''
        ? { serviceCa: true as const }
        : { ca: { value: pem, from: from.destinationCaCertificate ?? [] } }),
    },
  };
}

/** No request of the Route gets to a backend, so that what would act on those requests acts on none. */
function sayIdle({ originated: { from, annotations } }: AdmittedRoute, { ledger }: Context): void {
  const items = [...annotations.values(), ...(from.requestHeaders ?? []), ...(from.responseHeaders ?? [])];
  const message = 'acts on no request: none of this Route gets to a backend';
  for (const item of [...items, ...(from.destinationCaCertificate ?? [])])
    if (ledger.isSilent(item)) ledger.say(item, { verdict: 'redundant', code: 'RS2131', message });
}

function sayRejected({ candidate, winner, why, next }: Rejection, { ledger }: Context): void {
  const { originated } = candidate;
  const { from, owner } = originated;
  const by = winner === undefined ? '' : ` by ${formatRef(winner.originated.owner.ref)}`;
  const assumption = winner === undefined ? '' : ageAssumption(winner, candidate);
  const lost =
    winner === undefined || !assumption.includes(' assumed ') ? [] : guardsBeyond(originated, winner.originated);
  const guarded = `. It keeps clients out (${lost.join(', ')}) and the other one does not: their age decides whether anybody gets in`;
  const message = `no router serves this Route: ${why}${by}${assumption}${lost.length === 0 ? '' : guarded}`;
  const [deciding = from.to?.[0]] = owner.ref.kind === 'Ingress' ? [] : hostItems(originated);
  for (const item of itemsOfRoute(originated)) {
    const isDeciding = item === deciding;
    if (!isDeciding && !ledger.isSilent(item)) continue;
    ledger.say(item, {
      verdict: 'redundant',
      code: 'RS2110',
      severity: isDeciding ? (lost.length === 0 ? 'warning' : 'error') : 'info',
      message: isDeciding ? message : 'no router serves this Route',
      ...(isDeciding
        ? { next: next ?? 'Check the status of the Route in the cluster, and remove it or give it another host.' }
        : {}),
    });
  }
}

function sayUnreached({ originated }: AdmittedRoute, { ledger }: Context): void {
  const { from, route } = originated;
  const odd = /\/\/|\/\.\.?(?:\/|$)/.test(route.path);
  const [deciding] = from.path ?? from.to ?? [];
  for (const item of itemsOfRoute(originated)) {
    if (item !== deciding && !ledger.isSilent(item)) continue;
    ledger.say(
      item,
      odd
        ? {
            verdict: 'unsupported',
            code: 'RS2117',
            severity: item === deciding ? 'error' : 'info',
            message: `the path ${route.path} has empty elements, which no path of an HTTPRoute may have`,
            next: 'Publish it under another path.',
          }
        : {
            verdict: 'redundant',
            code: 'RS2113',
            severity: item === deciding ? 'warning' : 'info',
            message: "no request reaches this Route: another one of its host comes first in the router's map",
            next: 'Remove it, or give it another path.',
          },
    );
  }
}
