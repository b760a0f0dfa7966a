import { describe, expect, test } from 'vitest';
import { CHANNELS, GATEWAY_API_VERSIONS } from '../../../src/options.js';
import { featuresOf, whereFound } from '../../../src/targets/gateway-api/features.js';

describe('what a release of Gateway API has', () => {
  test.each(GATEWAY_API_VERSIONS)('%s: the experimental channel has all that the standard one has', (version) => {
    const [standard, experimental] = [featuresOf(version, 'standard'), featuresOf(version, 'experimental')];
    for (const name of ['cors', 'listenerSet', 'retry', 'sessionPersistence', 'externalAuth'] as const)
      if (standard[name]) expect(experimental[name], name).toBe(true);
  });

  test('nothing is lost by a newer release', () => {
    for (const channel of CHANNELS) {
      GATEWAY_API_VERSIONS.slice(1).forEach((version, i) => {
        const older = featuresOf(GATEWAY_API_VERSIONS[i] ?? version, channel);
        const newer = featuresOf(version, channel);
        for (const name of ['cors', 'listenerSet', 'retry', 'sessionPersistence', 'externalAuth'] as const)
          if (older[name]) expect(newer[name], `${name} in ${version}`).toBe(true);
        for (const code of older.redirectCodes) expect(newer.redirectCodes).toContain(code);
        expect(newer.tlsRouteHostnames).toBeGreaterThanOrEqual(older.tlsRouteHostnames);
      });
    }
  });

  test.each([
    ['1.4', 'standard', false, undefined, 'v1beta1'],
    ['1.4', 'experimental', true, 'v1alpha3', 'v1beta1'],
    ['1.5', 'standard', true, 'v1', 'v1'],
    ['1.6', 'experimental', true, 'v1', 'v1'],
  ] as const)('%s %s: CORS %s, TLSRoute %s, ReferenceGrant %s', (version, channel, cors, tlsRoute, grant) => {
    const features = featuresOf(version, channel);
    expect(features.cors).toBe(cors);
    expect(features.tlsRoute).toBe(tlsRoute && `gateway.networking.k8s.io/${tlsRoute}`);
    expect(features.referenceGrant).toBe(`gateway.networking.k8s.io/${grant}`);
  });

  test('where a missing feature is found is true', () => {
    expect(whereFound('cors')).toContain('1.5');
    expect(featuresOf('1.5', 'standard').cors).toBe(true);
    for (const name of ['retry', 'sessionPersistence', 'externalAuth'] as const) {
      expect(whereFound(name)).toContain('experimental');
      expect(featuresOf('1.4', 'experimental')[name]).toBe(true);
    }
  });
});
