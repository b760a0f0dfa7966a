import { describe, expect, it } from 'vitest';
import { configWords } from '../../../src/behaviour/sources/haproxytech/config-words.js';
import { fnv128a } from '../../../src/behaviour/sources/haproxytech/go-hash.js';
import { ask, ingress, modelOf } from './haproxytech-objects.js';

const tls = [{ hosts: ['app.local'], secretName: 'crt' }];

describe('TLS and redirects', () => {
  it('the redirect of TLS hosts goes to port 8443, with the host as it was sent', () => {
    const outcome = ask([ingress({ tls })], { host: 'App.local:80', path: '/x?y=1' });
    expect([outcome.status, outcome.location]).toEqual([302, 'https://App.local:8443/x?y=1']);
  });

  it('ssl-redirect-port and ssl-redirect-code go into it', () => {
    const annotations = { 'ssl-redirect-port': '443', 'ssl-redirect-code': '301' };
    const outcome = ask([ingress({ tls, annotations })]);
    expect([outcome.status, outcome.location]).toEqual([301, 'https://app.local:443/']);
  });

  it('a tls entry without a Secret redirects, though there is no certificate', () => {
    const objects = [ingress({ tls: [{ hosts: ['app.local'] }] })];
    expect(ask(objects).status).toBe(302);
    expect(ask(objects, { scheme: 'https' }).status).toBe(0);
  });

  it('shows the first certificate to strangers, unless names are strict', () => {
    const objects = [ingress({ tls }), ingress({ name: 'b', host: 'b.local' })];
    expect(ask(objects, { scheme: 'https', host: 'b.local' }).certificate).toBe('default');
    const strict = { controllerConfig: { 'client-strict-sni': 'true' } };
    expect(ask(objects, { scheme: 'https', host: 'b.local' }, strict).status).toBe(0);
  });

  it('a code that HAProxy does not know stops every reload', () => {
    const model = modelOf([ingress({ tls, annotations: { 'ssl-redirect-code': 'abc' } })]);
    expect(model.configErrors).toEqual(['Ingress default/a: ssl-redirect-code: HAProxy knows no redirect with code 0']);
  });

  it('a passthrough host takes no plain HTTP', () => {
    const objects = [ingress({ annotations: { 'ssl-passthrough': 'true' } })];
    expect(ask(objects).status).toBe(0);
    expect(ask(objects, { scheme: 'https' }).backend).toBe('default/a:80');
  });
});

describe('classes', () => {
  it('the old annotation has no say, and nobody is asked for a class without the flag', () => {
    const object = ingress({ className: undefined });
    Object.assign(object, { metadata: { name: 'a', annotations: { 'kubernetes.io/ingress.class': 'nginx' } } });
    expect(ask([object]).status).toBe(200);
    expect(ask([object], {}, { flags: { ingressClass: 'haproxy' } }).status).toBe(404);
    expect(ask([object], {}, { flags: { ingressClass: 'haproxy', emptyIngressClass: true } }).status).toBe(200);
  });

  it('a class of another controller is none of its business', () => {
    const classes = [{ metadata: { name: 'haproxy' }, spec: { controller: 'haproxy-ingress.github.io/controller' } }];
    const model = modelOf([ingress()], { ingressClasses: classes });
    expect(model.ignoredIngresses).toEqual([
      { namespace: 'default', name: 'a', reason: 'class haproxy is not served by this controller' },
    ]);
  });
});

