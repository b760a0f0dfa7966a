import type { Mapping } from './mapping.js';

/** What reports call the controllers, by the names that their mappings give them. */
const TITLES: Readonly<Record<string, string>> = {
  openshift: 'OpenShift',
  'haproxy-ingress': 'HAProxy Ingress',
  haproxytech: "HAProxy Technologies' controller",
  'nginx-inc': "F5's NGINX Ingress Controller",
};

/** What `prefixesOf` says of each mapping, so that none has to be read for a key of somebody else; a test compares them. */
export const KEY_PREFIXES = {
  'ingress-nginx': ['nginx.ingress.kubernetes.io'],
  openshift: ['route.openshift.io', 'haproxy.router.openshift.io', 'router.openshift.io', 'nginx.router.openshift.io'],
  'haproxy-ingress': ['haproxy-ingress.github.io', 'ingress.kubernetes.io'],
  haproxytech: ['haproxy.org', 'ingress.kubernetes.io', 'haproxy.com'],
  'nginx-inc': ['nginx.org', 'nginx.com', 'appprotect.f5.com', 'appprotectdos.f5.com', 'nsm.nginx.com'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A controller by the name that its mapping gives it. */
export type KeyOwner = keyof typeof KEY_PREFIXES;

const OWNERS = Object.entries(KEY_PREFIXES).flatMap(([controller, prefixes]) =>
  prefixes.map((prefix) => [prefix, controller] as const),
);

/** The prefixes by which the keys of a controller are known. */
export function prefixesOf({ prefix, alsoPrefixes = [], ownPrefixes }: Mapping): readonly string[] {
  return ownPrefixes ?? [prefix, ...alsoPrefixes];
}

/** The controllers whose key an annotation may be, judged by its prefix, by the names that their mappings give them. */
export function keyOwners(key: string): readonly string[] {
  return OWNERS.flatMap(([prefix, controller]) => (key.startsWith(`${prefix}/`) ? [controller] : []));
}

/** What reports call a controller. */
export function titleOf(controller: string): string {
  return TITLES[controller] ?? controller;
}
