import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Verdict } from '../../src/ledger/verdict.js';
import { ingressNginx } from '../../src/mappings/ingress-nginx.js';
import { PROFILES, type Profile } from '../../src/profile.js';
import { annotationItem, convertSample } from '../mappings/sample-ingress.js';
import { ARGUED } from './argued.js';

const REFERENCE = '../shared/reference/implementation-policies.yaml';

type Fidelity = 'exact' | 'approximate' | 'none';

interface Capability {
  readonly source_annotations: readonly string[];
  readonly targets: Readonly<
    Record<
      string,
      {
        readonly fidelity: Fidelity;
        readonly mechanism?: string;
        readonly fidelity_by_annotation?: Readonly<Record<string, Fidelity>>;
      }
    >
  >;
}

const REACHED: Readonly<Record<Fidelity, readonly Verdict[]>> = {
  exact: ['converted', 'redundant'],
  approximate: ['approximated', 'converted', 'redundant', 'manual'],
  none: ['unsupported', 'manual', 'redundant', 'invalid'],
};

/** The best that the reference says of each key, by implementation; what needs an installation setting is `manual` at most. */
function declaredFidelity(profile: Profile): ReadonlyMap<string, Fidelity> {
  const found = new Map<string, Fidelity>();
  for (const { source_annotations, targets } of parse(readFileSync(REFERENCE, 'utf8')) as Capability[]) {
    const target = targets[profile];
    if (target === undefined) continue;
    for (const name of source_annotations) {
      if (!name.startsWith('nginx.ingress.kubernetes.io/')) continue;
      const fidelity = target.fidelity_by_annotation?.[name] ?? target.fidelity;
      const known = target.mechanism === 'infrastructure' && fidelity === 'exact' ? 'approximate' : fidelity;
      found.set(name.slice(name.indexOf('/') + 1), known);
    }
  }
  return found;
}

const COMPARED = PROFILES.filter((profile) => profile !== 'standard' && profile !== 'openshift');

describe.skipIf(!existsSync(REFERENCE)).each(COMPARED)('with the profile %s', (profile) => {
  const fidelities = existsSync(REFERENCE) ? declaredFidelity(profile) : new Map<string, Fidelity>();
  const entries = ingressNginx.mapping.annotations.filter(({ key }) => fidelities.has(key));

  it.each(entries.map((entry) => [entry.key, entry] as const))(
    '%s reaches what the reference declares, or the difference is argued',
    (key, entry) => {
      const conversion = convertSample(entry, 'standard', {
        options: { profile: { name: profile }, allowSnippets: true },
      });
      const { verdict } = annotationItem(conversion, key);
      const wanted = REACHED[fidelities.get(key) ?? 'none'];
      const argued = ARGUED[profile]?.[key];
      if (argued === undefined) expect(wanted, `${key}: ${verdict}`).toContain(verdict);
      else expect(wanted, `${key}: ${verdict} needs no argument any more`).not.toContain(verdict);
    },
  );
});