describe('protection', () => {
  it('one bad address opens the door, and the second Ingress with the same text closes it again', () => {
    const annotations = { 'allow-list': '10.0.0.0/8, nonsense' };
    expect(ask([ingress({ annotations })]).status).toBe(200);
    const both = [ingress({ annotations }), ingress({ name: 'b', host: 'b.local', annotations })];
    expect(ask(both).status).toBe(200);
    expect(ask(both, { host: 'b.local' }).status).toBe(403);
  });

  it('a list of the ConfigMap holds beside that of an Ingress, and for strangers', () => {
    const more = { controllerConfig: { 'allow-list': '10.0.0.0/8' } };
    const own = ingress({ annotations: { 'allow-list': '127.0.0.1' } });
    expect(ask([own], {}, more).status).toBe(403);
    expect(ask([own], { host: 'stranger.local' }, more).status).toBe(403);
  });

  it('once an Ingress inherits the list, it is only one for those who inherit it', () => {
    const more = { controllerConfig: { 'allow-list': '10.0.0.0/8' } };
    const objects = [ingress({ annotations: { 'allow-list': '127.0.0.1' } }), ingress({ name: 'b', host: 'b.local' })];
    expect(ask(objects, {}, more).status).toBe(200);
    expect(ask(objects, { host: 'b.local' }, more).status).toBe(403);
    expect(ask(objects, { host: 'stranger.local' }, more).status).toBe(404);
  });

  it('src-ip-header speaks for the client', () => {
    const annotations = { 'allow-list': '10.0.0.0/8', 'src-ip-header': 'X-Real-IP' };
    const outcome = ask([ingress({ annotations })], { headers: { 'X-Real-IP': '10.1.2.3' } });
    expect([outcome.status, outcome.requestHeaders.added['x-forwarded-for']]).toEqual([200, '10.1.2.3']);
  });

  it('src-ip-header of anybody speaks for clients whom no path takes', () => {
    const more = { controllerConfig: { 'deny-list': '10.0.0.0/8' } };
    const objects = [ingress({ annotations: { 'src-ip-header': 'X-Real-IP', 'deny-list': '192.0.2.1' } })];
    const request = { host: 'stranger.local', headers: { 'X-Real-IP': '10.1.2.3' } };
    expect(ask(objects, request, more).status).toBe(403);
    const ofConfig = { controllerConfig: { ...more.controllerConfig, 'src-ip-header': 'X-Other' } };
    expect(ask(objects, { headers: { 'X-Other': '10.1.2.3' } }, ofConfig).status).toBe(200);
  });

  it('reads lists from the ConfigMap of pattern files', () => {
    const objects = [ingress({ annotations: { 'deny-list': 'patterns/bad' } })];
    const configmaps = [{ metadata: { name: 'files', namespace: 'haproxy' }, data: { bad: '# bad\n127.0.0.0/8\n' } }];
    const flags = { configmapPatternfiles: 'haproxy/files' };
    expect(ask(objects, {}, { configmaps, flags }).status).toBe(403);
    expect(modelOf(objects).unmodelled).toEqual(['Ingress default/a: deny-list: what is in patterns/bad']);
    expect(ask(objects).guards.map(({ kind }) => kind)).toEqual(['deny-list']);
  });

  it('an auth-type that is none leaves the Ingress open; a Secret that is missing shuts it', () => {
    expect(ask([ingress({ annotations: { 'auth-type': 'digest', 'auth-secret': 'users' } })]).status).toBe(200);
    const basic = [ingress({ annotations: { 'auth-type': 'basic-auth', 'auth-secret': 'users' } })];
    expect(ask(basic).guards).toEqual([
      { kind: 'basic-auth', parameters: { secret: 'default/users', realm: 'Protected-Content' } },
    ]);
    expect(ask(basic, {}, { missingSecrets: ['default/users'] }).status).toBe(401);
  });

  it('lists what stands before a backend, in the order in which HAProxy asks it', () => {
    const annotations = {
      'rate-limit-requests': '5',
      'rate-limit-period': '1m',
      'auth-type': 'basic-auth',
      'auth-secret': 'users',
      'allow-list': '127.0.0.1',
      'deny-list': '10.0.0.1',
    };
    const { guards } = ask([ingress({ annotations })]);
    expect(guards.map(({ kind }) => kind)).toEqual(['deny-list', 'allow-list', 'basic-auth', 'rate-limit']);
    expect(guards.at(-1)?.parameters).toEqual({ requests: 5, seconds: 60, status: 403 });
  });
});

