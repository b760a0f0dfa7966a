import { describe, expect, it } from 'vitest';
import type { Conversion } from '../../src/conversion.js';
import { convert } from '../../src/convert.js';
import type { Item } from '../../src/ledger/verdict.js';
import { parseText } from '../../src/manifests/documents.js';
import { declaredVerdict } from '../../src/mappings/declared.js';
import type { AnnotationEntry } from '../../src/mappings/mapping.js';
import { nginxInc } from '../../src/mappings/nginx-inc.js';
import { CHANNELS, type Channel, DEFAULT_OPTIONS, TARGETS, type TargetName } from '../../src/options.js';

const entries = nginxInc.mapping.annotations;
const NAME = 'sample';

/** Converts an Ingress that uses a key as the mapping's sample does. */
function convertSample(
  { key, sample }: AnnotationEntry,
  to: TargetName,
  channel: Channel = 'standard',
  value = sample.value,
): Conversion {
  const path = sample.path ?? '/';
  const tls = sample.tls === true ? { tls: [{ hosts: ['app.example.com'], secretName: 'app-tls' }] } : {};
  const ingress = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: NAME, namespace: 'default', annotations: { ...sample.with, [key]: value } },
    spec: {
      ...(key === 'kubernetes.io/ingress.class' ? {} : { ingressClassName: 'nginx' }),
      ...tls,
      rules: [
        {
          host: 'app.example.com',
          http: { paths: [{ path, pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }] },
        },
      ],
    },
  };
  const text = [ingress, ...(sample.objects ?? [])].map((object) => JSON.stringify(object)).join('\n---\n');
  const { manifests, problems } = parseText({ file: 'sample.yaml', text });
  const options = { ...DEFAULT_OPTIONS, from: 'nginx-inc', to, channel, controllerConfig: sample.config } as const;
  return convert({ manifests, problems, inputs: 1 }, options);
}

function itemOf({ items }: Conversion, key: string): Item {
  // Lines of snippets are items, too.
  const found = items.filter(
    ({ annotation, field, object }) => annotation === key && field === 'metadata.annotations' && object?.name === NAME,
  );
  const [item] = found;
  if (item === undefined || found.length > 1) throw new Error(`${found.length} items of ${key}`);
  return item;
}

const PROMISES = [
  ...CHANNELS.map((channel) => ['gateway-api', channel] as const),
  ['openshift-route', 'standard'] as const,
];

describe.each(PROMISES)(
  'an Ingress, converted for %s of the %s channel, keeps the promise of the table',
  (to, channel) => {
    it.each(entries.map((entry) => [entry.key, entry] as const))('%s', (key, entry) => {
      const conversion = convertSample(entry, to, channel);
      const item = itemOf(conversion, key);
      const { verdict } = declaredVerdict(entry, to, channel);
      expect([item.verdict, item.code, item.message]).toEqual([verdict, item.code, item.message]);
      // These decide what is converted at all; nothing in the output stands for them.
      const isOfWhole = entry.concern === 'class' || entry.concern === 'mergeable';
      if (!isOfWhole && (verdict === 'converted' || verdict === 'approximated')) expect(item.emitted).not.toEqual([]);
      if (item.code === 'RS0320' || item.code === 'RS0321') expect(item.next ?? '').not.toBe('');
      expect(conversion.items.filter(({ code }) => code === 'RS0001')).toEqual([]);
    });
  },
);

describe('values that ask for what happens anyway', () => {
  const neutral = entries.flatMap((entry) => (entry.neutral ?? []).map((value) => [entry.key, value, entry] as const));

  it.each(neutral)('%s: %s is nothing to convert', (key, value, entry) => {
    const plain = entry.key.startsWith('nginx.org/proxy-redirect') ? { ...entry, sample: { value } } : entry;
    for (const to of TARGETS)
      expect(itemOf(convertSample(plain, to, 'standard', value), key).verdict).toBe('redundant');
  });
});

describe('one value that the controller does not take', () => {
  const rejecting = entries.filter(
    ({ invalid, kind }) => invalid === 'rejected' && (kind === 'bool' || kind === 'int'),
  );

  it.each(rejecting.map((entry) => [entry.key, entry] as const))('%s takes the whole Ingress away', (key, entry) => {
    for (const to of TARGETS) {
      const conversion = convertSample(entry, to, 'standard', 'nonsense');
      expect(itemOf(conversion, key)).toMatchObject({ verdict: 'invalid', code: 'RS0306' });
      expect(conversion.emitted).toEqual([]);
    }
  });
});
