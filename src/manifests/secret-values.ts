import type { CertificateNames } from '../kubernetes/object.js';
import { setOwn } from './compose-yaml.js';

/** Reads the names in a PEM certificate; undefined when it is none. Must not throw. */
export type CertificateReader = (pem: string) => CertificateNames | undefined;

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

type Content = Readonly<Record<string, unknown>>;

/** A Secret whose values are all empty. Keys stay: whether a key exists is what conversions need to know. */
export function withoutSecretValues(content: Content): Content {
  const emptied: Record<string, unknown> = { ...content };
  for (const field of ['data', 'stringData']) {
    if (Object.hasOwn(content, field)) emptied[field] = emptyValues(content[field]);
  }
  // kubectl keeps a copy of the whole object, values included, in an annotation.
  const metadata = content.metadata;
  if (isRecord(metadata)) {
    const annotations = metadata.annotations;
    if (isRecord(annotations) && Object.hasOwn(annotations, LAST_APPLIED)) {
      emptied.metadata = { ...metadata, annotations: { ...annotations, [LAST_APPLIED]: '' } };
    }
  }
  return emptied;
}

/** A Template with every Secret among its objects emptied. */
export function withoutSecretsInside(content: Content): Content {
  const objects = content.objects;
  if (!Array.isArray(objects)) return content;
  return {
    ...content,
    objects: objects.map((object: unknown) =>
      isRecord(object) && object.kind === 'Secret' ? withoutSecretValues(object) : object,
    ),
  };
}

/** What the certificate under `tls.crt` vouches for, asked before the value is dropped. */
export function certificateOf(content: Content, read: CertificateReader): CertificateNames | undefined {
  const plain = textIn(content.stringData, 'tls.crt');
  if (plain !== undefined) return read(plain);
  const encoded = textIn(content.data, 'tls.crt');
  if (encoded === undefined) return undefined;
  try {
    return read(atob(encoded.replace(/\s/g, '')));
  } catch {
    return undefined;
  }
}

function textIn(data: unknown, key: string): string | undefined {
  if (!isRecord(data) || !Object.hasOwn(data, key)) return undefined;
  const value = data[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function emptyValues(data: unknown): Record<string, string> {
  const emptied: Record<string, string> = {};
  if (isRecord(data)) for (const key of Object.keys(data)) setOwn(emptied, key, '');
  return emptied;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
