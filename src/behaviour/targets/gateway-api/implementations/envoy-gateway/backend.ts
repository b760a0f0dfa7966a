import type { BackendTls } from '../../backend-tls.js';
import type { Backend, InvalidBackend } from '../../backends.js';
import { referenceEnd } from '../../certificates.js';
import type { KubeObject } from '../../objects.js';
import { noSettings } from '../../plane.js';
import { type Fields, fields, items, number, optionalFields, text } from '../../reading.js';
import type { PlaneContext } from '../implementation.js';
import { envoyGroup } from './group.js';

/** Where a reference to a Backend leads; undefined when it names something else. */
export function resolveEnvoyBackend(
  reference: Fields,
  owner: KubeObject,
  context: PlaneContext,
): Backend | InvalidBackend | undefined {
  const to = referenceEnd(reference, '', 'Service', owner.namespace);
  if (to.group !== envoyGroup || to.kind !== 'Backend') return undefined;
  const object = context.objects.find(to.group, to.kind, to.namespace, to.name);
  if (!context.permits(owner, to)) return { problem: `RefNotPermitted: Backend ${to.namespace}/${to.name}` };
  if (object === undefined) return { problem: `BackendNotFound: Backend ${to.namespace}/${to.name}` };
  const endpoints = items(object.spec.endpoints).map((endpoint) => nameOf(endpoint, object, context));
  const [only] = endpoints;
  if (only === undefined) return { problem: `${object.label} has no endpoint` };
  const name = endpoints.length === 1 ? only : object.key;
  return { name, tls: tlsOf(object), protocol: undefined, settings: noSettings };
}

/** A host of the cluster is named as its Service; so is one that an ExternalName Service of the namespace stands for. */
function nameOf(endpoint: Fields, { namespace, key }: KubeObject, context: PlaneContext): string {
  const address = optionalFields(endpoint.fqdn) ?? optionalFields(endpoint.ip);
  if (address === undefined) return key;
  const host = (text(address.hostname) ?? text(address.address) ?? '').toLowerCase();
  const port = number(address.port);
  const suffix = port === undefined ? '' : `:${port}`;
  const [, service, of] = /^([^.]+)\.([^.]+)\.svc(?:\.cluster\.local)?\.?$/.exec(host) ?? [];
  if (service !== undefined && of !== undefined) return `${of}/${service}${suffix}`;
  const alias = context.objects
    .all('', 'Service')
    .filter(
      (candidate) => candidate.namespace === namespace && text(candidate.spec.externalName)?.toLowerCase() === host,
    )
    .map((candidate) => candidate.key)
    .sort()[0];
  return `${alias ?? host}${suffix}`;
}

function tlsOf({ spec }: KubeObject): BackendTls | undefined {
  const tls = optionalFields(spec.tls);
  if (tls === undefined) return undefined;
  const wellKnown = text(tls.wellKnownCACertificates);
  const fallback = text(fields(items(spec.endpoints)[0]?.fqdn).hostname) ?? '';
  return {
    hostname: text(tls.sni) ?? fallback,
    ...(wellKnown === undefined ? {} : { wellKnownCACertificates: wellKnown }),
    ...(tls.insecureSkipVerify === true ? { insecureSkipVerify: true } : {}),
  };
}
