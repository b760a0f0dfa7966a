import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeInventory } from '../../src/kubernetes/inventory.js';
import { parseText } from '../../src/manifests/documents.js';

function inventory(text: string) {
  const { manifests, problems } = parseText({ file: 'in.yaml', text });
  return takeInventory(manifests, problems);
}

function v1(spec: string): string {
  return `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a\nspec:\n${spec.replace(/^/gm, '  ')}\n`;
}

function read(text: string) {
  const { ingresses, problems } = inventory(text);
  return {
    ingress: ingresses[0],
    problems: problems.map(({ code, field, source }) => `${code} ${field} ${source.line}:${source.column}`),
  };
}

const BACKEND = 'backend: {service: {name: web, port: {number: 80}}}';
const WEB = { kind: 'service', name: 'web', port: { number: 80 } };

describe('an Ingress of networking.k8s.io/v1', () => {
  it('is read whole', () => {
    const text = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: prod
  creationTimestamp: "2024-01-02T03:04:05Z"
  labels: {app: shop}
  annotations:
    nginx.ingress.kubernetes.io/ssl-redirect: "false"
spec:
  ingressClassName: nginx
  defaultBackend:
    resource: {apiGroup: k8s.example.com, kind: Bucket, name: static}
  tls:
  - hosts: [shop.example.com, "*.shop.example.com"]
    secretName: tls
  - {}
  rules:
  - host: shop.example.com
    http:
      paths:
      - path: /
        pathType: Prefix
        backend: {service: {name: web, port: {number: 80}}}
      - path: /api
        pathType: Exact
        backend: {service: {name: api, port: {name: http}}}
  - host: "*.shop.example.com"
  - http:
      paths:
      - pathType: ImplementationSpecific
        backend: {service: {name: web, port: {number: 80}}}
`;
    const { ingress, problems } = read(text);
    expect(problems).toEqual([]);
    const { manifest: _, ...rest } = ingress ?? { manifest: undefined };
    expect(rest).toEqual({
      meta: {
        name: 'shop',
        namespace: 'prod',
        labels: { app: 'shop' },
        annotations: { 'nginx.ingress.kubernetes.io/ssl-redirect': 'false' },
        creationTimestamp: Date.UTC(2024, 0, 2, 3, 4, 5),
      },
      className: 'nginx',
      defaultBackend: { kind: 'resource', apiGroup: 'k8s.example.com', resourceKind: 'Bucket', name: 'static' },
      tls: [{ hosts: ['shop.example.com', '*.shop.example.com'], secretName: 'tls' }, { hosts: [] }],
      rules: [
        {
          host: 'shop.example.com',
          paths: [
            { path: '/', pathType: 'Prefix', backend: WEB },
            { path: '/api', pathType: 'Exact', backend: { kind: 'service', name: 'api', port: { name: 'http' } } },
          ],
        },
        { host: '*.shop.example.com' },
        { paths: [{ pathType: 'ImplementationSpecific', backend: WEB }] },
      ],
      legacy: false,
      unknownFields: [],
    });
  });

  it('loses a bad path alone, and says where it is', () => {
    const good = `- {path: /ok, pathType: Exact, ${BACKEND}}`;
    const bad = [
      ['{path: /x, pathType: Exact}', ''],
      ['{path: x, pathType: Exact, backend: {service: {name: web, port: {number: 80}}}}', '.path'],
      ['{pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}', '.path'],
      ['{path: /a//b, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}', '.path'],
      ['{path: x, pathType: ImplementationSpecific, backend: {service: {name: web, port: {number: 80}}}}', '.path'],
      ['{path: /, pathType: Regex, backend: {service: {name: web, port: {number: 80}}}}', '.pathType'],
      ['{path: [], pathType: Exact, backend: {service: {name: web, port: {number: 80}}}}', '.path'],
      ['{path: /, pathType: Exact, backend: {}}', '.backend'],
      ['{path: /, pathType: Exact, backend: {service: {name: web, port: {}}}}', '.backend.service.port'],
      ['{path: /, pathType: Exact, backend: {service: {name: web}}}', '.backend.service'],
      [
        '{path: /, pathType: Exact, backend: {service: {name: web, port: {number: 80, name: x}}}}',
        '.backend.service.port',
      ],
      [
        '{path: /, pathType: Exact, backend: {service: {name: web, port: {number: "80"}}}}',
        '.backend.service.port.number',
      ],
      [
        '{path: /, pathType: Exact, backend: {service: {name: web, port: {number: 70000}}}}',
        '.backend.service.port.number',
      ],
      ['{path: /, pathType: Exact, backend: {service: {name: web, port: {name: "80"}}}}', '.backend.service.port.name'],
      ['{path: /, pathType: Exact, backend: {service: {port: {number: 80}}}}', '.backend.service'],
      ['{path: /, pathType: Exact, backend: {service: {name: Web, port: {number: 80}}}}', '.backend.service.name'],
      [
        '{path: /, pathType: Exact, backend: {service: {name: web, port: {number: 80}}, resource: {kind: a, name: b}}}',
        '.backend',
      ],
      ['{path: /, pathType: Exact, backend: {resource: {kind: a}}}', '.backend.resource'],
      ['{path: /, pathType: Exact, backend: {serviceName: web, servicePort: 80}}', '.backend'],
      ['text', ''],
    ] as const;
    for (const [entry, field] of bad) {
      const { ingress, problems } = read(v1(`rules:\n- http:\n    paths:\n    - ${entry}\n    ${good}`));
      expect(ingress?.rules[0]?.paths).toEqual([undefined, { path: '/ok', pathType: 'Exact', backend: WEB }]);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(`RS0108 spec.rules[0].http.paths[0]${field} 9:`);
    }
  });

  it('loses a rule whose host is no host, and nothing else', () => {
    const hosts = [
      '10.0.0.1',
      'a_b.example.com',
      'Example.com',
      'a.*.com',
      '*',
      'x.com:80',
      '"{{ .Values.host }}"',
      '5',
      'a..b',
      '*.*.com',
    ];
    for (const host of hosts) {
      const { ingress, problems } = read(
        v1(`rules:\n- host: ${host.startsWith('*') ? `"${host}"` : host}\n- host: ok.com`),
      );
      expect(ingress?.rules).toEqual([undefined, { host: 'ok.com' }]);
      expect(problems).toEqual(['RS0108 spec.rules[0].host 7:5']);
    }
  });

  it('tells of a missing pathType and takes the path all the same', () => {
    const { ingress, problems } = read(v1(`rules:\n- http:\n    paths:\n    - ${BACKEND}`));
    expect(ingress?.rules[0]?.paths).toEqual([{ backend: WEB }]);
    expect(problems).toEqual(['RS0108 spec.rules[0].http.paths[0].pathType 9:9']);
  });

  it('does not turn a rule that cannot be read into one without paths', () => {
    expect(read(v1('rules:\n- host: a.com\n  http: text\n- host: b.com\n  http:')).ingress?.rules).toEqual([
      undefined,
      { host: 'b.com' },
    ]);
    expect(read(v1('rules: text')).problems).toContain('RS0108 spec.rules 6:3');
    expect(read(v1('tls: [text]\nrules:\n- host: a.com')).ingress?.tls).toEqual([undefined]);
  });

  it('names the fields that no version has', () => {
    const { ingress, problems } = read(
      v1(
        `pathType: x\nrules:\n- hosts: [a]\n  host: a.com\n  http:\n    paths:\n    - {path: /, pathType: Exact, rewrite: /, backend: {service: {name: web, port: {number: 80}, weight: 1}}}\ntls:\n- {secret: x}`,
      ),
    );
    expect(ingress?.unknownFields).toEqual([
      ['spec', 'pathType'],
      ['spec', 'rules', 0, 'hosts'],
      ['spec', 'rules', 0, 'http', 'paths', 0, 'rewrite'],
      ['spec', 'rules', 0, 'http', 'paths', 0, 'backend', 'service', 'weight'],
      ['spec', 'tls', 0, 'secret'],
    ]);
    expect(problems).toEqual([]);
  });

  it('must have a spec, with something in it, and a version that exists', () => {
    expect(read(v1('tls: []')).problems).toEqual(['RS0108 spec 5:1']);
    const bare = 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\n';
    expect(read(bare)).toEqual({ ingress: undefined, problems: ['RS0108  1:1'] });
    expect(read(`${bare.replace('/v1', '/v2')}spec: {}`)).toEqual({
      ingress: undefined,
      problems: ['RS0108 apiVersion 1:1'],
    });
  });
});

describe('an Ingress of v1beta1', () => {
  it('is brought into the shape of v1', () => {
    for (const version of ['extensions/v1beta1', 'networking.k8s.io/v1beta1']) {
      const { ingress, problems } = read(
        v1(
          'backend: {serviceName: web, servicePort: http}\nrules:\n- http:\n    paths:\n    - path: /x\n      backend: {serviceName: web, servicePort: 80}',
        ).replace('networking.k8s.io/v1', version),
      );
      expect(problems).toEqual([]);
      expect(ingress).toMatchObject({
        legacy: true,
        defaultBackend: { kind: 'service', name: 'web', port: { name: 'http' } },
        rules: [{ paths: [{ path: '/x', backend: WEB }] }],
        unknownFields: [],
      });
    }
  });

  it('does not mix with v1', () => {
    expect(read(v1('backend: {serviceName: web, servicePort: 80}\nrules:\n- host: a.com')).problems).toEqual([
      'RS0108 spec.backend 6:3',
    ]);
    const legacy = v1(`defaultBackend: {service: {name: web, port: {number: 80}}}\nrules:\n- host: a.com`).replace(
      '/v1',
      '/v1beta1',
    );
    expect(read(legacy).problems).toEqual(['RS0108 spec.defaultBackend 6:3']);
  });
});

describe('whatever stands in an Ingress', () => {
  it('nothing is thrown, lists keep their length, every problem has a place and quotes no value', () => {
    const keys = fc.constantFrom(
      'rules',
      'tls',
      'http',
      'paths',
      'host',
      'hosts',
      'backend',
      'service',
      'name',
      'port',
      'number',
      'path',
      'pathType',
      'defaultBackend',
      'ingressClassName',
      'resource',
      'kind',
      '__proto__',
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'medium' },
        fc.constantFrom('SECRETVALUE', 'a.com', '/', 'Exact', 80, -1, 1.5, true, null, '', '*.SECRETVALUE'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(keys, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    const apiVersion = fc.constantFrom('networking.k8s.io/v1', 'extensions/v1beta1');
    const spec = fc.dictionary(keys, tree, { maxKeys: 5 });
    fc.assert(
      fc.property(apiVersion, fc.oneof(spec, tree), (version, content) => {
        const text = JSON.stringify(
          { apiVersion: version, kind: 'Ingress', metadata: { name: 'a' }, spec: content },
          null,
          1,
        );
        const { ingresses, problems } = inventory(text);
        expect(JSON.stringify(problems)).not.toContain('SECRETVALUE');
        for (const { source } of problems) expect(source.line).toBeLessThanOrEqual(text.split('\n').length);
        const [ingress] = ingresses;
        const rules =
          typeof content === 'object' && content !== null ? (content as { rules?: unknown }).rules : undefined;
        if (ingress !== undefined && Array.isArray(rules)) expect(ingress.rules).toHaveLength(rules.length);
      }),
      { numRuns: 2000 },
    );
  });
});
