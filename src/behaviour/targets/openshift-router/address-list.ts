import { type Network, parseNetwork } from '../../values/addresses.js';

/**
 * The allow list of a Route (reference §2.8): items separated by white space, bad ones dropped. Empty means that everybody
 * gets in, and that is also what blanks at either end and a list of nothing but bad items (such as one with commas) mean.
 */
export function parseAllowList(annotations: ReadonlyMap<string, string>): readonly Network[] {
  // The first of the two that has anything in it, were it only blanks, and no line break.
  const list = ['haproxy.router.openshift.io/ip_allowlist', 'haproxy.router.openshift.io/ip_whitelist']
    .map((name) => annotations.get(name) ?? '')
    .find((value) => /^[^\n]+$/.test(value));
  if (list === undefined || list.trim() !== list) return [];
  return list
    .split(/\s+/)
    .map(parseNetwork)
    .filter((network): network is Network => network !== undefined);
}
