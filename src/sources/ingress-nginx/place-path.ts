import { displayName } from '../served-ingress.js';
import { orderAssumption } from './order.js';
import { DEFAULT_SERVER, type Location, type Server } from './routing-table.js';

/** Who gets a path that is already there (semantics §6.1). */
export function placePath(server: Server, location: Location): void {
  let isBesideOther = false;
  for (const known of server.locations) {
    if (known.path !== location.path) continue;
    // The search stops at the first entry of another type, which lets a third entry slip in twice.
    if (known.type !== location.type) {
      isBesideOther = true;
      break;
    }
    if (known.implicit) {
      known.owner = location.owner;
      known.label = location.label;
      known.items = location.items;
      known.upstream = location.upstream;
      known.implicit = false;
      known.withoutRedirects = false;
      return;
    }
    sayConflict(server, known, location);
    return;
  }
  if (isBesideOther && server.locations.some((l) => l.path === location.path && l.type === location.type)) {
    server.brokenBy ??= `${location.type} ${location.path} twice`;
  }
  // The default server has its / before any path; who serves it takes that place.
  if (server.host === DEFAULT_SERVER && location.path === '/' && location.type === 'Prefix')
    server.locations.unshift(location);
  else server.locations.push(location);
}

function sayConflict(server: Server, winner: Location, loser: Location): void {
  const host = server.host === DEFAULT_SERVER ? 'unknown hosts' : server.host;
  const where =
    winner.owner === loser.owner
      ? `${winner.label} of the same Ingress`
      : `${displayName(winner.owner)} ${winner.label}`;
  loser.owner.annotations.ledger.sayAll(loser.items, {
    verdict: 'redundant',
    code: 'RS1002',
    severity: 'warning',
    message: `${where} already serves ${loser.path} of ${host}; this entry never gets a request${orderAssumption(winner.owner, loser.owner)}`,
    next: 'Remove one of the two.',
  });
  if (orderAssumption(winner.owner, loser.owner) !== '') {
    winner.owner.annotations.ledger.sayAll(winner.items, {
      verdict: 'converted',
      code: 'RS1003',
      severity: 'warning',
      message: `${displayName(loser.owner)} names the same path of ${host}${orderAssumption(winner.owner, loser.owner)}`,
      next: 'Check the creation times in the cluster, or remove one of the two.',
    });
  }
}
