import { type IngressController, isClusterIngress, ROUTER_NAMESPACE } from '../kubernetes/ingress-controller.js';
import type { Inventory } from '../kubernetes/inventory.js';
import type { FieldPath, Manifest } from '../kubernetes/object.js';
import type { RouterSettings } from '../kubernetes/router-settings.js';
import type { FindingCode } from '../ledger/catalogue.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Remark } from '../ledger/verdict.js';
import { type ConvertOptions, isOpenshift, replacesRouter } from '../options.js';
import { CLIENT_TLS, clientTlsRemark, restRemark } from './unread-router-settings.js';

/**
 * The options with what the IngressController says where they are silent. Its certificate stands for that of hosts without
 * one of their own where a Gateway takes over from the router; the default certificate of another controller is another one.
 */
export function withRouterSettings(options: ConvertOptions, { domain, controller }: RouterSettings): ConvertOptions {
  const secret = replacesRouter(options) ? controller?.defaultCertificate : undefined;
  const certificate = secret === undefined ? undefined : { namespace: ROUTER_NAMESPACE, name: secret };
  return {
    ...options,
    ingressDomain: options.ingressDomain ?? domain,
    defaultSslCertificate: options.defaultSslCertificate ?? certificate,
  };
}

/** Says what becomes of the objects that configure the router: one item for each field that is read, one for the rest. */
export function sayRouterSettings(inventory: Inventory, options: ConvertOptions, ledger: Ledger): void {
  const { router } = inventory;
  const context: Context = { inventory, options, ledger };
  if (router.controller !== undefined) sayController(router.controller, context);
  if (router.cluster !== undefined) {
    const { manifest, domain, hasAppsDomain } = router.cluster;
    if (domain !== undefined)
      say(manifest, ['spec', 'domain'], domain, domainRemark(router.controller !== undefined, router, context), ledger);
    if (hasAppsDomain) say(manifest, ['spec', 'appsDomain'], undefined, APPS_DOMAIN, ledger);
    say(manifest, [], undefined, REST_OF_CLUSTER, ledger);
  }
  for (const { manifest } of router.aside) say(manifest, [], undefined, asideRemark(manifest, router), ledger);
}

interface Context {
  readonly inventory: Inventory;
  readonly options: ConvertOptions;
  readonly ledger: Ledger;
}

type Said = Remark & { readonly code: FindingCode };

function say(manifest: Manifest, path: FieldPath, value: string | undefined, remark: Said, ledger: Ledger): void {
  ledger.say(ledger.openField(manifest, path, value), remark);
}

function used(message: string): Said {
  return { verdict: 'converted', code: 'RS2290', message };
}

function idle(message: string): Said {
  return { verdict: 'redundant', code: 'RS2290', message };
}

function sayController(controller: IngressController, context: Context): void {
  const { manifest, actualDomain, wantedDomain, wildcardPolicy, namespaceOwnership } = controller;
  const { ledger, options, inventory } = context;
  const open = (path: FieldPath, value: string | undefined, remark: Said): void => {
    if (value !== undefined) say(manifest, path, value, remark, ledger);
  };
  const domain = domainRemark(false, inventory.router, context);
  open(['spec', 'domain'], wantedDomain, actualDomain === undefined ? domain : idle('status.domain counts'));
  open(['status', 'domain'], actualDomain, domain);
  open(
    ['spec', 'routeAdmission', 'wildcardPolicy'],
    wildcardPolicy,
    used(wildcardPolicy === 'WildcardsAllowed' ? 'wildcard Routes are admitted' : 'wildcard Routes are refused'),
  );
  open(
    ['spec', 'routeAdmission', 'namespaceOwnership'],
    namespaceOwnership,
    used(
      namespaceOwnership === 'InterNamespaceAllowed'
        ? 'Routes of several namespaces may share a host'
        : 'a host belongs to the namespace of its oldest Route',
    ),
  );
  open(['spec', 'defaultCertificate', 'name'], controller.defaultCertificate, certificateRemark(options));
  open(
    ['spec', 'httpHeaders', 'forwardedHeaderPolicy'],
    controller.forwardedPolicy,
    forwardedRemark(controller.forwardedPolicy, options),
  );
  for (const selector of controller.selectors)
    say(manifest, ['spec', selector], undefined, selectorRemark(selector), ledger);
  const clientTls = clientTlsRemark(controller, options);
  if (clientTls !== undefined) say(manifest, ['spec', CLIENT_TLS], undefined, clientTls, ledger);
  say(manifest, [], undefined, restRemark(controller, options), ledger);
}

function domainRemark(isOutranked: boolean, router: RouterSettings, { options, inventory }: Context): Said {
  if (options.ingressDomain !== undefined) return idle('--ingress-domain counts');
  if (isOutranked && router.cluster?.domain !== router.domain) return idle(`the domain of ${router.name} counts`);
  const nameless = readsRoutes(options) ? inventory.routes.filter(({ host }) => host === '').length : 0;
  if (nameless === 0) return idle('the domain of Routes that name no host; none of this input needs it');
  if (!replacesRouter(options)) return idle('the domain of Routes that name no host, which are written without one');
  return used(`the domain of ${nameless === 1 ? 'the Route' : `${nameless} Routes`} without a host`);
}

function readsRoutes({ from, withRoutes }: ConvertOptions): boolean {
  return from === 'openshift-route' || withRoutes === true;
}

function certificateRemark(options: ConvertOptions): Said {
  if (!replacesRouter(options)) return idle('the router presents it for hosts without a certificate of their own');
  if (options.defaultSslCertificate !== undefined) return idle('--default-ssl-certificate counts');
  if (options.gateway !== undefined) return idle('the listeners of the existing Gateway have their certificates');
  return used(
    `listeners of hosts without a certificate of their own refer to this Secret in the namespace ${ROUTER_NAMESPACE}`,
  );
}

function forwardedRemark(policy: IngressController['forwardedPolicy'], options: ConvertOptions): Said {
  if (!isOpenshift(options.from)) return idle('every Route that is written says set-forwarded-headers itself');
  if (!replacesRouter(options)) return idle('acts, as before, on Routes that do not say set-forwarded-headers');
  return {
    verdict: 'unsupported',
    code: 'RS2132',
    ...(policy === 'Append' ? { severity: 'info' } : {}),
    message: 'X-Forwarded-* and Forwarded are up to the implementation, for a whole Gateway at a time',
    next: 'Check which of these headers the applications trust, and what your implementation does with those of clients.',
  };
}

function selectorRemark(selector: string): Said {
  return {
    verdict: 'manual',
    code: 'RS2292',
    message: `${selector} is not evaluated: all Routes are taken to be those of this IngressController`,
    next: 'Convert only the Routes that it selects.',
  };
}

const APPS_DOMAIN: Said = {
  verdict: 'manual',
  code: 'RS2291',
  severity: 'warning',
  message: 'is not read; the API server makes up hosts with it, in place of spec.domain',
  next: 'Pass --ingress-domain with this domain if Routes without a host are meant.',
};

const REST_OF_CLUSTER = idle('nothing but its domain is read');

function asideRemark(manifest: Manifest, { name }: RouterSettings): Said {
  if (isClusterIngress(manifest)) return idle('not read: the cluster has one of these objects, called cluster');
  return {
    verdict: 'manual',
    code: 'RS2292',
    message: `left aside: ${name ?? 'another one'} counts for all Routes of this run`,
    next: 'Convert its Routes in a run of their own, together with it alone.',
  };
}
