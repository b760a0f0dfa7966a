import type { ExistingGateway } from './companions.js';
import { isPortNumber } from './dns-name.js';
import { FieldReader } from './field-reader.js';
import type { InputProblem } from './input-problem.js';
import type { Manifest } from './object.js';

/** Reads a Gateway that is already there. Listeners that cannot be read are reported and left out. */
export function readGateway(manifest: Manifest, problems: InputProblem[]): ExistingGateway {
  const reader = new FieldReader(manifest, problems);
  const spec = reader.mapping(manifest.content, [], 'spec') ?? {};
  const listeners: ExistingGateway['listeners'][number][] = [];
  for (const [index, value] of (reader.list(spec, ['spec'], 'listeners') ?? []).entries()) {
    const path = ['spec', 'listeners', index];
    const listener = reader.item(value, path);
    if (listener === undefined) continue;
    const name = reader.text(listener, path, 'name');
    const port = reader.integer(listener, path, 'port');
    const protocol = reader.text(listener, path, 'protocol');
    const hostname = reader.text(listener, path, 'hostname');
    if (name === undefined || protocol === undefined || port === undefined || !isPortNumber(port)) {
      reader.report(path, 'a listener needs a name, a port and a protocol');
      continue;
    }
    listeners.push({ name, port, protocol, ...(hostname === undefined ? {} : { hostname }) });
  }
  return { manifest, meta: reader.meta(), listeners };
}
