import type { Fate, Neighbour } from '../neighbour.js';

const TOOL = 'ExternalDNS';
const ANNOTATIONS = 'https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/';
const GATEWAYS = 'https://kubernetes-sigs.github.io/external-dns/latest/docs/sources/gateway-api/#annotations';

/**
 * Releases from 0.22 on read the keys without `alpha` by default, and those before the others; --annotation-prefix chooses.
 * Each stays what it is.
 */
const PREFIXES = ['external-dns.alpha.kubernetes.io/', 'external-dns.kubernetes.io/'];

const ROUTE_SOURCES =
  'Run ExternalDNS with the sources of the routes: --source=gateway-httproute, and its like for routes of other kinds.';
const OPENSHIFT_SOURCE = 'Run ExternalDNS with --source=openshift-route.';

const kept: Neighbour['to'] = {
  'gateway-api': { is: 'kept', why: 'ExternalDNS reads it on routes', next: ROUTE_SOURCES },
  'openshift-route': { is: 'kept', why: 'ExternalDNS reads it on Routes', next: OPENSHIFT_SOURCE },
};

const idle: Neighbour['to'] = {
  'gateway-api': { is: 'idle', why: 'ExternalDNS reads it on Services and their like, not on Ingresses' },
  'openshift-route': { is: 'idle', why: 'ExternalDNS reads it on Services and their like, not on Ingresses' },
};

function target(): Neighbour['to'] {
  const onGateways: Fate = {
    is: 'moved',
    about: 'addresses',
    why: 'ExternalDNS reads it on what holds the listeners alone',
    next: ROUTE_SOURCES,
  };
  return { 'gateway-api': onGateways, 'openshift-route': kept['openshift-route'] };
}

function hostnameSource(prefix: string): Neighbour['to'] {
  return {
    'gateway-api': {
      is: 'kept',
      as: `${prefix}gateway-hostname-source`,
      why: 'this is what ExternalDNS calls it on routes, from 0.21 on',
      next: ROUTE_SOURCES,
    },
    'openshift-route': {
      is: 'told',
      why: 'ExternalDNS has nothing like it for Routes: the host of a Route always gets its record',
      next: 'Check which of the names are to have records.',
      isUrgent: true,
    },
  };
}

export const externalDns: readonly Neighbour[] = PREFIXES.flatMap((prefix) => {
  const entry = (name: string, to: Neighbour['to'], reference = ANNOTATIONS): Neighbour => {
    return { key: `${prefix}${name}`, tool: TOOL, to, reference };
  };
  return [
    entry('target', target(), GATEWAYS),
    ...['hostname', 'ttl', 'controller', 'alias', 'set-identifier', 'record-type'].map((name) => entry(name, kept)),
    ...['aws-*', 'azure-*', 'cloudflare-*', 'coredns-*', 'scw-*', 'webhook-*'].map((name) => entry(name, kept)),
    entry('ingress-hostname-source', hostnameSource(prefix)),
    ...['access', 'endpoints-type', 'internal-hostname', 'ingress'].map((name) => entry(name, idle)),
    // Providers have keys of their own, all of which are read where the name of the record is.
    entry('*', kept),
  ];
});
