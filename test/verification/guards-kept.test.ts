import { describe, expect, it } from 'vitest';
import { convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { DEFAULT_OPTIONS, type RunOptions, type TargetName } from '../../src/options.js';
import { isUnexplained, trace, verify } from '../../src/verification/verify.js';
import { differenceText } from './difference-text.js';

interface SketchedIngress {
  readonly name: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly created?: string;
  readonly tls?: readonly string[];
  /** `host/path type service`, of which the type is Prefix, Exact or begin for ImplementationSpecific. */
  readonly rules: readonly string[];
}

interface Case {
  readonly about: string;
  readonly ingresses: readonly SketchedIngress[];
  /** What somebody asks whom the guard refuses. */
  readonly refused: readonly string[];
  /** What stays open, if it is written at all. */
  readonly open?: readonly string[];
}

const only = { 'haproxy-ingress.github.io/allowlist-source-range': '10.0.0.0/8' };

const cases: readonly Case[] = [
  {
    about: 'a prefix below a wildcard host also takes what merely begins like it',
    ingresses: [
      { name: 'admin', annotations: only, rules: ['*.example.com/admin Prefix admin'] },
      { name: 'web', rules: ['*.example.com/ Prefix web'] },
    ],
    refused: ['http://a.example.com/admin', 'http://a.example.com/adminx', 'http://a.example.com/admin/x'],
    open: ['http://a.example.com/ADMIN'],
  },
  {
    about: 'a path without a type below a wildcard host',
    ingresses: [
      { name: 'admin', annotations: only, rules: ['*.example.com/admin begin admin'] },
      { name: 'web', rules: ['*.example.com/ Prefix web'] },
    ],
    refused: ['http://a.example.com/admin', 'http://a.example.com/adminx'],
  },
  {
    about: 'a path without a type that is rewritten',
    ingresses: [
      {
        name: 'admin',
        annotations: { ...only, 'haproxy-ingress.github.io/rewrite-target': '/inner' },
        rules: ['a.example.com/admin begin admin'],
      },
      { name: 'web', rules: ['a.example.com/ Prefix web'] },
    ],
    refused: ['http://a.example.com/admin', 'http://a.example.com/adminx', 'http://a.example.com/ADMIN'],
  },
  {
    about: 'settings of a host without certificate act over HTTPS behind a wildcard host',
    ingresses: [
      { name: 'guarded', annotations: only, rules: ['b.example.com/ Prefix api'] },
      { name: 'wide', tls: ['*.example.com'], rules: ['*.example.com/ Prefix api'] },
    ],
    refused: ['https://b.example.com/', 'https://b.example.com/x', 'http://b.example.com/'],
    open: ['https://a.example.com/'],
  },
  {
    about: 'settings of a path of a host without certificate act over HTTPS behind rules without host',
    ingresses: [
      { name: 'guarded', annotations: only, rules: ['b.example.com/admin Prefix api', 'b.example.com/ Prefix web'] },
      { name: 'any', rules: ['/ Prefix api'] },
    ],
    refused: ['https://b.example.com/admin', 'https://b.example.com/admin/x', 'http://b.example.com/admin'],
    open: ['https://b.example.com/other'],
  },
  {
    about: 'settings of a wildcard host without certificate act over HTTPS behind a host with one',
    ingresses: [
      { name: 'own', tls: ['a.example.com'], rules: ['a.example.com/own Prefix own'] },
      { name: 'guarded', annotations: only, rules: ['*.example.com/ Prefix web'] },
      { name: 'any', rules: ['/ Prefix web'] },
    ],
    refused: ['https://a.example.com/x', 'http://b.example.com/x'],
    open: ['https://a.example.com/own'],
  },
  {
    about: 'of two paths of one Service that differ in their type, one is guarded',
    ingresses: [
      { name: 'open', rules: ['a.example.com/Admin Prefix web'] },
      { name: 'guarded', annotations: only, rules: ['a.example.com/admin begin web'] },
      { name: 'rest', rules: ['a.example.com/ Prefix rest'] },
    ],
    refused: ['http://a.example.com/admin', 'http://a.example.com/ADMINX'],
    open: ['http://a.example.com/x'],
  },
  {
    about: 'a path that a shorter one hides but for other letter case',
    ingresses: [
      { name: 'open', rules: ['a.example.com/admin Prefix web', '/ Prefix rest'] },
      { name: 'guarded', annotations: only, rules: ['/admin/x begin admin'] },
    ],
    refused: ['http://a.example.com/ADMIN/X'],
    open: ['http://a.example.com/admin/x', 'http://a.example.com/x'],
  },
  {
    about: 'an alias below a wildcard host whose guards act on it',
    ingresses: [
      {
        name: 'own',
        annotations: { 'haproxy-ingress.github.io/server-alias': 'b.example.com' },
        rules: ['a.example.com/own Prefix web'],
      },
      { name: 'wide', annotations: only, rules: ['*.example.com/ Prefix web'] },
    ],
    refused: ['http://b.example.com/own', 'http://b.example.com/'],
    open: ['http://a.example.com/own'],
  },
];

function manifest({ name, annotations = {}, created, tls, rules }: SketchedIngress): object {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name,
      namespace: 'shop',
      annotations,
      ...(created === undefined ? {} : { creationTimestamp: created }),
    },
    spec: {
      ingressClassName: 'haproxy',
      ...(tls === undefined ? {} : { tls: [{ hosts: tls, secretName: `${name}-tls` }] }),
      rules: rules.map((rule) => {
        const [, host = '', path, type, service] = /^([^/]*)(\/\S*) (\S+) (\S+)$/.exec(rule) ?? [];
        const pathType = type === 'begin' ? 'ImplementationSpecific' : type;
        const backend = { service: { name: service, port: { number: 80 } } };
        return { ...(host === '' ? {} : { host }), http: { paths: [{ path, pathType, backend }] } };
      }),
    },
  };
}

function convertCase({ ingresses }: Case, to: TargetName) {
  const text = ingresses.map((one) => JSON.stringify(manifest(one))).join('\n---\n');
  const { manifests, problems } = parseText({ file: 'guards.yaml', text });
  const options: RunOptions = { ...DEFAULT_OPTIONS, from: 'haproxy-ingress', to, gatewayApiVersion: '1.6' };
  return { manifests, options, conversion: convert({ manifests, problems, inputs: 1 }, options) };
}

function requestOf(address: string) {
  const { protocol, host, pathname } = new URL(address);
  const scheme = protocol === 'https:' ? ('https' as const) : ('http' as const);
  return { scheme, host, method: 'GET', path: pathname, clientAddress: '192.0.2.1' };
}

describe.each(['gateway-api', 'openshift-route'] as const)('what HAProxy Ingress refuses, to %s', (to) => {
  it.each(cases.map((one) => [one.about, one] as const))('%s', (_about, one) => {
    const { manifests, options, conversion } = convertCase(one, to);
    for (const address of one.refused) {
      const [found] = trace(manifests, conversion, options, [requestOf(address)]);
      expect(found?.source?.guards.length, `${address} is guarded before`).toBeGreaterThan(0);
      const { status, guards } = found?.target ?? { status: 200, guards: [] };
      expect({ address, isOpen: status === 200 && guards.length === 0 }).toEqual({ address, isOpen: false });
    }
    for (const address of one.open ?? []) {
      const [found] = trace(manifests, conversion, options, [requestOf(address)]);
      expect(found?.source, address).toMatchObject({ status: 200, guards: [] });
    }
    const { differences } = verify(manifests, conversion, options);
    expect(differences.filter(isUnexplained).map(differenceText)).toEqual([]);
  });
});
