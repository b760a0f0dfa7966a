import { MAPPINGS } from './all.js';
import type { Mapping } from './mapping.js';

/** What reports call the controllers, by the names that their mappings give them. */
const TITLES: Readonly<Record<string, string>> = {
  openshift: 'OpenShift',
  'haproxy-ingress': 'HAProxy Ingress',
  haproxytech: "HAProxy Technologies' controller",
  'nginx-inc': "F5's NGINX Ingress Controller",
};

const OWNERS: readonly (readonly [prefix: string, controller: string])[] = MAPPINGS.flatMap(({ mapping }) =>
  prefixesOf(mapping).map((prefix) => [prefix, mapping.controller] as const),
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