describe('routes', () => {
  it('a trailing slash of a prefix is ignored, and a missing Service leaves its path to others', () => {
    const objects = [ingress({ paths: { '/x/': 'x', '/x/gone': 'gone' } })];
    expect(ask(objects, { path: '/x' }).backend).toBe('default/x:80');
    const missing = { missingServices: ['default/gone'] };
    expect(ask(objects, { path: '/x/gone/1' }, missing).backend).toBe('default/x:80');
    expect(modelOf(objects, missing).messages).toHaveLength(1);
  });

  it('of two Ingresses with one path and Service, the names of their rules decide', () => {
    const objects = [
      ingress({ paths: { '/': 's' }, annotations: { 'request-set-header': 'X-From a' } }),
      ingress({ name: 'b', paths: { '/': 's' }, annotations: { 'request-set-header': 'X-From b' } }),
      ingress({ name: 'c', paths: { '/': 's' } }),
    ];
    expect(ask(objects).rule).toContain('Ingress default/c');
    expect(ask(objects.slice(0, 2)).requestHeaders.set['x-from']).toMatch(/^[ab]$/);
    expect(ask(objects.slice(0, 2).reverse())).toEqual(ask(objects.slice(0, 2)));
  });

  it('a dot in the name of an Ingress cuts the name of its own backend short', () => {
    const annotations = { 'standalone-backend': 'true' };
    expect(ask([ingress({ name: 'a', paths: { '/': 's' }, annotations })]).status).toBe(200);
    expect(ask([ingress({ name: 'a.b', paths: { '/': 's' }, annotations })]).status).toBe(404);
  });

  it('spec.defaultBackend takes what nothing else does', () => {
    const fallback = {
      metadata: { name: 'd' },
      spec: { ingressClassName: 'haproxy', defaultBackend: { service: { name: 'd', port: { number: 80 } } } },
    };
    expect(ask([fallback, ingress()], { host: 'stranger.local' }).backend).toBe('default/d:80');
    expect(ask([fallback, ingress({ paths: { '/x': 'x' } })], { path: '/y' }).backend).toBe('default/d:80');
    expect(ask([ingress()], { host: 'stranger.local' }).rule).toBe('default backend');
  });

  it('route-acl leaves the annotations of its own Ingress behind and takes those of the path in the maps', () => {
    const objects = [
      ingress({ name: 'prod', annotations: { 'request-set-header': 'X-From prod' } }),
      ingress({ name: 'canary', annotations: { 'request-set-header': 'X-From canary' } }),
    ];
    const services = [
      { metadata: { name: 'canary', annotations: { 'haproxy.org/route-acl': 'cook(staging) -m found' } } },
    ];
    const outcome = ask(objects, { headers: { Cookie: 'staging=1' } }, { services });
    expect([outcome.backend, outcome.requestHeaders.set['x-from']]).toEqual(['default/canary:80', 'prod']);
  });

  it('a condition of route-acl is asked about every value of a header', () => {
    const acl = 'hdr(X-A),lower -m str one';
    const services = [{ metadata: { name: 'canary', annotations: { 'haproxy.org/route-acl': acl } } }];
    const objects = [ingress({ name: 'prod' }), ingress({ name: 'canary' })];
    const to = (value: string) => ask(objects, { headers: { 'X-A': value } }, { services }).backend;
    expect([to('ONE, two'), to('two, three')]).toEqual(['default/canary:80', 'default/prod:80']);
  });

  it('a lot in route-acl is a share of the traffic', () => {
    const services = [{ metadata: { name: 'canary', annotations: { 'haproxy.org/route-acl': 'rand(100) lt 25' } } }];
    const objects = [ingress({ name: 'prod' }), ingress({ name: 'canary' })];
    expect(ask(objects, {}, { services }).backends).toEqual([
      { backend: 'default/canary:80', weight: 0.25 },
      { backend: 'default/prod:80', weight: 0.75 },
    ]);
  });

  it('names a route-acl that it cannot evaluate', () => {
    const services = [{ metadata: { name: 'a', annotations: { 'haproxy.org/route-acl': 'nbsrv(x) gt 1' } } }];
    expect(modelOf([ingress()], { services }).unmodelled).toEqual([
      'Ingress default/a spec.rules[0].http.paths[0]: route-acl nbsrv(x) gt 1',
    ]);
  });

  it('numbers the port of a backend as its Service does', () => {
    const services = [{ metadata: { name: 'a' }, spec: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] } }];
    expect(ask([ingress()], {}, { services }).backend).toBe('default/a:80');
    const none = [{ metadata: { name: 'a' }, spec: { ports: [{ name: 'http', port: 8080 }] } }];
    expect(ask([ingress()], {}, { services: none }).status).toBe(404);
  });

  it('says which paths came near', () => {
    const model = modelOf([ingress({ paths: { '/': 'a', '/x': 'b', '/y': 'c' } })]);
    expect(model.nearest({ scheme: 'http', host: 'app.local', method: 'GET', path: '/x/1' })[0]).toEqual({
      rule: 'Ingress default/a spec.rules[0].http.paths[0]',
      asks: 'Prefix /',
      why: 'matches too, but another path comes before it',
    });
  });
});

