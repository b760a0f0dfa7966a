import type { Service, ServicePortSpec } from './companions.js';
import { isPortNumber } from './dns-name.js';
import { FieldReader, type Fields } from './field-reader.js';
import type { InputProblem } from './input-problem.js';
import type { FieldPath, Manifest } from './object.js';

/** Reads a Service. Ports that cannot be read are reported and left out. */
export function readService(manifest: Manifest, problems: InputProblem[]): Service {
  const reader = new FieldReader(manifest, problems);
  const spec = reader.mapping(manifest.content, [], 'spec') ?? {};
  const at: FieldPath = ['spec'];
  const clusterIP = reader.text(spec, at, 'clusterIP');
  const externalName = reader.text(spec, at, 'externalName');
  const ports: ServicePortSpec[] = [];
  for (const [index, value] of (reader.list(spec, at, 'ports') ?? []).entries()) {
    const path = [...at, 'ports', index];
    const port = reader.item(value, path);
    const read = port === undefined ? undefined : readPort(reader, port, path);
    if (read !== undefined) ports.push(read);
  }
  return {
    manifest,
    meta: reader.meta(),
    // What the API server fills in.
    type: reader.text(spec, at, 'type') ?? 'ClusterIP',
    ...(clusterIP === undefined ? {} : { clusterIP }),
    ...(externalName === undefined ? {} : { externalName }),
    ports,
  };
}

function readPort(reader: FieldReader, fields: Fields, path: FieldPath): ServicePortSpec | undefined {
  const port = reader.integer(fields, path, 'port');
  if (port === undefined || !isPortNumber(port)) {
    if (port !== undefined || !('port' in fields)) reader.report(path, 'needs a port number (1 to 65535)');
    return undefined;
  }
  const name = reader.text(fields, path, 'name');
  const appProtocol = reader.text(fields, path, 'appProtocol');
  const protocol = reader.text(fields, path, 'protocol');
  const target = fields.targetPort;
  const isTarget = typeof target === 'number' || (typeof target === 'string' && target !== '');
  return {
    ...(name === undefined ? {} : { name }),
    port,
    // Left out, it is the port itself (k8s.io/api core/v1 ServicePort).
    targetPort: isTarget ? String(target) : String(port),
    ...(appProtocol === undefined ? {} : { appProtocol }),
    ...(protocol === undefined || protocol === 'TCP' ? {} : { protocol }),
  };
}
