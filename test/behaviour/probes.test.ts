import { describe, expect, it } from 'vitest';
import { defaultLimitPerHost, deriveProbes } from '../../src/behaviour/probes.js';
import { gatewayObject, ingress, lines, pathsOf, probesOf, route } from './probes-examples.js';

describe('the probes of a host', () => {
  const probes = probesOf([ingress('a.example', ['/api'])]);

  it('stand on both sides of what Exact, Prefix and PathPrefix tell apart', () => {
    expect(pathsOf(probes)).toEqual(
      expect.arrayContaining(['/api', '/api/', '/api/x', '/apix', '/API', '/api?probe=1', '/%61pi', '//api', '/']),
    );
  });

  it('ask for a path that nothing serves', () => {
    expect(probes.filter(({ why }) => why === 'path that nothing serves')).toHaveLength(1);
    expect(pathsOf(probesOf([ingress('a.example', ['/nothing-here'])]))).toContain('/nothing-herex');
  });

  it('use both schemes, a port, upper case, HEAD and POST', () => {
    expect(lines(probes)).toEqual(
      expect.arrayContaining([
        'GET https://a.example/',
        'GET https://a.example/api',
        'GET http://a.example:8080/api',
        'GET http://A.EXAMPLE/api',
        'HEAD http://a.example/api',
        'POST http://a.example/api',
      ]),
    );
  });

  it('are few where little is configured', () => {
    expect(probes.length).toBeGreaterThanOrEqual(20);
    expect(probes.length).toBeLessThanOrEqual(40);
  });

  it('say what they were made for', () => {
    const why = (path: string) => probes.find(({ request }) => request.path === path)?.why;
    expect(why('/apix')).toBe('path /api, one character longer');
    expect(why('/api/')).toBe('path /api, with trailing slash');
  });

  it('go over HTTPS first where the host has a certificate or HTTP leads there', () => {
    const tls = { ...ingress('a.example', ['/api']).spec, tls: [{ hosts: ['a.example'], secretName: 'cert' }] };
    expect(lines(probesOf([{ metadata: { name: 'a' }, spec: tls }]))).toContain('GET https://a.example/apix');
    const forced = ingress('a.example', ['/api'], { 'force-ssl-redirect': 'true' });
    expect(lines(probesOf([forced]))).toContain('GET https://a.example/apix');
    const listeners = [{ name: 'tls', hostname: 'a.example', protocol: 'HTTPS', port: 443 }];
    const gateway = gatewayObject('Gateway', { listeners });
    expect(lines(probesOf([ingress('a.example', ['/api'])], [gateway]))).toContain('GET https://a.example/apix');
  });

  it('take a path that is already encoded as it is, and encode what no request line can hold', () => {
    const odd = pathsOf(probesOf([ingress('a.example', ['/a%20b', '/c d', '/ü'])]));
    expect(odd).toEqual(expect.arrayContaining(['/a%20b', '/a%2520b', '/c%20d', '/%C3%BC']));
  });

  it('ask for what rewrites and app-root lead to', () => {
    const rewriting = ingress('a.example', ['/old(/|$)(.*)'], { 'rewrite-target': '/new/$2', 'app-root': '/start' });
    expect(pathsOf(probesOf([rewriting]))).toEqual(expect.arrayContaining(['/new/', '/start']));
    const modified = { filters: [{ type: 'URLRewrite', urlRewrite: { path: { replaceFullPath: '/full' } } }] };
    expect(pathsOf(probesOf([], [route(['a.example'], [modified])]))).toContain('/full');
  });
});

