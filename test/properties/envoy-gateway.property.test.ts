import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { PROFILE_VERSIONS } from '../../src/profile.js';
import { crdFolders, loadCrds } from '../crds/crd-validator.js';
import { type Case, cases, converted } from './arbitraries.js';

/** More runs to look for counterexamples: `PROPERTY_RUNS=20000 npx vitest run test/properties/envoy`. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 200);

vi.setConfig({ testTimeout: Math.max(60_000, RUNS * 50) });

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

describe('for whatever Ingresses, with policies of Envoy Gateway', () => {
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
});
