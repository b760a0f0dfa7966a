import { describe, expect, it } from 'vitest';
import { convert } from '../../src/convert.js';
import type { Verdict } from '../../src/ledger/verdict.js';
import { parseText } from '../../src/manifests/documents.js';
import type { AnnotationEntry } from '../../src/mappings/mapping.js';
import { openshift } from '../../src/mappings/openshift.js';
import { type Channel, DEFAULT_OPTIONS } from '../../src/options.js';

const entries = openshift.mapping.annotations.filter(({ on }) => on === undefined || on.includes('Route'));

/** The verdict on the annotation of a Route that uses it as the mapping's sample does. */
function reached({ key, sample }: AnnotationEntry, channel: Channel): Verdict | undefined {
  const route = {
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: { name: 'sample', namespace: 'default', annotations: { ...sample.with, [key]: sample.value } },
    spec: {
      host: 'sample.example.com',
      path: sample.path ?? '',
      to: { kind: 'Service', name: 'web' },
      port: { targetPort: 8080 },
      ...(sample.tls === true ? { tls: { termination: 'edge' } } : {}),
    },
  };
  const { manifests, problems } = parseText({ file: 'sample.json', text: JSON.stringify(route) });
  const options = { ...DEFAULT_OPTIONS, from: 'openshift-route', channel } as const;
  const { items } = convert({ manifests, problems, inputs: 1 }, options);
  return items.find(({ annotation }) => annotation === key)?.verdict;
}

describe('the verdict that the mapping declares is the one that a Route gets', () => {
  it.each(entries.map((entry) => [entry.key, entry] as const))('%s', (_, entry) => {
    const { 'gateway-api': target } = entry.targets;
    expect(reached(entry, 'standard')).toBe(target.verdict);
    expect(reached(entry, 'experimental')).toBe(target.experimental?.verdict ?? target.verdict);
  });
});
