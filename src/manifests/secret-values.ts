import type { CertificateNames, KeyPair } from '../kubernetes/object.js';
import { setOwn } from '../kubernetes/set-own.js';
import { holdsStandIn } from '../kubernetes/stand-ins.js';
import { type PasswordFile, passwordFileOf } from './password-files.js';

/** Reads the names in a PEM certificate; undefined when it is none. Must not throw. */
export type CertificateReader = (pem: string) => CertificateNames | undefined;

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

type Content = Readonly<Record<string, unknown>>;

/** The kubectl copy of an object, values included, emptied. */
function withoutLastApplied(metadata: unknown): unknown {
  if (!isRecord(metadata)) return metadata;
  const { annotations } = metadata;
  if (!isRecord(annotations) || !Object.hasOwn(annotations, LAST_APPLIED)) return metadata;
  return { ...metadata, annotations: { ...annotations, [LAST_APPLIED]: '' } };
}

/** A Secret whose values are all empty. Keys stay: whether a key exists is what conversions need to know. */
export function withoutSecretValues(content: Content): Content {
  const emptied: Record<string, unknown> = { ...content };
  for (const field of ['data', 'stringData']) {
    if (Object.hasOwn(content, field)) emptied[field] = emptyValues(content[field]);
  }
  // kubectl keeps a copy of the whole object, values included, in an annotation.
  if (Object.hasOwn(content, 'metadata')) emptied.metadata = withoutLastApplied(content.metadata);
  return emptied;
}

/** A Template with the Secrets and the keys of Routes among its objects emptied. */
export function withoutSecretsInside(content: Content): Content {
  const objects = content.objects;
  if (!Array.isArray(objects)) return content;
  return {
    ...content,
    objects: objects.map((object: unknown) =>
      !isRecord(object)
        ? object
        : object.kind === 'Secret'
          ? withoutSecretValues(object)
          : object.kind === 'Route'
            ? withoutRouteKey(object)
            : object,
    ),
  };
}

/** A block of PEM that is a private key; Routes may hold theirs in the field of the certificate, too. */
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;

/** Stands where a private key was: whether there is one decides whether a router serves the Route. */
const EMPTY_KEY = '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n';

/** A Route whose private key is an empty block of PEM, wherever it was written. */
export function withoutRouteKey(content: Content): Content {
  const { spec } = content;
  const emptied: Record<string, unknown> = { ...content };
  if (Object.hasOwn(content, 'metadata')) emptied.metadata = withoutLastApplied(content.metadata);
  if (!isRecord(spec) || !isRecord(spec.tls)) return emptied;
  const tls: Record<string, unknown> = { ...spec.tls };
  if (Object.hasOwn(tls, 'key')) tls.key = typeof tls.key === 'string' && tls.key.trim() !== '' ? EMPTY_KEY : '';
  for (const field of ['certificate', 'caCertificate', 'destinationCACertificate']) {
    const value = tls[field];
    if (typeof value === 'string') tls[field] = value.replace(PRIVATE_KEY, EMPTY_KEY);
  }
  emptied.spec = { ...spec, tls };
  return emptied;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\sA-Za-z0-9+/=]*-----END CERTIFICATE-----/g;

/** What the certificate of a Route vouches for. */
export function certificateOfRoute(content: Content, read: CertificateReader): CertificateNames | undefined {
  const certificate = isRecord(content.spec) ? textIn(content.spec.tls, 'certificate') : undefined;
  return certificate === undefined ? undefined : read(certificate);
}

/** The certificate of a Route, its chain behind it, with its key; undefined without either. */
export function keyPairOfRoute(content: Content): KeyPair | undefined {
  const tls = isRecord(content.spec) ? content.spec.tls : undefined;
  const certificate = textIn(tls, 'certificate');
  // The router finds the key in the field of the certificate, too (extended validation of openshift/router).
  const key = textIn(tls, 'key') ?? certificate?.match(PRIVATE_KEY)?.[0];
  if (certificate === undefined || key === undefined) return undefined;
  const chain = [certificate.replace(PRIVATE_KEY, ''), textIn(tls, 'caCertificate') ?? ''];
  const blocks = chain.map((block) => block.trim()).filter((block) => block !== '');
  return { certificate: `${blocks.join('\n')}\n`, key: `${key.trim()}\n` };
}

/** The certificate and the key of a Secret; undefined without either. */
export function keyPairOfSecret(content: Content): KeyPair | undefined {
  const certificate = decoded(content, 'tls.crt');
  const key = decoded(content, 'tls.key');
  return certificate === undefined || key === undefined ? undefined : { certificate, key };
}

/** The certificates of a Secret by key, for what has to repeat them; nothing but certificates is taken out of a value. */
export function certificatesOfSecret(content: Content): Readonly<Record<string, string>> | undefined {
  const found: Record<string, string> = {};
  for (const key of ['tls.crt', 'ca.crt']) {
    const blocks = decoded(content, key)?.match(CERTIFICATE);
    if (blocks != null) found[key] = `${blocks.join('\n')}\n`;
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

/** The users of a Secret; undefined where it holds no text. */
export function usersOfSecret(content: Content): PasswordFile | undefined {
  if (content.type === 'kubernetes.io/tls') return undefined;
  const values = new Map<string, string>();
  for (const data of [content.data, content.stringData]) {
    for (const key of isRecord(data) ? Object.keys(data) : []) {
      const value = decoded(content, key);
      // What a parameter will be is not known yet.
      if (value !== undefined && !holdsStandIn(value)) values.set(key, value);
    }
  }
  return passwordFileOf(values);
}

/** What the certificate under `tls.crt` vouches for, asked before the value is dropped. */
export function certificateOf(content: Content, read: CertificateReader): CertificateNames | undefined {
  const certificate = decoded(content, 'tls.crt');
  return certificate === undefined ? undefined : read(certificate);
}

/** A value of a Secret as plain text; `stringData` wins over `data`, as at the API server. */
function decoded(content: Content, key: string): string | undefined {
  const plain = textIn(content.stringData, key);
  if (plain !== undefined) return plain;
  const encoded = textIn(content.data, key);
  if (encoded === undefined) return undefined;
  try {
    return atob(encoded.replace(/\s/g, ''));
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
