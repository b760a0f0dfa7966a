import { describe, expect, it } from 'vitest';
import { ingress, lines, pathsOf, probesOf, route } from './probes-examples.js';

/** Lines of the probes of one Ingress with a path /api and these annotations. */
function annotated(annotations: Readonly<Record<string, string>>): readonly string[] {
  return lines(probesOf([ingress('a.example', ['/api'], annotations)]));
}

const asking = (rest: string, method = 'GET') => `${method} http://a.example/api ${rest}`;

describe('probes of a canary', () => {
  it('try always, never and another value of its header and cookie', () => {
    const probes = annotated({ canary: 'true', 'canary-by-header': 'X-Canary', 'canary-by-cookie': 'canary' });
    for (const value of ['always', 'never', 'other']) {
      expect(probes).toContain(asking(`X-Canary: ${value}`));
      expect(probes).toContain(asking(`Cookie: canary=${value}`));
    }
    expect(probes).toContain(asking('X-Canary: never Cookie: canary=always'));
  });

  it('try its header value, values near it, and always, which has no meaning then', () => {
    const probes = annotated({ canary: 'true', 'canary-by-header': 'X-Canary', 'canary-by-header-value': 'Beta' });
    for (const value of ['Beta', 'Betax', 'BETA', 'always', 'never'])
      expect(probes).toContain(asking(`X-Canary: ${value}`));
  });

  it('try values on both sides of its header pattern', () => {
    const probes = annotated({
      canary: 'true',
      'canary-by-header': 'X-User',
      'canary-by-header-pattern': '^beta-[0-9]+$',
    });
    for (const value of ['beta-0', 'beta-00', 'beta-', 'beta-/', 'xbeta-0', 'BETA-0']) {
      expect(probes).toContain(asking(`X-User: ${value}`));
    }
  });

  it('also ask for the other paths of the Service that it stands in for', () => {
    const canary = ingress('a.example', ['/api'], { canary: 'true', 'canary-by-header': 'X-Canary' }, 'next');
    const probes = lines(probesOf([ingress('a.example', ['/api', '/docs']), canary]));
    expect(probes).toContain('GET http://a.example/docs X-Canary: always');
    const apart = [ingress('a.example', ['/api']), ingress('a.example', ['/docs'], {}, 'docs'), canary];
    expect(lines(probesOf(apart))).not.toContain('GET http://a.example/docs X-Canary: always');
  });

  it('need the annotation that makes it a canary', () => {
    expect(annotated({ 'canary-by-header': 'X-Canary' })).not.toContain(asking('X-Canary: always'));
  });
});

describe('probes of CORS', () => {
  const preflight = (origin: string) =>
    asking(`Origin: ${origin} Access-Control-Request-Method: PUT Access-Control-Request-Headers: x-probe`, 'OPTIONS');

  it.each([
    [
      'an Ingress',
      annotated({ 'enable-cors': 'true', 'cors-allow-origin': 'https://ok.example, https://*.wild.example' }),
    ],
    [
      'an HTTPRoute',
      lines(
        probesOf(
          [],
          [
            route(
              ['a.example'],
              [
                {
                  matches: [{ path: { value: '/api' } }],
                  filters: [{ type: 'CORS', cors: { allowOrigins: ['https://ok.example', 'https://*.wild.example'] } }],
                },
              ],
            ),
          ],
        ),
      ),
    ],
  ])('of %s ask from allowed, nearly allowed and foreign origins', (_about, probes) => {
    for (const origin of [
      'https://ok.example',
      'http://ok.example',
      'https://ok.example:8443',
      'https://xok.example',
      'https://ok.example.stranger.example',
      'https://probe.wild.example',
      'https://wild.example',
      'https://stranger.example',
    ]) {
      expect(probes).toContain(asking(`Origin: ${origin}`));
    }
    expect(probes).toContain(preflight('https://probe.wild.example'));
    expect(probes).toContain(preflight('https://stranger.example'));
    expect(probes).toContain('OPTIONS http://a.example/api');
  });

  it('ask for any origin where none is named', () => {
    expect(annotated({ 'enable-cors': 'true' })).toContain(asking('Origin: https://stranger.example'));
  });
});

