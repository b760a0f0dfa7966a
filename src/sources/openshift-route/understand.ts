import type { Inventory } from '../../kubernetes/inventory.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { OriginatedRoute } from '../../model/originated-route.js';
import type { TrafficModel } from '../../model/traffic.js';
import type { ConvertOptions } from '../../options.js';
import { carriersAmong } from '../served-ingress.js';
import type { Understanding } from '../understanding.js';
import { originate } from './originate.js';
import { routeTraffic } from './traffic.js';
import { sayUnknownFields } from './unknown-fields.js';

/** Reads the Routes of the input as OpenShift's router does. Ingresses among them are not read, and are said not to be. */
export function understandRoutes(inventory: Inventory, options: ConvertOptions, ledger: Ledger): Understanding {
  const routes = inventory.routes.map((route) => originate(route, options, ledger));
  for (const { route } of routes) sayUnknownFields(route, ledger);
  for (const { manifest } of inventory.ingresses) {
    ledger.say(ledger.openField(manifest, []), {
      verdict: 'manual',
      code: 'RS0325',
      message: 'Ingress objects are not converted by a run that reads Routes',
      next: 'Pass --from openshift-ingress, or --from ingress-nginx, for the Ingresses.',
    });
  }
  return { model: modelOf(routes, inventory, options, ledger), routes, declared: [], sweep: () => {} };
}

/** What the Routes do; where they are written again as Routes, nobody asks. */
function modelOf(
  routes: readonly OriginatedRoute[],
  inventory: Inventory,
  options: ConvertOptions,
  ledger: Ledger,
): TrafficModel {
  switch (options.to) {
    case 'openshift-route':
      return { hosts: [], passthroughs: [] };
    case 'gateway-api':
      return { ...routeTraffic(routes, inventory, options, ledger), carriers: carriersAmong(routes) };
  }
}