describe('the hosts of the probes', () => {
  const hostsOf = (...given: Parameters<typeof probesOf>) =>
    new Set(probesOf(...given).map(({ request }) => request.host));

  it('are one and two labels below a wildcard, and its parent', () => {
    const hosts = hostsOf([ingress('*.a.example', ['/'])]);
    expect([...hosts]).toEqual(expect.arrayContaining(['probe.a.example', 'deeper.probe.a.example', 'a.example']));
  });

  it('keep to their own paths where a wildcard has the same parent', () => {
    const probes = probesOf([ingress('a.example', ['/own']), ingress('*.a.example', ['/wild'])]);
    expect(pathsOf(probes)).toEqual(expect.arrayContaining(['/ownx', '/wild']));
    expect(pathsOf(probes)).not.toContain('/wildx');
  });

  it('do not stand in for a wildcard with a name that is configured itself', () => {
    const hosts = hostsOf([ingress('*.a.example', ['/']), ingress('probe.a.example', ['/'])]);
    expect([...hosts]).toContain('probe-2.a.example');
  });

  it('are aliases, in plain, wildcard and regex form', () => {
    const hosts = hostsOf([
      ingress('a.example', ['/'], { 'server-alias': 'b.example, *.c.example, ~^d[0-9]\\.example$' }),
    ]);
    expect([...hosts]).toEqual(expect.arrayContaining(['b.example', 'probe.c.example', 'd0.example', 'dx.example']));
  });

  it('are the www counterparts of redirecting hosts', () => {
    const hosts = hostsOf([
      ingress('a.example', ['/'], { 'from-to-www-redirect': 'true' }),
      ingress('www.b.example', ['/'], { 'from-to-www-redirect': 'true' }),
    ]);
    expect([...hosts]).toEqual(expect.arrayContaining(['www.a.example', 'b.example']));
  });

  it('come from every emitted kind that names hosts', () => {
    const listeners = (hostname: string) => ({ listeners: [{ name: 'l', hostname, protocol: 'HTTP', port: 80 }] });
    const hosts = hostsOf(
      [],
      [
        gatewayObject('Gateway', listeners('gateway.example')),
        gatewayObject('ListenerSet', listeners('set.example')),
        route(['http.example'], [{}]),
        route(['grpc.example'], [{}], 'GRPCRoute'),
        route(['tls.example'], [{}], 'TLSRoute'),
      ],
    );
    for (const name of ['gateway', 'set', 'http', 'grpc', 'tls']) expect([...hosts]).toContain(`${name}.example`);
  });

  it('are those of its listeners for a route that names none', () => {
    const gateway = gatewayObject(
      'Gateway',
      {
        listeners: [
          { name: 'one', hostname: 'one.example', protocol: 'HTTP', port: 80 },
          { name: 'two', hostname: 'two.example', protocol: 'HTTP', port: 80 },
        ],
      },
      'gw',
    );
    const rules = [{ matches: [{ path: { type: 'Exact', value: '/only' } }] }];
    const attached = gatewayObject('HTTPRoute', { parentRefs: [{ name: 'gw', sectionName: 'one' }], rules });
    const probes = probesOf([], [gateway, attached]);
    expect(pathsOf(probes, 'one.example')).toContain('/only/');
    expect(pathsOf(probes, 'two.example')).not.toContain('/only/');
  });

  it('are a stranger too, who asks for everything that rules without host serve', () => {
    expect(pathsOf(probesOf([ingress(undefined, ['/all'])]), 'stranger.example')).toContain('/allx');
    expect(pathsOf(probesOf([ingress('a.example', ['/api'])]), 'stranger.example')).toEqual(
      expect.arrayContaining(['/', '/api', '/nothing-here']),
    );
    expect([...hostsOf([ingress('*.example', ['/'])])]).toContain('stranger.example-2');
  });

  it('are tried for paths of less specific hosts, which they must not fall back to', () => {
    const probes = probesOf([
      ingress('b.a.example', ['/own']),
      ingress('*.a.example', ['/wild']),
      ingress(undefined, ['/any(/|$)(.*)'], { 'use-regex': 'true' }),
    ]);
    expect(pathsOf(probes, 'b.a.example')).toEqual(expect.arrayContaining(['/own', '/wild', '/any/']));
  });

  it('are names that a client can ask for', () => {
    expect([...hostsOf([ingress('a..com', ['/']), ingress('{{ .Values.host }}', ['/'])])]).toEqual([
      'stranger.example',
    ]);
  });
});

describe('the limit per host', () => {
  const crowded = ingress(
    'a.example',
    Array.from({ length: 100 }, (_, index) => `/path-${index}`),
  );

  it('keeps the paths themselves and says how many probes it left out', () => {
    const set = deriveProbes([crowded], []);
    expect(set.probes.filter(({ request }) => request.host.startsWith('a.example'))).toHaveLength(
      defaultLimitPerHost - 1, // the upper-case Host header is the same host
    );
    expect(pathsOf(set.probes)).toEqual(expect.arrayContaining(['/path-0', '/path-57', '/path-99']));
    const all = deriveProbes([crowded], [], { limitPerHost: 100_000 });
    expect(all.leftOut).toEqual([]);
    expect(set.leftOut).toEqual([{ host: 'a.example', count: all.probes.length - set.probes.length }]);
  });

  it('can be set', () => {
    const set = deriveProbes([crowded], [], { limitPerHost: 3 });
    expect(set.probes.map(({ request }) => request.host)).toEqual([
      ...Array.from({ length: 3 }, () => 'a.example'),
      ...Array.from({ length: 3 }, () => 'stranger.example'),
    ]);
    expect(set.leftOut.map(({ host }) => host)).toEqual(['a.example', 'stranger.example']);
  });
});
