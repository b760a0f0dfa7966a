import { configMapExists, type ReferenceContext } from './certificates.js';
import { byAge, gatewayGroup, type KubeObject } from './objects.js';
import { fields, items, text } from './reading.js';

/** TLS from the gateway to a backend, as a BackendTLSPolicy asks for it. */
export interface BackendTls {
  readonly hostname: string;
  /** `namespace/configmap`. */
  readonly caCertificateRefs?: readonly string[];
  readonly wellKnownCACertificates?: string;
  readonly subjectAltNames?: readonly string[];
  /** Whatever certificate the backend shows is taken for good. */
  readonly insecureSkipVerify?: true;
}

/** The policy of a Service port: TLS, clear text (undefined), or a policy that cannot be honoured. */
export type BackendTlsLookup = (
  namespace: string,
  service: string,
  portName: string | undefined,
) => BackendTls | { readonly problem: string } | undefined;

/**
 * Reads the BackendTLSPolicies. They act on Services of their own namespace; one that names a port (sectionName) beats one
 * for the whole Service; of several for the same target the oldest counts.
 */
export function readBackendTls(context: ReferenceContext): BackendTlsLookup {
  const winners = new Map<string, KubeObject>();
  for (const policy of [...context.objects.all(gatewayGroup, 'BackendTLSPolicy')].sort(byAge)) {
    for (const target of items(policy.spec.targetRefs)) {
      if ((text(target.group) ?? '') !== '' || text(target.kind) !== 'Service') continue;
      const key = targetKey(policy.namespace, text(target.name) ?? '', text(target.sectionName));
      if (!winners.has(key)) winners.set(key, policy);
    }
  }
  const read = new Map<KubeObject, BackendTls | { readonly problem: string }>();
  return (namespace, service, portName) => {
    const policy =
      (portName === undefined ? undefined : winners.get(targetKey(namespace, service, portName))) ??
      winners.get(targetKey(namespace, service, undefined));
    if (policy === undefined) return undefined;
    const known = read.get(policy) ?? readPolicy(policy, context);
    read.set(policy, known);
    return known;
  };
}

function targetKey(namespace: string, service: string, section: string | undefined): string {
  return `${namespace}/${service}/${section ?? ''}`;
}

function readPolicy(policy: KubeObject, context: ReferenceContext): BackendTls | { readonly problem: string } {
  const validation = fields(policy.spec.validation);
  const hostname = text(validation.hostname) ?? '';
  const names = items(validation.subjectAltNames).flatMap((name) => text(name.hostname) ?? text(name.uri) ?? []);
  const alternative = names.length > 0 ? { subjectAltNames: names } : {};
  const wellKnown = text(validation.wellKnownCACertificates);
  if (wellKnown !== undefined) return { hostname, wellKnownCACertificates: wellKnown, ...alternative };
  // References are local: a policy cannot use another namespace's ConfigMap.
  const authorities = items(validation.caCertificateRefs)
    .filter((reference) => (text(reference.group) ?? '') === '' && text(reference.kind) === 'ConfigMap')
    .map((reference) => ({ namespace: policy.namespace, name: text(reference.name) ?? '' }))
    .filter((to) => configMapExists(to, context));
  if (authorities.length === 0) return { problem: `${policy.label}: NoValidCACertificate` };
  return { hostname, caCertificateRefs: authorities.map((to) => `${to.namespace}/${to.name}`), ...alternative };
}
