import { describe, expect, it } from 'vitest';
import { convert } from '../../src/convert.js';
import { catalogue } from '../../src/ledger/catalogue.js';
import type { Item } from '../../src/ledger/verdict.js';
import { parseText } from '../../src/manifests/documents.js';
import { declaredVerdict } from '../../src/mappings/declared.js';
import { haproxytech } from '../../src/mappings/haproxytech.js';
import type { AnnotationEntry } from '../../src/mappings/mapping.js';
import { DEFAULT_OPTIONS, TARGETS, type TargetName } from '../../src/options.js';

const { mapping, prefix } = haproxytech;
const entries = mapping.annotations;

/** A minimal Ingress with the sample of an entry on it, or on the Service behind it where the controller reads it there alone. */
function sampleItem(entry: AnnotationEntry, to: TargetName): Item {
  const annotations = { ...entry.sample.with, [entry.key]: entry.sample.value };
  const written = Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`${prefix}/${key}`, value]));
  const ofService = entry.on?.includes('Ingress') === false;
  const path = entry.sample.path ?? '/';
  const text = [
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'sample', namespace: 'default', ...(ofService ? {} : { annotations: written }) },
      spec: {
        ingressClassName: 'haproxy',
        ...(entry.sample.tls === true ? { tls: [{ hosts: ['app.example.com'], secretName: 'app-tls' }] } : {}),
        rules: [
          {
            host: 'app.example.com',
            http: {
              paths: [{ path, pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }],
            },
          },
        ],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'default', ...(ofService ? { annotations: written } : {}) },
      spec: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    },
    ...(entry.sample.objects ?? []),
  ]
    .map((object) => JSON.stringify(object, undefined, 1))
    .join('\n---\n');
  const { manifests, problems } = parseText({ file: 'sample.yaml', text });
  const { items } = convert(
    { manifests, problems, inputs: 1 },
    { ...DEFAULT_OPTIONS, from: 'haproxytech', to, gatewayApiVersion: '1.5', controllerConfig: entry.sample.config },
  );
  for (const item of items) expectTold(item);
  // Lines of snippets are items, too.
  const found = items.filter(
    ({ annotation, field }) => annotation === `${prefix}/${entry.key}` && field === 'metadata.annotations',
  );
  const [item] = found;
  if (item === undefined || found.length > 1) throw new Error(`${found.length} items of ${entry.key}`);
  return item;
}

/** What every item owes the user: a code that can be explained and words. */
function expectTold(item: Item): void {
  expect(Object.keys(catalogue)).toContain(item.code);
  expect(item.code).not.toBe('RS0001');
  expect(item.message.trim().length).toBeGreaterThan(8);
  expect(item.message).not.toMatch(/undefined|NaN|\[object/);
}

describe.each(TARGETS)(
  "a minimal Ingress of HAProxy Technologies' controller, converted for %s, keeps the promise of the table",
  (to) => {
    it.each(entries.map((entry) => [entry.key, entry] as const))('%s', (_, entry) => {
      const item = sampleItem(entry, to);
      const declared = declaredVerdict(entry, to, 'standard');
      expect([item.verdict, item.code, item.message]).toEqual([declared.verdict, item.code, item.message]);
      if (item.code === 'RS0320' || item.code === 'RS0321') expect(item.next ?? '').not.toBe('');
    });
  },
);
