import type { TargetName } from '../options.js';

/** Prefixes under which OpenShift's router and API server read annotations of Routes. */
const OF_ROUTER = ['haproxy.router.openshift.io/', 'router.openshift.io/', 'route.openshift.io/'];

const PREFIX = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** Whether an API server takes the key of an annotation. */
export function isValidKey(key: string): boolean {
  const [first = '', second, ...rest] = key.split('/');
  if (rest.length > 0) return false;
  if (second === undefined) return NAME.test(first);
  return first.length <= 253 && PREFIX.test(first.toLowerCase()) && NAME.test(second);
}

/** Why an annotation with such a key must not stand on a new route, as a clause; undefined where it may. */
export function unwritable(key: string, to: TargetName): string | undefined {
  if (!isValidKey(key)) return 'an API server takes no such key';
  if (to === 'openshift-route' && OF_ROUTER.some((prefix) => key.startsWith(prefix)))
    return 'the router would act on it, and does not act on the object that it stands on now';
  return undefined;
}
