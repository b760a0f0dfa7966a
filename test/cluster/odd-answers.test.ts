import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manifestOf } from '../../src/cluster/cluster-manifest.js';
import { runningController } from '../../src/cluster/controller-arguments.js';
import { settingsOf } from '../../src/cluster/controller-settings.js';
import { pluginWords, serverWords } from '../../src/cluster/plain-words.js';
import { INGRESSES, ROUTES, SERVICES } from '../../src/cluster/resources.js';
import { convert } from '../../src/convert.js';
import { DEFAULT_OPTIONS } from '../../src/options.js';

const READING = { context: 'prod', keepKeyPairs: true };
const ANYTHING = fc.jsonValue();
/** Objects that come near to what a server sends. */
const NEARLY = fc.record(
  {
    metadata: fc.oneof(
      ANYTHING,
      fc.record({
        name: fc.oneof(fc.string(), ANYTHING),
        namespace: ANYTHING,
        annotations: ANYTHING,
        labels: ANYTHING,
      }),
    ),
    spec: fc.oneof(ANYTHING, fc.record({ rules: ANYTHING, tls: ANYTHING, template: ANYTHING, to: ANYTHING })),
    status: ANYTHING,
  },
  { requiredKeys: [] },
);

describe('whatever a server sends', () => {
  it('becomes a manifest or nothing, and is converted without an exception', () => {
    let read = 0;
    fc.assert(
      fc.property(fc.oneof(ANYTHING, NEARLY), fc.constantFrom(INGRESSES, ROUTES, SERVICES), (item, resource) => {
        const manifest = manifestOf(item, resource, READING);
        if (manifest === undefined) return;
        read += 1;
        expect(manifest.source.file).toMatch(/^cluster:prod\//);
        const from = resource === ROUTES ? 'openshift-route' : 'ingress-nginx';
        const input = { manifests: [manifest], problems: [], inputs: 1 };
        expect(convert(input, { ...DEFAULT_OPTIONS, from }).summary.inputs).toBe(1);
      }),
    );
    expect(read).toBeGreaterThan(0);
  });

  it('as a Deployment is a controller or none, and its flags are settings', () => {
    const container = fc.record({
      image: fc.oneof(ANYTHING, fc.constant('registry.k8s.io/ingress-nginx/controller:v1')),
      args: fc.oneof(ANYTHING, fc.array(fc.oneof(fc.string(), fc.constantFrom('--configmap=$(X)', '--ingress-class')))),
      env: ANYTHING,
    });
    const deployment = fc.record({
      metadata: fc.record({ name: fc.string(), namespace: fc.string() }),
      spec: fc.record({
        template: fc.record({ spec: fc.record({ containers: fc.array(fc.oneof(container, ANYTHING)) }) }),
      }),
    });
    let found = 0;
    fc.assert(
      fc.property(fc.oneof(ANYTHING, deployment), (item) => {
        const controller = runningController(item, 'Deployment');
        if (controller === undefined) return;
        found += 1;
        expect(settingsOf(controller, [])).toHaveProperty('settings');
      }),
    );
    expect(found).toBeGreaterThan(0);
  });
});

describe('words of others', () => {
  it('are one short line without control characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const words of [serverWords(text), pluginWords(text)]) {
          // biome-ignore lint/suspicious/noControlCharactersInRegex: the very thing that is looked for
          expect(words).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
          expect(words.length).toBeLessThanOrEqual(401);
        }
      }),
    );
  });

  it('hold no token', () => {
    const token = `eyJ${'hbGciOi'.repeat(5)}.${'c2VjcmV0'.repeat(6)}`;
    expect(serverWords(`Unauthorized: ${token}`)).toBe('Unauthorized: …');
    expect(pluginWords(`token ${token}\nand more`)).not.toContain('hbGciOi');
  });
});
