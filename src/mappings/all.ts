import { haproxyIngress } from './haproxy-ingress.js';
import { haproxytech } from './haproxytech.js';
import { ingressNginx } from './ingress-nginx.js';
import type { ControllerSetting, ElsewhereEntry, ObsoleteEntry } from './mapping.js';
import { type FoundEntry, type MappingIndex, wholeKeys } from './mapping-index.js';
import { nearMissFinder } from './near-miss.js';
import { nginxInc } from './nginx-inc.js';
import { openshift } from './openshift.js';

/** Every mapping that comes with the program, in the order in which they are told. */
export const MAPPINGS: readonly MappingIndex[] = [ingressNginx, openshift, haproxyIngress, haproxytech, nginxInc];

/** What is known of a key, and whose it is. */
export type KnownName = { readonly index: MappingIndex } & (
  | { readonly kind: 'annotation'; readonly found: FoundEntry }
  | { readonly kind: 'obsolete'; readonly entry: ObsoleteEntry }
  | { readonly kind: 'elsewhere'; readonly entry: ElsewhereEntry }
  | { readonly kind: 'setting'; readonly entry: ControllerSetting }
);

/**
 * Everything that a name may stand for: a whole key is one thing, unless several controllers read that prefix; the part
 * behind its slash, and a whole key under a prefix that is not known, may be a key of several controllers. Of each controller,
 * annotations that it reads come instead of those that it does not.
 */
export function lookUp(asked: string, mappings: readonly MappingIndex[] = MAPPINGS): readonly KnownName[] {
  const whole = mappings.flatMap((index) => namesOf(index, (key) => wholeKeys(index.mapping, key).includes(asked)));
  if (whole.length > 0) return whole;
  const short = shortName(asked);
  return mappings.flatMap((index) => {
    const known = namesOf(index, (key) => shortName(key) === short);
    const read = known.filter(({ kind }) => kind === 'annotation');
    return read.length > 0 ? read : known;
  });
}

/** The name that a misspelt one most probably means. */
export function nearestName(asked: string, mappings: readonly MappingIndex[] = MAPPINGS): string | undefined {
  const names = mappings.flatMap((index) => namesOf(index, () => true).map((name) => shortName(keyOf(name))));
  return nearMissFinder([...new Set(names)])(shortName(asked));
}

function shortName(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

function keyOf(name: KnownName): string {
  return name.kind === 'annotation' ? (name.found.alias ?? name.found.entry.key) : name.entry.key;
}

function namesOf(index: MappingIndex, isMeant: (key: string) => boolean): KnownName[] {
  const { obsolete, elsewhere = [], settings } = index.mapping;
  const names: KnownName[] = [];
  for (const key of index.keys) {
    const found = isMeant(key) ? index.entry(key) : undefined;
    if (found !== undefined) names.push({ index, kind: 'annotation', found });
  }
  for (const entry of obsolete) if (isMeant(entry.key)) names.push({ index, kind: 'obsolete', entry });
  for (const entry of elsewhere) if (isMeant(entry.key)) names.push({ index, kind: 'elsewhere', entry });
  for (const entry of settings) if (isMeant(entry.key)) names.push({ index, kind: 'setting', entry });
  return names;
}