describe('probes of address lists', () => {
  it.each(['whitelist-source-range', 'allowlist-source-range', 'denylist-source-range', 'limit-whitelist'])(
    'stand at both ends of each network of %s',
    (key) => {
      const probes = annotated({ [key]: '10.0.0.0/8, 192.0.2.1,2001:db8::/32' });
      for (const address of [
        '10.0.0.0',
        '10.255.255.255',
        '9.255.255.255',
        '11.0.0.0',
        '192.0.2.0',
        '192.0.2.1',
        '192.0.2.2',
        '2001:db8:0:0:0:0:0:0',
        '2001:db9:0:0:0:0:0:0',
      ]) {
        expect(probes).toContain(asking(`from ${address}`));
      }
    },
  );

  it('do not leave the address space', () => {
    const probes = annotated({ 'whitelist-source-range': '0.0.0.0/0' });
    expect(probes.filter((probe) => probe.includes(' from '))).toEqual([
      asking('from 0.0.0.0'),
      asking('from 255.255.255.255'),
    ]);
  });
});

describe('probes of other annotations', () => {
  it('bring the cookie of session affinity', () => {
    expect(annotated({ affinity: 'cookie', 'session-cookie-name': 'route' })).toContain(asking('Cookie: route=probe'));
    expect(annotated({ affinity: 'cookie' })).toContain(asking('Cookie: INGRESSCOOKIE=probe'));
  });

  it('make gRPC calls to gRPC backends', () => {
    expect(annotated({ 'backend-protocol': 'GRPCS' })).toContain(asking('Content-Type: application/grpc', 'POST'));
  });

  it('read annotations of another prefix when told so', () => {
    const named = {
      metadata: { annotations: { 'corp.example/affinity': 'cookie' } },
      spec: ingress('a.example', ['/api']).spec,
    };
    expect(lines(probesOf([named], [], { annotationPrefix: 'corp.example' }))).toContain(
      asking('Cookie: INGRESSCOOKIE=probe'),
    );
  });

  it('ask for an example where the path is a pattern', () => {
    const rewriting = ingress('a.example', ['/v[0-9]+/(.*)'], { 'rewrite-target': '/$1', affinity: 'cookie' });
    expect(lines(probesOf([rewriting]))).toContain('GET http://a.example/v0/ Cookie: INGRESSCOOKIE=probe');
  });
});

describe('probes of HTTPRoute matches', () => {
  const probes = probesOf(
    [],
    [
      route(
        ['a.example'],
        [
          {
            matches: [
              {
                path: { type: 'Exact', value: '/api' },
                method: 'PUT',
                headers: [{ name: 'X-Env', value: 'blue' }],
                queryParams: [{ name: 'v', type: 'RegularExpression', value: '[12]' }],
              },
            ],
          },
        ],
      ),
    ],
  );

  it('meet all conditions, and miss each of them in turn', () => {
    const asked = lines(probes);
    expect(asked).toContain('PUT http://a.example/api?v=1 X-Env: blue');
    expect(asked).toContain('GET http://a.example/api?v=1 X-Env: blue');
    expect(asked).toContain('PUT http://a.example/api?v=1 X-Env: bluex');
    expect(asked).toContain('PUT http://a.example/api?v=1');
    expect(asked).toContain('PUT http://a.example/api?v=3 X-Env: blue');
    expect(asked).toContain('PUT http://a.example/api X-Env: blue');
  });

  it('cover literal paths of the route that no Ingress has', () => {
    expect(pathsOf(probes)).toEqual(expect.arrayContaining(['/api', '/api/', '/apix', '/API']));
  });
});

describe('probes of GRPCRoute matches', () => {
  it('call the method, ones near it, and with what is no gRPC call', () => {
    const matches = [{ method: { service: 'shop.Cart', method: 'Add' }, headers: [{ name: 'tenant', value: 'a' }] }];
    const asked = lines(probesOf([], [route(['a.example'], [{ matches }], 'GRPCRoute')]));
    const call = (path: string) => `POST http://a.example${path} Content-Type: application/grpc`;
    expect(asked).toContain(`${call('/shop.Cart/Add')} tenant: a`);
    expect(asked).toContain(`${call('/shop.Cart/Add')} tenant: ax`);
    expect(asked).toContain(call('/shop.Cart/Addx'));
    expect(asked).toContain(call('/shop.Cartx/Add'));
    expect(asked).toContain('GET http://a.example/shop.Cart/Add tenant: a');
    expect(asked).toContain('POST http://a.example/shop.Cart/Add Content-Type: application/json tenant: a');
  });
});
