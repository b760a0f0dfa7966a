import type { Balancing } from '../../model/policies.js';
import type { Annotate } from './annotations.js';
import type { RouteClaim } from './claims.js';

const KEY = 'haproxy.router.openshift.io/balance';
const AT = 'metadata.annotations';

/**
 * The balance of a Route. Without the annotation the router would pick endpoints at random (semantics 2.4), so that it is
 * always written.
 */
export function balanceAnnotation(balancing: Balancing | undefined, set: Annotate, claims: RouteClaim[]): void {
  const { algorithm, hashBy, byConnections } = balancing ?? {};
  const hashes = hashBy?.value.isClientAddress === true;
  const leastLoaded = algorithm?.value === 'least-loaded' && hashBy === undefined;
  const own = leastLoaded
    ? 'leastconn'
    : algorithm?.value === 'random' && hashBy === undefined
      ? 'random'
      : 'roundrobin';
  set(KEY, hashes ? 'source' : own);
  if (hashBy !== undefined && hashes) {
    const message =
      'balance: source sends a client address to one endpoint; when endpoints come or go, more clients move than before';
    const remark = { verdict: 'approximated', code: 'RS2176', severity: 'info', message } as const;
    claims.push({ items: hashBy.from, at: AT, remark });
  } else if (hashBy !== undefined) {
    const message = `the router hashes nothing but the client address: requests with one ${hashBy.value.key} go to any endpoint`;
    const next = 'Use $remote_addr or a sticky cookie if that will do.';
    claims.push({
      items: hashBy.from,
      at: undefined,
      remark: { verdict: 'unsupported', code: 'RS2176', severity: 'warning', message, next },
    });
  }
  if (algorithm === undefined) return;
  if (hashBy !== undefined) {
    const message = 'upstream-hash-by is set as well and wins at the controller';
    claims.push({ items: algorithm.from, at: undefined, remark: { verdict: 'redundant', code: 'RS2176', message } });
    return;
  }
  const isSame = !leastLoaded || byConnections === true;
  const message = isSame
    ? `balance: ${own}, as at the controller`
    : 'balance: leastconn prefers the endpoint with the fewest connections; ewma prefers the one that answers fastest';
  const verdict = isSame ? 'converted' : 'approximated';
  claims.push({ items: algorithm.from, at: AT, remark: { verdict, code: 'RS2176', severity: 'info', message } });
}
