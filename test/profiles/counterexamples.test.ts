import { describe, expect, it } from 'vitest';
import { convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { type ConvertOptions, DEFAULT_OPTIONS } from '../../src/options.js';
import type { Profile } from '../../src/profile.js';
import { isUnexplained, trace, verify } from '../../src/verification/verify.js';
import { differenceText } from '../verification/difference-text.js';

/** A small Ingress as the counterexamples need it. */
interface Sketch {
  readonly name: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly tls?: readonly string[];
  /** `host/path service`; `*` for any host. */
  readonly rules: readonly string[];
}

interface Counterexample {
  readonly profile: Profile;
  /** What was wrong once. */
  readonly about: string;
  readonly ingresses: readonly Sketch[];
  readonly options?: Partial<ConvertOptions>;
  /** URLs, each with the status that it is answered with afterwards. */
  readonly answers?: Readonly<Record<string, number>>;
  /** Codes of the errors that are found. */
  readonly errors?: readonly string[];
}

function ingress({ name, annotations = {}, tls, rules }: Sketch): object {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name,
      namespace: 'default',
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]),
      ),
    },
    spec: {
      ingressClassName: 'nginx',
      ...(tls === undefined ? {} : { tls: [{ hosts: tls, secretName: 'tls' }] }),
      rules: rules.map(ruleOf),
    },
  };
}

function ruleOf(sketch: string): object {
  const [, host = '', path = '', service = ''] = /^([^/]+)(\/\S*) (\S+)$/.exec(sketch) ?? [];
  const backend = { service: { name: service, port: { number: 80 } } };
  return { ...(host === '*' ? {} : { host }), http: { paths: [{ path, pathType: 'Prefix', backend }] } };
}

const passwords = { 'auth-type': 'basic', 'auth-secret': 'default/users' };

/** What replays of generated sets once brought to light, each cut down to what it takes. */
const counterexamples: readonly Counterexample[] = [
  {
    profile: 'traefik',
    about: 'a path that no rule of a guarded host names fell to the wildcard above it',
    ingresses: [
      { name: 'admin', annotations: passwords, rules: ['a.example.com/admin admin'] },
      { name: 'web', rules: ['*.example.com/ web'] },
    ],
    answers: { 'http://a.example.com/other': 500, 'http://b.example.com/other': 200 },
  },
  {
    profile: 'traefik',
    about: 'a path that no rule of a guarded host names fell to the rules without a host',
    ingresses: [
      { name: 'admin', annotations: passwords, rules: ['a.com/admin admin'] },
      { name: 'web', rules: ['*/ web'] },
    ],
    answers: { 'http://a.com/other': 500, 'http://unknown.com/other': 200 },
  },
  {
    profile: 'traefik',
    about: 'a longer path of a wildcard took the requests of a guarded host below it',
    ingresses: [
      { name: 'admin', annotations: passwords, tls: ['a.example.com'], rules: ['a.example.com/ admin'] },
      { name: 'web', tls: ['*.example.com'], rules: ['*.example.com/public web'] },
    ],
    answers: { 'https://a.example.com/public': 200 },
  },
  {
    profile: 'traefik',
    about: 'a longer path of a wildcard cannot be repeated where its host cuts a prefix off',
    ingresses: [
      {
        name: 'admin',
        annotations: { ...passwords, 'use-regex': 'true', 'rewrite-target': '/$2' },
        rules: ['a.example.com/admin(/|$)(.*) admin'],
      },
      { name: 'web', rules: ['*.example.com/admin/public web'] },
    ],
  },
  {
    profile: 'traefik',
    about: 'a prefix that is written as an expression, too, took longer names from the guarded path behind it',
    ingresses: [
      { name: 'open', annotations: { 'use-regex': 'true' }, rules: ['a.com/api(/|$)(.*) open'] },
      { name: 'admin', annotations: { ...passwords, 'use-regex': 'true' }, rules: ['a.com/api admin'] },
    ],
    answers: { 'http://a.com/apix': 200 },
  },
  {
    profile: 'nginx-gateway-fabric',
    about: 'an expression that is spelt like a prefix was taken for written, so that longer names were served',
    ingresses: [{ name: 'web', annotations: { 'server-snippet': 'location /x { deny all; }' }, rules: ['a.com/ web'] }],
    options: { controllerConfig: { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' } },
    answers: { 'http://a.com/xx': 500, 'http://a.com/x': 500, 'http://a.com/y': 200 },
  },
  {
    profile: 'istio',
    about: 'a prefix beside an expression that comes first at the controller took its requests',
    ingresses: [
      { name: 'web', annotations: { 'use-regex': 'true' }, rules: ['a.com/a/b web'] },
      { name: 'other', rules: ['a.com/a/(b|c)/.* other'] },
    ],
  },
  {
    profile: 'istio',
    about: 'what no client gets past at any host was lost with a warning',
    ingresses: [{ name: 'web', rules: ['a.com/ web'] }],
    options: { controllerConfig: { 'block-cidrs': '10.0.0.0/8' } },
    errors: ['RS0319'],
  },
  {
    profile: 'envoy-gateway',
    about: 'names of more labels below a wildcard lost the checks of the rules without a host with an info',
    ingresses: [
      {
        name: 'all',
        annotations: { 'auth-url': 'http://auth.default.svc.cluster.local/verify' },
        rules: ['*/ web'],
      },
      { name: 'web', rules: ['*.example.com/ web'] },
    ],
    errors: ['RS1008'],
  },
  {
    profile: 'envoy-gateway',
    about: 'an alias that is an expression lost the checks of its host to what serves unknown names',
    ingresses: [
      {
        name: 'web',
        annotations: { 'auth-url': 'http://auth.default.svc.cluster.local/verify', 'server-alias': '~^x[0-9]+$' },
        rules: ['a.com/ web'],
      },
      { name: 'all', rules: ['*/ web'] },
    ],
    errors: ['RS1108'],
  },
];

describe.each(counterexamples)(
  'written for $profile: $about',
  ({ profile, ingresses, options: own, answers = {}, errors = [] }) => {
    const options: ConvertOptions = { ...DEFAULT_OPTIONS, ...own, profile: { name: profile } };
    const objects = ingresses.map(ingress);
    const text = objects.map((object) => JSON.stringify(object)).join('\n---\n');
    const input = { ...parseText({ file: 'set.yaml', text }), inputs: 1 };
    const conversion = convert(input, options);

    it('every difference is told by a finding, and requests are answered as they should be', () => {
      const { differences } = verify(input.manifests, conversion, options);
      expect(differences.filter(isUnexplained).map(differenceText)).toEqual([]);
      const asked = Object.keys(answers).map((text) => {
        const { protocol, hostname, pathname } = new URL(text);
        const scheme = protocol === 'https:' ? 'https' : 'http';
        return { scheme, host: hostname, method: 'GET', path: pathname } as const;
      });
      const given = trace(input.manifests, conversion, options, asked).map(({ target }) => target?.status);
      expect(given).toEqual(Object.values(answers));
      const found = conversion.items.flatMap((item) => [item, ...item.also]);
      const told = new Set(found.filter(({ severity }) => severity === 'error').map(({ code }) => code));
      expect([...told].sort()).toEqual(errors);
    });
  },
);
