import type { Guard } from '../../outcome.js';
import type { Permission } from './grants.js';
import { gatewayGroup, type KubeObject, type ObjectSet } from './objects.js';
import { type Fields, fields, items, number, optionalFields, stringMap, text } from './reading.js';

/** What deciding about Secrets and ConfigMaps needs to know. */
export interface ReferenceContext {
  readonly objects: ObjectSet;
  readonly permits: Permission;
  readonly assumeSecretsExist: boolean;
  readonly assumeConfigMapsExist: boolean;
}

export type Certificate =
  | { readonly certificate: string | null }
  | { readonly problem: 'RefNotPermitted' | 'InvalidCertificateRef' };

/**
 * The certificate a TLS listener shows: the first reference that resolves. Which of several certificates is shown is up to
 * the implementation; a listener without any that resolves is not programmed.
 */
export function listenerCertificate(
  owner: KubeObject,
  tls: Fields | undefined,
  context: ReferenceContext,
): Certificate {
  const references = items(tls?.certificateRefs);
  if (references.length === 0) {
    // Options alone are admitted: they tell an implementation how to come by a certificate of its own.
    return stringMap(tls?.options).size > 0 ? { certificate: 'default' } : { problem: 'InvalidCertificateRef' };
  }
  let problem: 'RefNotPermitted' | 'InvalidCertificateRef' = 'InvalidCertificateRef';
  for (const reference of references) {
    const to = referenceEnd(reference, '', 'Secret', owner.namespace);
    if (to.group !== '' || to.kind !== 'Secret') continue;
    if (!context.permits({ group: gatewayGroup, kind: owner.kind, namespace: owner.namespace }, to)) {
      problem = 'RefNotPermitted';
      continue;
    }
    const secret = context.objects.find('', 'Secret', to.namespace, to.name);
    if (secret === undefined ? context.assumeSecretsExist : isTlsSecret(secret)) {
      return { certificate: `${to.namespace}/${to.name}` };
    }
  }
  return { problem };
}

function isTlsSecret(secret: KubeObject): boolean {
  const type = text(secret.content.type);
  return type === undefined || type === 'kubernetes.io/tls';
}

/**
 * What `spec.tls.frontend` of a Gateway asks of clients on an HTTPS port: a guard, nothing, or the reason why the port's
 * HTTPS listeners are not accepted. An entry of `perPort` replaces the default (GEP-91).
 */
export function clientValidation(
  gateway: KubeObject,
  port: number,
  context: ReferenceContext,
): Guard | { readonly problem: string } | undefined {
  const frontend = optionalFields(fields(gateway.spec.tls).frontend);
  if (frontend === undefined) return undefined;
  const own = items(frontend.perPort).find((entry) => number(entry.port) === port);
  const validation = optionalFields(fields(own === undefined ? frontend.default : own.tls).validation);
  if (validation === undefined) return undefined;
  const authorities: string[] = [];
  for (const reference of items(validation.caCertificateRefs)) {
    const to = referenceEnd(reference, '', '', gateway.namespace);
    if (to.group !== '' || to.kind !== 'ConfigMap') continue;
    if (!context.permits({ group: gatewayGroup, kind: 'Gateway', namespace: gateway.namespace }, to)) continue;
    if (!configMapExists(to, context)) continue;
    authorities.push(`${to.namespace}/${to.name}`);
  }
  if (authorities.length === 0) return { problem: 'NoValidCACertificate' };
  const mode = text(validation.mode) ?? 'AllowValidOnly';
  return { kind: 'client-certificate', parameters: { mode, authorities } };
}

/** Whether a ConfigMap is among the objects or may be taken for granted. */
export function configMapExists(to: { namespace: string; name: string }, context: ReferenceContext): boolean {
  return context.assumeConfigMapsExist || context.objects.find('', 'ConfigMap', to.namespace, to.name) !== undefined;
}

/** An object reference with its defaults filled in. */
export function referenceEnd(
  reference: Fields,
  group: string,
  kind: string,
  namespace: string,
): { group: string; kind: string; namespace: string; name: string } {
  return {
    group: text(reference.group) ?? group,
    kind: text(reference.kind) ?? kind,
    namespace: text(reference.namespace) ?? namespace,
    name: text(reference.name) ?? '',
  };
}