describe('headers, CORS and paths', () => {
  it('the expression of cors-allow-origin is searched, and guards all headers', () => {
    const annotations = { 'cors-enable': 'true', 'cors-allow-origin': 'https://example.com' };
    const from = (Origin: string) => ask([ingress({ annotations })], { headers: { Origin } }).responseHeaders.set;
    expect(from('https://example.com.evil.io')['access-control-allow-origin']).toBe('https://example.com.evil.io');
    expect(from('https://other.io')).toEqual({});
  });

  it('CORS of the ConfigMap reaches strangers only while no Ingress has CORS', () => {
    const more = { controllerConfig: { 'cors-enable': 'true' } };
    const request = { host: 'stranger.local', headers: { Origin: 'https://x.io' } };
    expect(Object.keys(ask([], request, more).responseHeaders.set)).toHaveLength(4);
    const objects = [ingress({ annotations: { 'cors-enable': 'true', 'cors-max-age': '1m' } })];
    expect(ask(objects, request, more).responseHeaders.set).toEqual({});
  });

  it('CORS headers stand on answers of HAProxy itself too, others do not', () => {
    const annotations = { 'cors-enable': 'true', 'deny-list': '127.0.0.1', 'response-set-header': 'X-A b' };
    const outcome = ask([ingress({ annotations })], { headers: { Origin: 'https://x.io' } });
    expect(outcome.status).toBe(403);
    expect(outcome.responseHeaders.set['access-control-allow-origin']).toBe('*');
    expect(outcome.responseHeaders.set['x-a']).toBeUndefined();
  });

  it('evaluates lookups in header values and names those it does not know', () => {
    const annotations = { 'request-set-header': 'X-A %[req.hdr(X-B),lower] 100%%\nX-C %[uuid()]' };
    const outcome = ask([ingress({ annotations })], { headers: { 'X-B': 'One, TWO' } });
    expect(outcome.requestHeaders.set['x-a']).toBe('two 100%');
    expect(modelOf([ingress({ annotations })]).unmodelled).toEqual([
      'Ingress default/a: request-set-header: lookup %[uuid()]',
    ]);
  });

  it('a line without a blank ends the reading', () => {
    const annotations = { 'request-set-header': 'X-A 1\nX-B\nX-C 3' };
    expect(ask([ingress({ annotations })]).requestHeaders.set).toEqual({ 'x-a': '1' });
  });

  it('path-rewrite keeps the query, leaves what it does not find, and takes backslashes as HAProxy does', () => {
    const annotations = { 'path-rewrite': '^/v([0-9]+)/(.*)$ /api/\\2/v\\1' };
    const objects = [ingress({ annotations })];
    expect(ask(objects, { path: '/v2/x?q' }).path).toBe('/api/x/v2?q');
    expect(ask(objects, { path: '/x/v2?q' }).path).toBe('/x/v2?q');
    expect(modelOf([ingress({ annotations: { 'path-rewrite': '( /x' } })]).configErrors).toHaveLength(1);
  });

  it('a set-host that is not one word is refused by HAProxy', () => {
    expect(modelOf([ingress({ annotations: { 'set-host': 'a b' } })]).configErrors).toHaveLength(1);
  });
});

describe('backends', () => {
  it('a cookie of the Service or the ConfigMap binds clients', () => {
    const guard = {
      kind: 'affinity',
      parameters: { cookie: 'sid', path: '/', httpOnly: false, secure: false },
    };
    const services = [{ metadata: { name: 'a', annotations: { 'haproxy.org/cookie-persistence': 'sid' } } }];
    expect(ask([ingress()], {}, { services }).guards).toEqual([guard]);
    expect(ask([ingress()], {}, { controllerConfig: { 'cookie-persistence': 'sid' } }).guards).toEqual([guard]);
  });

  it('timeouts of Service, Ingress and ConfigMap, in this order; without a unit in milliseconds', () => {
    expect(ask([ingress()]).timeouts).toEqual({ connect: 5, read: 50, tunnel: 3600 });
    const objects = [ingress({ annotations: { 'timeout-server': '1500' } })];
    expect(ask(objects, {}, { controllerConfig: { 'timeout-connect': '1m' } }).timeouts).toEqual({
      connect: 60,
      read: 1.5,
      tunnel: 3600,
    });
  });

  it('an empty value ends the search', () => {
    const services = [{ metadata: { name: 'a', annotations: { 'haproxy.org/forwarded-for': '' } } }];
    expect(ask([ingress()], {}, { services }).requestHeaders.added).toEqual({});
  });

  it('answers 503 without endpoints', () => {
    expect(ask([ingress()], {}, { services: [{ metadata: { name: 'a' }, endpoints: 0 }] }).status).toBe(503);
  });
});

describe('the small readers', () => {
  it('hashes as Go does', () => {
    expect(fnv128a('')).toBe('6c62272e07bb014262b821756295c58d');
    expect(fnv128a('a')).toBe('d228cb696f1a8caf78912b704e4a8964');
    expect(fnv128a('foobar')).toBe('343e1662793c64bf6f0d3597ba446f18');
  });

  it.each([
    ['a "b c" d\\ e', ['a', 'b c', 'd e']],
    ["'x\\1' \\1 # rest", ['x\\1', '\\1']],
    ['a\\.b\\\\c', ['a\\.b\\c']],
    ['""', ['']],
    ['"open', undefined],
  ])('splits %s as HAProxy does', (line, words) => {
    expect(configWords(line)).toEqual(words);
  });
});
