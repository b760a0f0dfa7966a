import type { Manifest } from '../kubernetes/object.js';
import { type Fields, fieldsOf } from './fields.js';
import { asVersion1 } from './legacy-ingress.js';

/** An object as a model is told of it: with its namespace, and an Ingress in the shape of networking.k8s.io/v1. */
export function placed({ ref, content }: Manifest, namespace: string | undefined): Fields {
  const whole = ref.kind === 'Ingress' && ref.apiVersion !== 'networking.k8s.io/v1' ? asVersion1(content) : content;
  if (ref.namespace !== undefined || namespace === undefined) return whole;
  return { ...whole, metadata: { ...fieldsOf(whole.metadata), namespace } };
}

/** A Secret with what its certificate vouches for, in the place of the values that were left behind when it was read. */
export function placedSecret(manifest: Manifest, namespace: string | undefined): Fields {
  const content = placed(manifest, namespace);
  const names = manifest.certificate;
  if (names === undefined) return content;
  const common = names.dnsNames.length === 0 && names.commonName !== undefined ? [names.commonName] : [];
  return { ...content, cert: { sans: [...names.dnsNames, ...common] } };
}
