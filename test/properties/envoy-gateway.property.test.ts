import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { PROFILE_VERSIONS } from '../../src/profile.js';
import { crdFolders, loadCrds } from '../crds/crd-validator.js';
import { type Case, cases, converted } from './arbitraries.js';
import { notClosedOnce } from './closed-items.js';
import {
  emittedPlacesExist,
  foreignReferencesAreGranted,
  limitsAreKept,
  namesAreUnique,
  type Promised,
  routesAttach,
  stepsAreGiven,
} from './promises.js';

/** More runs to look for counterexamples: `PROPERTY_RUNS=20000 npx vitest run test/properties/envoy`. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 100);

vi.setConfig({ testTimeout: Math.max(60_000, RUNS * 50) });

const CRDS = fileURLToPath(new URL('../../../shared/crds/envoy-gateway-v1.9.0', import.meta.url));
const OWN = 'gateway.envoyproxy.io/';

const withProfile = fc.tuple(cases, fc.constantFrom(...PROFILE_VERSIONS['envoy-gateway'])).map(
  ([{ objects, options }, version]): Case => ({
    objects,
    options: { ...options, to: 'gateway-api', profile: { name: 'envoy-gateway', version } },
  }),
);

function always(check: (example: Case) => string[]): void {
  fc.assert(
    fc.property(withProfile, (example) => {
      expect(check(example)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
}

function keeps(promised: Promised): () => void {
  return () => always((example) => promised(converted(example), example.options));
}

describe('for whatever Ingresses, with policies of Envoy Gateway', () => {
  it('nothing throws, and nothing that was read is lost sight of (RS0001)', () => {
    always((example) =>
      converted(example)
        .items.filter(({ code }) => code === 'RS0001')
        .map(({ source, annotation, field }) => `${source.file} ${annotation ?? field}`),
    );
  });

  it('each annotation and each field of an Ingress gets exactly one verdict', () => {
    always((example) => notClosedOnce(example, converted(example)));
  });

  it('every warning and every error says what to do', keeps(stepsAreGiven));

  it('no two objects of a kind share a name', keeps(namesAreUnique));

  it('no object exceeds its limits', keeps(limitsAreKept));

  it('every route attaches to a listener that is there', keeps(routesAttach));

  it('the report speaks only of objects and fields that are in the output', keeps(emittedPlacesExist));

  it('a reference into another namespace is granted there', keeps(foreignReferencesAreGranted));

  it('no policy of a kind shares its target with another', () => {
    always((example) => {
      const seen = new Set<string>();
      return converted(example).emitted.flatMap(({ object }) => {
        if (!object.apiVersion.startsWith(OWN)) return [];
        const refs = (object.spec as { targetRefs?: unknown[] }).targetRefs ?? [];
        return refs.flatMap((ref) => {
          const target = `${object.kind} ${object.metadata.namespace ?? ''} ${JSON.stringify(ref)}`;
          if (seen.has(target)) return [target];
          seen.add(target);
          return [];
        });
      });
    });
  });

  it.skipIf(crdFolders().length === 0)('every route that names them is valid', () => {
    always(({ objects, options: chosen }) => {
      const folder = crdFolders().find(({ version, channel }) => version === '1.6.1' && channel === chosen.channel);
      const crds = loadCrds(folder?.dir ?? '');
      const options = { ...chosen, gatewayApiVersion: '1.6' as const };
      return converted({ objects, options }).emitted.flatMap(({ object }) =>
        object.apiVersion.startsWith('gateway.networking.k8s.io/')
          ? crds.validate(object).map((violation) => `${object.kind} ${object.metadata.name}: ${violation}`)
          : [],
      );
    });
  });

  it.skipIf(!existsSync(CRDS))('every policy, filter and backend is valid', () => {
    const crds = loadCrds(CRDS);
    always((example) =>
      converted(example).emitted.flatMap(({ object }) =>
        object.apiVersion.startsWith(OWN)
          ? crds.validate(object).map((violation) => `${object.kind} ${object.metadata.name}: ${violation}`)
          : [],
      ),
    );
  });
});
