import type { Remark } from '../../ledger/verdict.js';
import type { Traced } from '../../model/traced.js';
import { DESTINATION_CA } from './annotations.js';
import type { Context, ManagedIngress } from './managed-ingress.js';

const NONE: Traced<string> = { value: '', from: [] };
const TYPES = ['kubernetes.io/tls', 'Opaque'];

/**
 * The CA by which the router verifies the pods of a reencrypt Route: `tls.crt` of the Secret that the annotation names
 * (reference §1.6, destinationCACertificateForIngress). What is wrong about it the controller passes over in silence.
 */
export function destinationCaOf(
  { annotations, namespace }: ManagedIngress,
  { ledger, secretOf }: Context,
): Traced<string> {
  const { destinationCa } = annotations;
  if (destinationCa === undefined) return NONE;
  const { value: name, from } = destinationCa;
  const say = (remark: Omit<Remark, 'code'>): Traced<string> => {
    ledger.sayAll(from, { ...remark, code: 'RS2148' });
    return NONE;
  };
  if (name === '') return say({ verdict: 'redundant', severity: 'info', message: 'an empty value counts as absent' });
  const secret = secretOf(namespace, name);
  if (secret === undefined)
    return say({
      verdict: 'manual',
      severity: 'error',
      message: `Secret ${name} is not in the input, so the CA that verifies the pods is not known here`,
      next: 'Convert together with the Secret. Without its CA the pods are verified by the service CA of the cluster, and others answer 503.',
    });
  const fault = !TYPES.includes(secret.type)
    ? `its type is ${secret.type} instead of ${TYPES.join(' or ')}`
    : secret.keys.includes('tls.crt')
      ? undefined
      : 'it has no key tls.crt (ca.crt is not read)';
  if (fault !== undefined)
    return say({
      verdict: 'invalid',
      severity: 'warning',
      message: `the controller passes over Secret ${name} in silence, because ${fault}: pods are verified by the service CA of the cluster`,
      next: 'Correct the Secret if its CA is meant; pods with another CA are not reached today.',
    });
  const pem = secret.manifest.certificates?.['tls.crt'];
  if (pem !== undefined) return { value: pem, from };
  return say({
    verdict: 'manual',
    severity: 'error',
    message: `tls.crt of Secret ${name} holds no certificate that could be read; it is taken to be blanked out here only`,
    next: 'Convert together with the real Secret, or write its CA into the result.',
  });
}

/** Says of the annotation that it acts on reencrypt Routes alone, where the Ingress has none. */
export function sayUnusedDestinationCa({ annotations }: ManagedIngress, { ledger }: Context): void {
  for (const item of annotations.destinationCa?.from ?? []) {
    if (!ledger.isSilent(item)) continue;
    const message = `${DESTINATION_CA} is read for reencrypt Routes alone, and this Ingress has none`;
    ledger.say(item, { verdict: 'redundant', code: 'RS0309', message });
  }
}
