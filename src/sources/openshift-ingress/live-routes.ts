import type { Inventory } from '../../kubernetes/inventory.js';
import type { Route } from '../../kubernetes/route.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { ManagedIngress } from './managed-ingress.js';

/** The Routes that the controller made, as far as the input has them. */
export interface LiveRoutes {
  readonly find: (managed: ManagedIngress, host: string, path: string) => Route | undefined;
  /** Says of every Route of the input what became of it. */
  readonly say: (ledger: Ledger) => void;
}

/**
 * A Route belongs to an Ingress when its controlling owner is of kind Ingress and has its name (reference §1.3). What somebody
 * edited on it and the controller keeps (§1.8: weight, insecure policy, destination CA) is what is served today.
 */
export function liveRoutes({ routes }: Inventory, defaultNamespace: string | undefined): LiveRoutes {
  const owned = new Map<string, Route>();
  const owners = new Map<Route, string>();
  for (const route of routes) {
    const owner = owningIngress(route);
    if (owner === undefined) continue;
    owners.set(route, owner);
    const key = keyOf(route.meta.namespace ?? defaultNamespace ?? 'default', owner, route.host, route.path);
    if (!owned.has(key)) owned.set(key, route);
  }
  const used = new Set<Route>();
  return {
    find({ ingress, namespace }, host, path) {
      const found = owned.get(keyOf(namespace, ingress.meta.name, host, path));
      if (found !== undefined) used.add(found);
      return found;
    },
    say(ledger) {
      for (const route of routes) {
        const item = ledger.openField(route.manifest, []);
        const owner = owners.get(route);
        if (owner === undefined)
          ledger.say(item, {
            verdict: 'manual',
            code: 'RS0325',
            message: 'Routes are not converted in this run, which reads Ingresses',
            next: 'Pass --from openshift-route to convert Routes.',
          });
        else
          ledger.say(item, {
            verdict: 'redundant',
            code: 'RS2156',
            severity: 'info',
            message: used.has(route)
              ? `a Route that the controller made of Ingress ${owner}; what was edited on it and lasts is taken over`
              : `a Route that the controller made of Ingress ${owner}, for which that Ingress gives no Route now`,
          });
      }
    },
  };
}

function keyOf(namespace: string, ingress: string, host: string, path: string): string {
  return JSON.stringify([namespace, ingress, host, path]);
}

function owningIngress({ manifest }: Route): string | undefined {
  const { metadata } = manifest.content;
  const owners = isRecord(metadata) ? metadata.ownerReferences : undefined;
  const owner = (Array.isArray(owners) ? (owners as unknown[]) : []).find(
    (one) => isRecord(one) && one.controller === true && one.kind === 'Ingress',
  );
  return isRecord(owner) && typeof owner.name === 'string' ? owner.name : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
