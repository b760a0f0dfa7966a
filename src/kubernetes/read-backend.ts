import { isDnsLabel, isPortName, isPortNumber } from './dns-name.js';
import { type FieldReader, type Fields, has } from './field-reader.js';
import type { FieldWay } from './field-way.js';
import type { IngressBackend, ServicePort } from './ingress.js';
import { holdsStandIn } from './stand-ins.js';

/**
 * Reads an Ingress backend by the rules of the API server (pkg/apis/networking/validation, validateIngressBackend):
 * exactly one of service and resource, a port that is exactly one of name and number.
 *
 * @param legacy true for v1beta1, which has `serviceName` and `servicePort` instead of `service`
 * @returns undefined, after a report, when there is no usable backend
 */
export function readBackend(
  reader: FieldReader,
  backend: Fields,
  path: FieldWay,
  legacy: boolean,
): IngressBackend | undefined {
  const isOfOtherVersion = legacy
    ? has(backend, 'service')
    : has(backend, 'serviceName') || has(backend, 'servicePort');
  if (isOfOtherVersion) {
    const fields = legacy ? 'service is a field of v1' : 'serviceName and servicePort are fields of v1beta1';
    reader.report(path, `${fields}, not of the apiVersion of this object`, 'Use the fields of the apiVersion.');
    return undefined;
  }
  const hasService = legacy ? has(backend, 'serviceName') : has(backend, 'service');
  if (has(backend, 'resource')) {
    if (!hasService) return readResource(reader, backend, path);
    reader.report(path, 'has both a service and a resource');
    return undefined;
  }
  if (!hasService) {
    reader.report(path, 'has neither a service nor a resource');
    return undefined;
  }
  return legacy ? readLegacyService(reader, backend, path) : readService(reader, backend, path);
}

function readResource(reader: FieldReader, backend: Fields, path: FieldWay): IngressBackend | undefined {
  const resource = reader.mapping(backend, path, 'resource');
  if (resource === undefined) return undefined;
  const at = path.to('resource');
  const resourceKind = reader.text(resource, at, 'kind');
  const name = reader.text(resource, at, 'name');
  const apiGroup = reader.text(resource, at, 'apiGroup');
  if (resourceKind === undefined || name === undefined) {
    reader.report(at, 'needs a kind and a name');
    return undefined;
  }
  return { kind: 'resource', resourceKind, name, ...(apiGroup === undefined ? {} : { apiGroup }) };
}

function readService(reader: FieldReader, backend: Fields, path: FieldWay): IngressBackend | undefined {
  const service = reader.mapping(backend, path, 'service');
  if (service === undefined) return undefined;
  const at = path.to('service');
  const name = readServiceName(reader, service, at, 'name');
  if (name === undefined) return undefined;
  const portFields = reader.mapping(service, at, 'port');
  const portAt = at.to('port');
  if (portFields === undefined) {
    if (!has(service, 'port')) reader.report(at, 'needs a port');
    return undefined;
  }
  if (has(portFields, 'name') === has(portFields, 'number')) {
    reader.report(portAt, has(portFields, 'name') ? 'has both a name and a number' : 'needs a name or a number');
    return undefined;
  }
  const number = reader.integer(portFields, portAt, 'number');
  const portName = reader.text(portFields, portAt, 'name');
  const port = checkedPort(reader, number ?? portName, portAt.to(number === undefined ? 'name' : 'number'));
  return port === undefined ? undefined : { kind: 'service', name, port };
}

function readLegacyService(reader: FieldReader, backend: Fields, path: FieldWay): IngressBackend | undefined {
  const name = readServiceName(reader, backend, path, 'serviceName');
  if (name === undefined) return undefined;
  const port = backend.servicePort;
  const at = path.to('servicePort');
  if (typeof port === 'number' || typeof port === 'string') {
    const checked = checkedPort(reader, port, at);
    return checked === undefined ? undefined : { kind: 'service', name, port: checked };
  }
  reader.report(at, 'expected a port number or a port name');
  return undefined;
}

function readServiceName(reader: FieldReader, parent: Fields, path: FieldWay, key: string): string | undefined {
  const name = reader.text(parent, path, key);
  if (name === undefined) {
    if (!has(parent, key) || parent[key] === '') reader.report(path, `needs a ${key}`);
    return undefined;
  }
  if (isDnsLabel(name)) return name;
  reader.report(path.to(key), `is no name that a Service can have${templateHint(name)}`);
  return undefined;
}

function checkedPort(reader: FieldReader, port: string | number | undefined, path: FieldWay): ServicePort | undefined {
  if (typeof port === 'number') {
    if (isPortNumber(port)) return { number: port };
    reader.report(path, 'is no port number (1 to 65535)');
  } else if (port !== undefined) {
    if (isPortName(port)) return { name: port };
    const hint = /^\d+$/.test(port) ? '; a number must not stand in quotes' : templateHint(port);
    reader.report(path, `is no name that a port can have${hint}`);
  }
  return undefined;
}

/** A word for those who passed a template whose placeholders happen to be valid YAML. */
export function templateHint(text: string): string {
  if (holdsStandIn(text)) return ': it holds a parameter of a Template that has no value';
  return /\{\{|\$\{|\{%/.test(text) ? ': it holds a placeholder of a template, which has to be rendered first' : '';
}
