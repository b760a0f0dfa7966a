import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { describe, expect, it, vi } from 'vitest';
import type { Conversion } from '../../src/conversion.js';
import { type ConvertInput, convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { type ConvertOptions, DEFAULT_OPTIONS } from '../../src/options.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';
import { yamlStream } from '../../src/writing/write-yaml.js';
import { differenceText } from '../verification/difference-text.js';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 200);

vi.setConfig({ testTimeout: Math.max(60_000, RUNS * 100) });

/** Parameters with the kinds of names that Templates have, and values that are elements of DNS names. */
const NAMES = ['A', 'APPLICATION_NAME', 'ZX_0', '_', 'lower_case', 'XZ9'] as const;
const value = fc.stringMatching(/^[a-z][a-z0-9]{0,4}(-[a-z])?[a-z0-9]{0,4}$/);
const values = fc
  .tuple(fc.uniqueArray(value, { minLength: NAMES.length, maxLength: NAMES.length }), fc.constantFrom('x.com', 'y'))
  .map(
    ([texts, domain]) => new Map([...NAMES.map((name, i): [string, string] => [name, texts[i] ?? '']), ['D', domain]]),
  );

/** `${NAME}` */
const ref = (parameter: string): string => `\${${parameter}}`;
const reference = fc.constantFrom(...NAMES).map(ref);
const name = fc.oneof(
  reference,
  fc.tuple(reference, reference).map(([a, b]) => `${a}-x-${b}`),
  fc.constant('web'),
);
const tls = fc.record(
  {
    termination: fc.constantFrom('edge', 'edge', 'reencrypt'),
    insecureEdgeTerminationPolicy: fc.constantFrom('None', 'Allow', 'Redirect'),
    externalCertificate: name.map((secret) => ({ name: secret })),
  },
  { requiredKeys: ['termination'] },
);
const annotations = fc.record(
  {
    'router.openshift.io/cookie_name': name,
    'haproxy.router.openshift.io/rewrite-target': name.map((text) => `/${text}`),
    'haproxy.router.openshift.io/timeout': fc.constant('5s'),
    'example.com/own': name,
  },
  { requiredKeys: [] },
);
const header = name.map((text) => ({ name: 'X-One', action: { type: 'Set', set: { value: text } } }));

const route = fc.record(
  {
    subject: name,
    host: fc
      .tuple(name, fc.constantFrom(ref('D'), `apps.${ref('D')}`, `${ref('A')}.example.com`))
      .map((parts) => parts.join('.')),
    path: fc.oneof(
      fc.constantFrom('/', '/api'),
      name.map((text) => `/${text}/x`),
    ),
    wildcardPolicy: fc.constantFrom('None', 'Subdomain'),
    tls,
    annotations,
    port: fc.constantFrom('http', ref('A')),
    headers: header,
  },
  { requiredKeys: ['subject', 'host', 'annotations', 'port'] },
);

/** Each Route has a name and a host of its own: order and winner of those that meet depend on their values. */
const templates = fc.tuple(fc.array(route, { minLength: 1, maxLength: 4 }), fc.boolean()).map(([routes, isPlaced]) => ({
  apiVersion: 'template.openshift.io/v1',
  kind: 'Template',
  metadata: { name: 'shop' },
  labels: { app: ref('A') },
  parameters: [...NAMES, 'D'].map((parameter) => ({ name: parameter, required: true })),
  objects: routes.flatMap(
    ({ subject, host, path, wildcardPolicy, tls: secured, annotations: noted, port, headers }, i) => {
      const placed = isPlaced ? { namespace: ref('XZ9') } : {};
      return [
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: `${subject}-${i}`, ...placed },
          spec: { ports: [{ name: port, port: 80, targetPort: 8080 }] },
        },
        {
          apiVersion: 'route.openshift.io/v1',
          kind: 'Route',
          metadata: { name: `r${i}-${subject}`, ...placed, annotations: noted },
          spec: {
            host: `h${i}.d${i}.${host}`,
            ...(path === undefined ? {} : { path }),
            ...(wildcardPolicy === undefined ? {} : { wildcardPolicy }),
            to: { kind: 'Service', name: `${subject}-${i}` },
            port: { targetPort: port },
            ...(secured === undefined ? {} : { tls: secured }),
            ...(headers === undefined ? {} : { httpHeaders: { actions: { request: [headers] } } }),
          },
        },
      ];
    },
  ),
}));

