import type { Inventory } from '../../kubernetes/inventory.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { TrafficModel } from '../../model/traffic.js';
import type { ConvertOptions } from '../../options.js';
import type { Understanding } from '../understanding.js';
import { originate } from './originate.js';
import { sayOtherAnnotation } from './other-annotations.js';
import { ROUTER_KEYS } from './router-annotations.js';
import { routeTraffic } from './traffic.js';
import { sayUnknownFields } from './unknown-fields.js';

/** Routes that are written as Routes need no model of their traffic. */
const NO_TRAFFIC: TrafficModel = { hosts: [], passthroughs: [] };
const KNOWN: ReadonlySet<string> = new Set(ROUTER_KEYS);

/** Reads the Routes of the input as OpenShift's router does. Ingresses among them are not read, and are said not to be. */
export function understandRoutes(inventory: Inventory, options: ConvertOptions, ledger: Ledger): Understanding {
  const toRoutes = options.to === 'openshift-route';
  const routes = inventory.routes.map((route) => originate(route, options, ledger));
  for (const { annotations, route } of routes) {
    // On another Route each of them stands as it is, and that target says what it means there.
    if (!toRoutes) for (const [key, item] of annotations) if (!KNOWN.has(key)) sayOtherAnnotation(key, item, ledger);
    sayUnknownFields(route, ledger);
  }
  for (const { manifest } of inventory.ingresses) {
    ledger.say(ledger.openField(manifest, []), {
      verdict: 'manual',
      code: 'RS0325',
      message: 'Ingress objects are not converted by a run that reads Routes',
      next: 'Pass --from openshift-ingress, or --from ingress-nginx, for the Ingresses.',
    });
  }
  return {
    model: toRoutes ? NO_TRAFFIC : routeTraffic(routes, inventory, options, ledger),
    routes,
    declared: [],
    sweep: () => {},
  };
}
