import type { Manifest } from '../kubernetes/object.js';
import { shortHash } from '../kubernetes/short-hash.js';
import { referencesIn, type TemplateReferences, type Wording } from '../kubernetes/template-references.js';

/** Manifests for the models of the data planes, and the way between their words and the references that people write. */
export interface Shortened extends TemplateReferences {
  readonly manifests: readonly Manifest[];
}

const SHORT: Wording = { wordOf: (_name, index) => `rsp${index}z`, pattern: /rsp[0-9]{1,9}z/ };

/**
 * The manifests with short words for the parameters of Templates that have no value: the models refuse names that are too
 * long, and how long these are going to be nobody knows. Undefined where there are no such parameters.
 */
export function withShortWords(manifests: readonly Manifest[]): Shortened | undefined {
  const standIns = referencesIn(manifests);
  const references = referencesIn(manifests, SHORT);
  if (standIns === undefined || references === undefined) return undefined;
  const replaced = <T>(data: T): T => withPorts(references.replaced(data));
  const shortened = <T>(data: T): T => replaced(standIns.restored(data));
  return {
    restored: references.restored,
    replaced,
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

/** The ports of pods that are parameters as a whole, `${{PORT}}`: the same parameter is the same number. */
function withPorts<T>(data: T): T {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (value instanceof Map || typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, portOf(key, inner) ?? visit(inner)]));
  };
  return visit(data) as T;
}

function portOf(key: string, value: unknown): number | undefined {
  const [, name] = (key === 'targetPort' && typeof value === 'string' && WHOLE.exec(value)) || [];
  return name === undefined ? undefined : 1 + (Number.parseInt(shortHash(name), 16) % 65_535);
}
