import { describe, expect, it } from 'vitest';
import { convert } from '../../src/convert.js';
import type { Item } from '../../src/ledger/verdict.js';
import { parseText } from '../../src/manifests/documents.js';
import { declaredVerdict } from '../../src/mappings/declared.js';
import { haproxyIngress } from '../../src/mappings/haproxy-ingress.js';
import type { AnnotationEntry } from '../../src/mappings/mapping.js';
import { CHANNELS, type Channel, DEFAULT_OPTIONS, type TargetName } from '../../src/options.js';

const entries = haproxyIngress.mapping.annotations;
const { prefix } = haproxyIngress.mapping;

/** The item of the annotation where an Ingress uses it as the mapping's sample does. */
function reached({ key, sample }: AnnotationEntry, to: TargetName, channel: Channel): Item | undefined {
  const own = { ...sample.with, [key]: sample.value };
  const ingress = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: 'sample',
      namespace: 'default',
      annotations: Object.fromEntries(
        Object.entries(own).map(([name, value]) => [name.includes('/') ? name : `${prefix}/${name}`, value]),
      ),
    },
    spec: {
      ingressClassName: 'haproxy',
      ...(sample.tls === true ? { tls: [{ hosts: ['sample.example.com'], secretName: 'sample-tls' }] } : {}),
      rules: [
        {
          host: 'sample.example.com',
          http: {
            paths: [
              {
                path: sample.path ?? '/',
                ...(key === 'path-type' ? { pathType: 'ImplementationSpecific' } : { pathType: 'Prefix' }),
                backend: { service: { name: 'web', port: { number: 8080 } } },
              },
            ],
          },
        },
      ],
    },
  };
  const text = [ingress, ...(sample.objects ?? [])].map((one) => JSON.stringify(one)).join('\n---\n');
  const { manifests, problems } = parseText({ file: 'sample.yaml', text }, { router: true });
  const options = {
    ...DEFAULT_OPTIONS,
    from: 'haproxy-ingress',
    to,
    channel,
    controllerConfig: sample.config,
  } as const;
  const { items } = convert({ manifests, problems, inputs: 1 }, options);
  return items.find(({ annotation }) => annotation === `${prefix}/${key}`);
}

const PROMISES = [
  ...CHANNELS.map((channel) => ['gateway-api', channel] as const),
  ['openshift-route', 'standard'] as const,
];

describe.each(PROMISES)(
  'an Ingress of HAProxy Ingress, converted for %s of the %s channel, gets the verdict of the table',
  (to, channel) => {
    it.each(entries.map((entry) => [entry.key, entry] as const))('%s', (_, entry) => {
      const item = reached(entry, to, channel);
      expect(item?.verdict, `${item?.code} ${item?.message}`).toBe(declaredVerdict(entry, to, channel).verdict);
    });
  },
);
