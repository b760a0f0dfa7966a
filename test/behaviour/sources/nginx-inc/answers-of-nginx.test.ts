import { describe, expect, it } from 'vitest';
import type { Request } from '../../../../src/behaviour/outcome.js';
import { createNginxIncModel } from '../../../../src/behaviour/sources/nginx-inc.js';

/** What a real nginx answered where the model once thought otherwise; see test/nginx/nginx-inc/counterexamples.ts. */

function modelOf(
  annotations: Readonly<Record<string, string>>,
  paths: readonly string[] = ['/'],
  { host = 'h.com', policy = {} }: { readonly host?: string; readonly policy?: object } = {},
) {
  const backend = { service: { name: 'tea', port: { number: 80 } } };
  return createNginxIncModel({
    ingresses: [
      {
        metadata: {
          name: 'a',
          annotations: Object.fromEntries(
            Object.entries(annotations).map(([key, value]) => [`nginx.org/${key}`, value]),
          ),
        },
        spec: {
          ingressClassName: 'nginx',
          rules: [{ host, http: { paths: paths.map((path) => ({ path, pathType: 'Prefix', backend })) } }],
        },
      },
    ],
    customResources: [{ kind: 'Policy', metadata: { name: 'p' }, spec: policy }],
    assumeServicesExist: true,
    assumeSecretsExist: true,
    checks: { basic: () => false },
  });
}

const get = (path: string, more: Partial<Request> = {}): Request => ({
  scheme: 'http',
  host: 'h.com',
  method: 'GET',
  path,
  ...more,
});

describe('a path that nobody has', () => {
  it('is protected like the server, and still nothing is there', () => {
    const locked = modelOf({ 'basic-auth-secret': 'users' }, ['/tea']);
    expect(locked.answer(get('/x'))).toMatchObject({ status: 401, isAbsent: true });
    const policy = { accessControl: { allow: ['10.0.0.0/8'] } };
    const listed = modelOf({ policies: 'p' }, ['/tea'], { policy });
    expect(listed.answer(get('/x', { clientAddress: '198.51.100.1' }))).toMatchObject({ status: 403, isAbsent: true });
    expect(listed.answer(get('/x', { clientAddress: '10.0.0.1' })).status).toBe(404);
  });

  it.each([
    ['GET', 404],
    ['HEAD', 404],
    ['POST', 404],
    ['OPTIONS', 405],
    ['DELETE', 405],
  ])('answers %s with %i', (method, status) => {
    expect(modelOf({}, ['/tea']).answer(get('/x', { method }))).toMatchObject({ status, isAbsent: true });
  });
});

describe('a request', () => {
  it('of the method TRACE gets the headers of the server, but no HSTS', () => {
    const model = modelOf({ 'add-header': 'X-Own:v:always', hsts: 'true', 'hsts-behind-proxy': 'true' });
    const outcome = model.answer(get('/', { method: 'TRACE', headers: { 'X-Forwarded-Proto': 'https' } }));
    expect(outcome).toMatchObject({ status: 405, responseHeaders: { set: {}, added: { 'x-own': 'v' } } });
  });

  it('keeps its fragment on the way to the pod', () => {
    expect(modelOf({}).answer(get('/x?q=%2F#h')).path).toBe('/x?q=%2F#h');
  });

  it('for a name that begins with a dot fits a wildcard', () => {
    const model = modelOf({}, ['/'], { host: '*.h.com' });
    expect(model.answer(get('/', { host: '.h.com' })).status).toBe(200);
    expect(model.answer(get('/')).status).toBe(404);
  });

  it('fits what the template makes of a percent sign', () => {
    const model = modelOf({}, ['/a%20b', '/c%', '/d%%e', '/e%*d', '/f%[1]d']);
    for (const path of ['/a%25!b(MISSING)', '/c%25!(NOVERB)', '/d%25e', '/e%25!(BADWIDTH)%25!d(MISSING)'])
      expect(model.answer(get(path)).status, path).toBe(200);
    expect(model.answer(get('/f%25!d(BADINDEX)')).status).toBe(200);
    expect(modelOf({}, ['/a%20b', '/a%20b']).configErrors[0]).toContain('duplicate location');
  });
});

describe('a rewrite', () => {
  it('knows the variables of its own templates, and not those of ingress-nginx', () => {
    const target = '/$service/$resource_name/$resource_namespace/$resource_type';
    expect(modelOf({ 'rewrite-target': target }).answer(get('/x')).path).toBe('/tea/a/default/ingress');
    expect(modelOf({ 'rewrite-target': '/x$request_uri_no_args' }).answer(get('/$1?q')).path).toBe('/x/$1?q');
    expect(modelOf({ 'rewrite-target': '/$ingress_name' }).configErrors[0]).toContain(
      'unknown "ingress_name" variable',
    );
  });

  it('defines a variable for each named group', () => {
    const named = (name: string) => modelOf({ 'rewrite-target': `/x/$${name}` }, [`/(?<${name}>.*)`]);
    expect(named('tail').configErrors).toEqual([]);
    expect(named('uri').configErrors[0]).toContain('duplicate "uri" variable');
  });

  it('by Service takes the place of as many bytes as the path has', () => {
    expect(modelOf({ rewrites: 'serviceName=tea rewrite=/x' }, ['/ü']).answer(get('/ü/a')).path).toBe('/x/a');
  });
});