const options: fc.Arbitrary<ConvertOptions> = fc
  .record({
    to: fc.constantFrom('gateway-api' as const, 'gateway-api' as const, 'openshift-route' as const),
    openshiftVersion: fc.constantFrom(undefined, '4.22' as const),
    listeners: fc.constantFrom('gateway' as const, 'listenerset' as const),
    gatewayApiVersion: fc.constantFrom('1.4' as const, '1.5' as const),
  })
  .map((some) => ({ ...DEFAULT_OPTIONS, ...some, from: 'openshift-route' as const }));

function read(template: object, templateParameters: ReadonlyMap<string, string>): ConvertInput {
  const text = JSON.stringify(template, undefined, 1);
  const { manifests, problems } = parseText({ file: 'template.json', text }, { templateParameters });
  return { manifests, problems, inputs: 1 };
}

/** The output in a form that depends neither on quotes nor on the order of objects and listeners. */
function normal(text: string): string[] {
  const comments = text.split('\n').filter((line) => /^\s*#/.test(line));
  const objects = loadAll(text).map((object) => JSON.stringify(object, (_key, inner: unknown) => sorted(inner)));
  return [...objects.sort(), ...comments.sort()];
}

/** Lists whose order says nothing: listeners, and what a ReferenceGrant lets others refer to. */
function sorted(inner: unknown): unknown {
  const isUnordered =
    Array.isArray(inner) && inner.every((one) => isRecord(one) && ('protocol' in one || 'group' in one));
  if (!isUnordered) return inner;
  const texts = inner.map((one: unknown) => ({ one, text: JSON.stringify(one) }));
  return texts.sort((a, b) => (a.text < b.text ? -1 : 1)).map(({ one }) => one);
}

function isRecord(one: unknown): one is object {
  return typeof one === 'object' && one !== null;
}

function written(conversion: Conversion): string {
  return [...yamlStream(conversion, { noComments: false })].join('');
}

function filledIn(text: string, given: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{(\w+)\}/g, (_written, parameter: string) => given.get(parameter) ?? '?');
}

/** Everything that is said besides which parameters have no value. */
function said({ items }: Conversion): string[] {
  return items
    .filter(({ code }) => code !== 'RS2101')
    .flatMap((item) =>
      [item, ...item.also].map(({ code, severity, message, next }) => [code, severity, message, next].join('\n')),
    )
    .sort();
}

describe('for whatever Template and options', () => {
  it('filling in the output gives what converting with these values gives', () => {
    fc.assert(
      fc.property(templates, values, options, (template, given, wanted) => {
        const open = convert(read(template, new Map()), wanted);
        const resolved = convert(read(template, given), wanted);
        expect(normal(filledIn(written(open), given))).toEqual(normal(written(resolved)));
        expect(
          said(open)
            .map((text) => filledIn(text, given))
            .sort(),
        ).toEqual(said(resolved));
      }),
      { numRuns: RUNS },
    );
  });

  it('nothing of what parameters are represented by is left in the result', () => {
    fc.assert(
      fc.property(templates, options, (template, some) => {
        const wanted = { ...some, namespace: 'shop' };
        const input = read(template, new Map());
        const conversion = convert(input, wanted);
        const verification = verify(input.manifests, conversion, wanted);
        expect(JSON.stringify([conversion, verification]) + written(conversion)).not.toMatch(/rsparam/i);
        expect(verification.differences.filter(isUnexplained).map(differenceText)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});
