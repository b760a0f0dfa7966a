import { takeInventory } from '../kubernetes/inventory.js';
import type { Manifest } from '../kubernetes/object.js';
import { readsForOne } from '../options.js';
import { Servers } from '../sorting/serving.js';
import type { AuditedInput } from './candidates.js';

/** Answers which controller serves an object, as far as the options decide it; what it refuses, the conversion says. */
export function serversOf(inputs: readonly AuditedInput[]): (manifest: Manifest) => string | undefined {
  const controllers = new Map(inputs.flatMap((one) => [...controllersIn(one)]));
  return (manifest) => controllers.get(manifest);
}

function* controllersIn({ input, options }: AuditedInput): Generator<[Manifest, string]> {
  if (readsForOne(options)) {
    for (const manifest of input.manifests) yield [manifest, options.from];
    return;
  }
  const inventory = takeInventory(input.manifests, [], { routes: true, router: true });
  for (const { manifest } of inventory.routes) yield [manifest, 'openshift-route'];
  const servers = new Servers(inventory, options);
  for (const ingress of inventory.ingresses) {
    const serving = servers.of(ingress);
    if (serving.served) yield [ingress.manifest, serving.controller];
  }
}
