import type { Conversion } from '../conversion.js';
import type { Manifest } from '../kubernetes/object.js';
import { shortHash } from '../kubernetes/short-hash.js';
import { referencesIn, type TemplateReferences, type Wording } from '../kubernetes/template-references.js';

/** Manifests for the models of the data planes, and the way between their words and the references that people write. */
export interface Shortened extends TemplateReferences {
  readonly manifests: readonly Manifest[];
  /** A conversion with the words of the manifests. */
  readonly conversion: Conversion;
}

const SHORT: Wording = { wordOf: (_name, index) => `rsp${index}z`, pattern: /rsp[0-9]{1,9}z/ };

/**
 * Manifests and what was made of them with short words for the parameters of Templates that have no value: the models refuse names that are too
 * long, and how long these are going to be nobody knows. Undefined where there are no such parameters.
 */
export function withShortWords(manifests: readonly Manifest[], conversion: Conversion): Shortened | undefined {
  const standIns = referencesIn(manifests);
  const references = referencesIn(manifests, SHORT);
  if (standIns === undefined || references === undefined) return undefined;
  const shortened = <T>(data: T): T => withValues(references.replaced(standIns.restored(data)));
  return {
    ...references,
    conversion: withValues(references.replaced(conversion)),
    manifests: manifests.map((manifest) => ({
      ref: shortened(manifest.ref),
      source: manifest.source,
      content: shortened(manifest.content),
      certificate: manifest.certificate,
      certificates: manifest.certificates,
      locate: (path) => manifest.locate(path),
    })),
  };
}

const WHOLE = /^\$\{\{([a-zA-Z0-9_]+)\}\}$/;

/** Ports of pods and certificates that are parameters, as something that the models take for one. */
function withValues<T>(data: T): T {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (value instanceof Map || typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, modelled(key, inner) ?? visit(inner)]));
  };
  return visit(data) as T;
}

const CERTIFICATES: ReadonlySet<string> = new Set([
  'certificate',
  'caCertificate',
  'destinationCACertificate',
  'ca.crt',
]);
const CERTIFICATE =
  '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n';

function modelled(key: string, value: unknown): string | number | undefined {
  if (typeof value !== 'string') return undefined;
  if (CERTIFICATES.has(key) && SHORT.pattern.test(value)) return CERTIFICATE;
  // The same parameter is the same number.
  const name = key === 'targetPort' ? WHOLE.exec(value)?.[1] : undefined;
  return name === undefined ? undefined : 1 + (Number.parseInt(shortHash(name), 16) % 65_535);
}
