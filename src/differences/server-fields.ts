import type { KubernetesObject } from '../conversion.js';
import { type Fields, isMapping } from './plain-values.js';

/** Metadata that the API server writes (Kubernetes API conventions, "Metadata"). */
const SERVER_METADATA: ReadonlySet<string> = new Set([
  ...['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp', 'selfLink'],
  ...['managedFields', 'deletionGracePeriodSeconds'],
]);

/** The copy that kubectl keeps of what was applied, values of Secrets included. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * An object without what only the API server or kubectl write into it. The values of a Secret stand under `data`, as the
 * server keeps them, and one without type has the server's default.
 */
export function withoutServerFields(object: KubernetesObject): KubernetesObject {
  const { status: _status, ...rest } = object as KubernetesObject & { readonly status?: unknown };
  const plain = { ...rest, metadata: metadataOf(object.metadata) };
  return object.kind === 'Secret' ? secretOf(plain) : plain;
}

function metadataOf(metadata: KubernetesObject['metadata']): KubernetesObject['metadata'] {
  const kept = Object.entries(metadata).filter(([key]) => !SERVER_METADATA.has(key));
  const { annotations, labels, ...others } = Object.fromEntries(kept) as unknown as KubernetesObject['metadata'];
  const own = Object.entries(annotations ?? {}).filter(([key]) => key !== LAST_APPLIED);
  return {
    ...others,
    // An empty mapping says as much as none.
    ...(isMapping(labels) && Object.keys(labels).length > 0 ? { labels } : {}),
    ...(own.length > 0 ? { annotations: Object.fromEntries(own) } : {}),
  };
}

function secretOf(secret: KubernetesObject): KubernetesObject {
  const { stringData, data, ...rest } = secret;
  const plain: Fields = isMapping(stringData) ? stringData : {};
  const encoded = Object.entries(plain).map(([key, value]) => [key, base64(String(value))] as const);
  const compact = Object.entries(isMapping(data) ? data : {}).map(
    ([key, value]) => [key, withoutBlanks(value)] as const,
  );
  return { type: 'Opaque', ...rest, data: Object.fromEntries([...compact, ...encoded]) };
}

function base64(text: string): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function withoutBlanks(value: unknown): string {
  return String(value).replace(/\s/g, '');
}
