import { controllingIngress } from '../../kubernetes/controlling-ingress.js';
import type { Inventory } from '../../kubernetes/inventory.js';
import type { Route } from '../../kubernetes/route.js';
import type { FindingCode } from '../../ledger/catalogue.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { Remark } from '../../ledger/verdict.js';
import type { ManagedIngress } from './managed-ingress.js';

/** The Routes that the controller made, as far as the input has them. */
export interface LiveRoutes {
  readonly find: (managed: ManagedIngress, host: string, path: string) => Route | undefined;
  /** Says of every Route of the input what became of it, but for those that are converted besides. */
  readonly say: (managed: readonly ManagedIngress[], besides: ReadonlySet<Route>, ledger: Ledger) => void;
  /** Those that none of these Ingresses made: the router serves them as they are. */
  readonly besides: (managed: readonly ManagedIngress[]) => Route[];
}

/**
 * A Route belongs to an Ingress when its controlling owner is of kind Ingress and has its name (reference §1.3). What somebody
 * edited on it and the controller keeps (§1.8: weight, insecure policy, destination CA) is what is served today.
 */
export function liveRoutes({ routes }: Inventory, defaultNamespace: string | undefined): LiveRoutes {
  const namespaceOf = ({ meta }: Route): string => meta.namespace ?? defaultNamespace ?? 'default';
  const owned = new Map<string, Route>();
  const owners = new Map<Route, string>();
  for (const route of routes) {
    const owner = controllingIngress(route.manifest);
    if (owner === undefined) continue;
    owners.set(route, owner);
    const key = keyOf(namespaceOf(route), owner, route.host, route.path);
    if (!owned.has(key)) owned.set(key, route);
  }
  const used = new Set<Route>();
  return {
    find({ ingress, namespace }, host, path) {
      const key = keyOf(namespace, ingress.meta.name, host, path);
      const found = owned.get(key);
      if (found !== undefined) used.add(found);
      // It stands for one path only, whatever else asks for the same.
      owned.delete(key);
      return found;
    },
    besides(managed) {
      const kept = keysOf(managed);
      return routes.filter((route) => !kept.has(`${namespaceOf(route)}/${owners.get(route) ?? ''}`));
    },
    say(managed, besides, ledger) {
      const kept = keysOf(managed);
      for (const route of routes) {
        if (besides.has(route)) continue;
        const owner = owners.get(route);
        const namespace = namespaceOf(route);
        const remark =
          owner === undefined
            ? OTHER
            : kept.has(`${namespace}/${owner}`)
              ? keptUp(owner, route, used.has(route))
              : leftBehind(owner);
        ledger.say(ledger.openField(route.manifest, []), remark);
      }
    },
  };
}

function keysOf(managed: readonly ManagedIngress[]): Set<string> {
  return new Set(managed.map(({ namespace, ingress }) => `${namespace}/${ingress.meta.name}`));
}

type Said = Remark & { readonly code: FindingCode };

const OTHER: Said = {
  verdict: 'manual',
  code: 'RS0325',
  message: 'Routes are not converted in this run, which reads Ingresses',
  next: 'Pass --from openshift-route to convert Routes.',
};

function keptUp(ingress: string, route: Route, isUsed: boolean): Said {
  const lasting = lastingEdits(route);
  const taken = lasting.length === 0 ? '' : `; the controller keeps its ${lasting.join(', ')}, and so does the output`;
  const message = isUsed
    ? `a Route that the controller made of Ingress ${ingress}${taken}`
    : `a Route that the controller made of Ingress ${ingress}, and that it deletes: that Ingress gives no such Route now`;
  return { verdict: 'redundant', code: 'RS2156', severity: 'info', message };
}

/** What the controller leaves as it is although it would make it otherwise (reference §1.8). */
function lastingEdits({ to, tls }: Route): string[] {
  return [
    ...(to.weight === 100 ? [] : [`weight ${to.weight}`]),
    ...(tls === undefined || tls.insecure === 'Redirect' ? [] : [`insecureEdgeTerminationPolicy ${tls.insecure}`]),
    ...((tls?.destinationCaCertificate ?? '') === '' ? [] : ['destinationCACertificate']),
  ];
}

/** Reference §1.1: an Ingress that stops being managed keeps its Routes. */
function leftBehind(ingress: string): Said {
  return {
    verdict: 'manual',
    code: 'RS2156',
    severity: 'warning',
    message: `a Route that the controller made of Ingress ${ingress}, which is not in the input or is not managed: it is served as it is, and nothing was made of it`,
    next: `Convert together with Ingress ${ingress}, or convert the Route with --from openshift-route; delete it if it was left behind.`,
  };
}

function keyOf(namespace: string, ingress: string, host: string, path: string): string {
  return JSON.stringify([namespace, ingress, host, path]);
}
