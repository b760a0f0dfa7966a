import { takeInventory } from '../kubernetes/inventory.js';
import type { Manifest } from '../kubernetes/object.js';
import { readsForOne } from '../options.js';
import { Servers } from '../sorting/serving.js';
import type { AuditOptions } from './candidates.js';

/** Answers which controller serves an object, as far as the options decide it; what it refuses, the conversion says. */
export function serversOf(
  manifests: readonly Manifest[],
  options: AuditOptions,
): (manifest: Manifest) => string | undefined {
  if (readsForOne(options)) return () => options.from;
  const inventory = takeInventory(manifests, [], { routes: true, router: true });
  const servers = new Servers(inventory, options);
  const controllers = new Map<Manifest, string>(inventory.routes.map(({ manifest }) => [manifest, 'openshift-route']));
  for (const ingress of inventory.ingresses) {
    const serving = servers.of(ingress);
    if (serving.served) controllers.set(ingress.manifest, serving.controller);
  }
  return (manifest) => controllers.get(manifest);
}
