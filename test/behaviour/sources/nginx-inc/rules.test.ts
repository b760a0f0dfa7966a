import { describe, expect, it } from 'vitest';
import type { Request } from '../../../../src/behaviour/outcome.js';
import { createNginxIncModel, type NginxIncInput } from '../../../../src/behaviour/sources/nginx-inc.js';

type Annotations = Readonly<Record<string, string>>;

const path = (text: string, pathType = 'Prefix', service = 'tea') => ({
  path: text,
  pathType,
  backend: { service: { name: service, port: { number: 80 } } },
});

const rule = (host: string, ...paths: readonly object[]) => ({ host, http: { paths } });

function ingress(name: string, annotations: Annotations, spec: object, metadata: object = {}): object {
  return { metadata: { name, annotations, ...metadata }, spec: { ingressClassName: 'nginx', ...spec } };
}

const minionOf = (name: string, annotations: Annotations, ...paths: readonly object[]) =>
  ingress(name, { 'nginx.org/mergeable-ingress-type': 'minion', ...annotations }, { rules: [rule('h.com', ...paths)] });

const masterWith = (annotations: Annotations, spec: object = {}) =>
  ingress(
    'm',
    { 'nginx.org/mergeable-ingress-type': 'master', ...annotations },
    { rules: [{ host: 'h.com' }], ...spec },
  );

const one = (annotations: Annotations, ...paths: readonly object[]) =>
  ingress('a', annotations, { rules: [rule('h.com', ...(paths.length === 0 ? [path('/')] : paths))] });

const withTls = { tls: [{ hosts: ['h.com'], secretName: 'pair' }], rules: [rule('h.com', path('/'))] };

function modelOf(ingresses: readonly object[], more: Partial<NginxIncInput> = {}) {
  return createNginxIncModel({ ingresses, assumeServicesExist: true, assumeSecretsExist: true, ...more });
}

const get = (target: string, more: Partial<Request> = {}): Request => ({
  scheme: 'http',
  host: 'h.com',
  method: 'GET',
  path: target,
  ...more,
});

const policy = (name: string, spec: object) => ({ kind: 'Policy', metadata: { name }, spec });

describe('which Ingresses count', () => {
  it('is told by the class, whose annotation wins unless it is empty', () => {
    const classed = (annotation: string | undefined, field: string | undefined) => {
      const annotations: Annotations = annotation === undefined ? {} : { 'kubernetes.io/ingress.class': annotation };
      const object = { metadata: { name: 'a', annotations }, spec: { ingressClassName: field, ...withTls } };
      return modelOf([object]).ignoredIngresses.map(({ reason }) => reason);
    };
    expect(classed(undefined, 'nginx')).toEqual([]);
    expect(classed('', 'nginx')).toEqual([]);
    expect(classed('other', 'nginx')).toEqual(['class other']);
    expect(classed(undefined, undefined)).toEqual(['no class']);
  });

  it('follows the IngressClasses of this controller', () => {
    const of = (name: string, controller: string) => ({ metadata: { name }, spec: { controller } });
    const ignored = (...ingressClasses: readonly object[]) =>
      modelOf([one({})], { ingressClasses }).ignoredIngresses.length;
    expect(ignored(of('nginx', 'nginx.org/ingress-controller'))).toBe(0);
    expect(ignored(of('f5', 'nginx.org/ingress-controller'))).toBe(1);
    expect(ignored(of('nginx', 'k8s.io/ingress-nginx'))).toBe(1);
  });

  it.each<[string, string, boolean]>([
    ['nginx.org/proxy-read-timeout', '1h 30m', true],
    ['nginx.org/proxy-read-timeout', '90', true],
    ['nginx.org/proxy-read-timeout', '30m 1h', false],
    ['nginx.org/proxy-read-timeout', ' '.repeat(50_000), false],
    ['nginx.org/client-max-body-size', '2g', true],
    ['nginx.org/proxy-buffer-size', '2g', false],
    ['nginx.org/hsts-max-age', '100', false],
    ['nginx.org/add-header', 'X-A:b:always,X-B', true],
    ['nginx.org/add-header', 'X-A:$host', false],
    ['nginx.org/add-header', 'X-A:b:sometimes', false],
    ['nginx.org/proxy-set-headers', 'X_A:b', false],
    ['nginx.org/lb-method', 'random two', true],
    ['nginx.org/lb-method', 'least_time header', false],
    ['nginx.org/websocket-services', 'tea, coffee', false],
    ['nginx.org/rewrites', 'serviceName=tea rewrite=/;serviceName=milk rewrite=/', false],
    ['nginx.org/rewrites', 'serviceName=tea  rewrite=/', false],
    ['nginx.org/app-root', '/app/', false],
    ['nginx.org/http-redirect-code', '303', false],
    ['nginx.org/proxy-redirect-from', 'http://a/', false],
    ['nginx.org/limit-req-rate', 'fast', true],
    ['nginx.org/limit-req-key', 'address', false],
    ['nginx.org/custom-http-errors', '404, 5xx', true],
    ['nginx.org/custom-http-errors', '499', false],
    ['nginx.org/unheard-of', 'x', true],
    ['nginx.com/jwt-key', 'x', false],
    ['appprotect.f5.com/app-protect-enable', 'true', false],
  ])('%s: %j lets it in: %s', (key, value, taken) => {
    expect(modelOf([one({ [key]: value })]).ignoredIngresses.length).toBe(taken ? 0 : 1);
  });

  it.each(['/a b', '//a', '/a/../b', '/(', '/a{x}', '/etc/passwd', '/var', '/a"'])(
    'not that with the path %s',
    (text) => {
      expect(modelOf([one({}, path(text))]).ignoredIngresses).toHaveLength(1);
    },
  );

  it('and not one whose hosts are a VirtualServer’s', () => {
    const server = { kind: 'VirtualServer', metadata: { name: 'v', uid: 'z' }, spec: { host: 'h.com' } };
    const model = modelOf([one({})], { customResources: [server] });
    expect(model.lostClaims).toEqual([
      { ingress: 'Ingress default/a', host: 'h.com', owner: 'VirtualServer default/v' },
    ]);
    expect(model.answer(get('/')).rule).toBe('VirtualServer default/v');
    expect(model.unmodelled).toEqual(['VirtualServer default/v, which has the host h.com']);
  });
});

describe('paths', () => {
  it('of type Exact are dead below path-regex, whichever it is', () => {
    for (const mode of ['case_sensitive', 'exact']) {
      const model = modelOf([one({ 'nginx.org/path-regex': mode }, path('/tea', 'Exact'))]);
      expect(model.configErrors).toEqual([]);
      expect(model.answer(get('/tea')).status).toBe(404);
    }
  });

  it('with a percent sign are spoilt by the template', () => {
    const model = modelOf([one({}, path('/a%20b'), path('/b'))]);
    expect(model.answer(get('/a%20b')).status).toBe(404);
    expect(model.answer(get('/a%2520b')).status).toBe(404);
    expect(model.answer(get('/b')).status).toBe(200);
  });

  it('that two types of one text make twice break the configuration', () => {
    const twice = modelOf([one({}, path('/a'), path('/a', 'ImplementationSpecific'))]);
    expect(twice.configErrors).toHaveLength(1);
    expect(modelOf([one({}, path('/a'), path('/a', 'Exact'))]).configErrors).toEqual([]);
  });

  it('of a minion contest each other too', () => {
    const model = modelOf([masterWith({}), minionOf('t', {}, path('/a'), path('/a', 'Exact'), path('/b'))]);
    expect(model.answer(get('/a')).status).toBe(404);
    expect(model.answer(get('/b')).status).toBe(200);
    expect(model.lostClaims).toMatchObject([{ path: '/a', owner: 'Ingress default/t' }]);
  });

  it('as expressions come before longer texts, in the order of the names of minions', () => {
    const model = modelOf([
      masterWith({}),
      minionOf('z', { 'nginx.org/path-regex': 'case_sensitive' }, path('/a/.', 'Prefix', 'z')),
      minionOf('y', { 'nginx.org/path-regex': 'case_insensitive' }, path('/A/B', 'Prefix', 'y')),
      minionOf('x', {}, path('/a/bcd', 'Prefix', 'x'), path('/a/b', 'Exact', 'exact')),
    ]);
    expect(model.answer(get('/a/bcd')).backend).toBe('default/y:80');
    expect(model.answer(get('/a/cd')).backend).toBe('default/z:80');
    expect(model.answer(get('/a/b')).backend).toBe('default/exact:80');
    expect(model.nearest(get('/a/bcd')).map(({ rule: text }) => text)).toContain(
      'Ingress default/x spec.rules[0].http.paths[0]',
    );
  });

  it('ending in a slash redirect before any expression, with the port of the listener', () => {
    const model = modelOf([one({ 'nginx.org/listen-ports': '8080' }, path('/a/'))]);
    expect(model.answer(get('/a?x=1', { port: 8080 }))).toMatchObject({
      status: 301,
      location: 'http://h.com:8080/a/?x=1',
    });
    expect(model.answer(get('/a/'))).toMatchObject({ status: 404, rule: 'default server' });
    expect(model.answer(get('/a/', { port: 81 }))).toMatchObject({ status: 0 });
    // Nobody else listens there, so the server takes every name.
    expect(model.answer(get('/a/', { port: 8080, host: 'x.org' })).status).toBe(200);
  });

  it('are rewritten with captures, and the query stays', () => {
    const annotations = { 'nginx.org/path-regex': 'case_sensitive', 'nginx.org/rewrite-target': '/new/$1?v=$2' };
    const model = modelOf([one(annotations, path('/old/([a-z]+)/([0-9]+)'))]);
    expect(model.answer(get('/old/x/12?q=1')).path).toBe('/new/x?v=12&q=1');
    expect(modelOf([one({ 'nginx.org/rewrite-target': '/$nothing' })]).configErrors[0]).toContain('unknown "nothing"');
  });

  it('are sent on as they came in where nothing rewrites', () => {
    expect(modelOf([one({})]).answer(get('/a//b/%41?')).path).toBe('/a//b/%41?');
  });
});

describe('TLS', () => {
  it('is refused without a usable Secret, and plain requests are redirected all the same', () => {
    const secrets = [{ metadata: { name: 'pair' }, type: 'Opaque', data: { 'tls.crt': 'x', 'tls.key': 'x' } }];
    const model = modelOf([ingress('a', {}, withTls)], { secrets });
    expect(model.answer(get('/', { scheme: 'https' }))).toMatchObject({ status: 0 });
    expect(model.answer(get('/x?y'))).toMatchObject({ status: 301, location: 'https://h.com:443/x?y' });
  });

  it('shows the certificate of the wildcard Secret where none is named, and that of the default server to others', () => {
    const spec = { ...withTls, tls: [{ hosts: ['h.com'] }] };
    const flags = { wildcardTlsSecret: 'ns/wild', defaultServerTlsSecret: 'ns/default' };
    const model = modelOf([ingress('a', {}, spec)], { flags });
    expect(model.answer(get('/', { scheme: 'https' }))).toMatchObject({ status: 200, certificate: 'ns/wild' });
    expect(model.answer(get('/', { scheme: 'https', host: 'x.org' }))).toMatchObject({
      status: 404,
      certificate: 'default',
    });
  });

  it('redirects to its own first port with its own code', () => {
    const annotations = { 'nginx.org/listen-ports-ssl': '8443,443', 'nginx.org/http-redirect-code': '308' };
    const model = modelOf([ingress('a', annotations, withTls)]);
    expect(model.answer(get('/'))).toMatchObject({ status: 308, location: 'https://h.com:8443/' });
  });

  it('without HTTP/2 makes gRPC Services plain ones', () => {
    const object = ingress('a', { 'nginx.org/grpc-services': 'tea', 'nginx.org/ssl-redirect': 'false' }, withTls);
    expect(modelOf([object]).answer(get('/')).status).toBe(200);
    const grpc = modelOf([object], { controllerConfig: { http2: 'true' } });
    expect(grpc.answer(get('/')).rule).toBe('default server');
    expect(grpc.answer(get('/', { scheme: 'https' })).status).toBe(200);
  });
});

describe('response headers', () => {
  const answered = (annotations: Annotations, config: Annotations = {}) =>
    modelOf([ingress('a', { 'nginx.org/ssl-redirect': 'false', ...annotations }, withTls)], {
      controllerConfig: config,
    }).answer(get('/', { scheme: 'https' })).responseHeaders;

  it('of the ConfigMap vanish where the Ingress adds its own', () => {
    const config = { 'add-header': 'X-Global:1:always' };
    expect(answered({}, config).added).toEqual({ 'x-global': '1' });
    expect(answered({ 'nginx.org/add-header': 'X-Own:1' }, config).added).toEqual({ 'x-own': '1' });
    expect(answered({ 'nginx.org/hsts': 'true' }, config)).toMatchObject({
      added: {},
      set: { 'strict-transport-security': 'max-age=2592000; preload' },
    });
    const merged = { 'nginx.org/add-header': 'X-Own:1', 'nginx.org/add-header-inherit': 'merge' };
    expect(answered(merged, config).added).toEqual({ 'x-global': '1', 'x-own': '1' });
  });

  it('are all lost below a server that switches inheritance off', () => {
    expect(answered({ 'nginx.org/hsts': 'true', 'nginx.org/add-header-inherit': 'off' })).toEqual({
      set: {},
      added: {},
      removed: ['strict-transport-security'],
    });
  });

  it('of pods are hidden on request', () => {
    expect(answered({ 'nginx.org/proxy-hide-headers': 'X-Powered-By, Server' }).removed).toEqual([
      'server',
      'x-powered-by',
    ]);
  });

  it('come with errors only if they always do', () => {
    const model = modelOf([one({ 'nginx.org/add-header': 'X-A:1,X-B:2:always' })]);
    const exchange = model.exchange(get('/'), () => ({ status: 404 }));
    expect(exchange.clientHeaders).toEqual({ 'x-b': '2' });
  });
});

describe('what stands before the pods', () => {
  it('asks for a password before it finds that there is none to compare with', () => {
    const model = modelOf([one({ 'nginx.org/basic-auth-secret': 'users' })], { missingSecrets: ['default/users'] });
    expect(model.answer(get('/')).status).toBe(401);
    expect(model.answer(get('/', { headers: { Authorization: 'Basic YTpi' } })).status).toBe(403);
  });

  it('is asked by the master for all minions, unless a minion has its own', () => {
    const model = modelOf([
      masterWith({ 'nginx.org/basic-auth-secret': 'all', 'nginx.org/limit-req-rate': '5r/s' }),
      minionOf('a', {}, path('/a')),
      minionOf('b', { 'nginx.org/basic-auth-secret': 'own', 'nginx.org/limit-req-burst': '3' }, path('/b')),
    ]);
    expect(model.answer(get('/a')).guards).toMatchObject([
      { kind: 'rate-limit', parameters: { requests: 5, seconds: 1, burst: 0, zone: 'default/a' } },
      { kind: 'basic-auth', parameters: { secret: 'default/all' } },
    ]);
    expect(model.answer(get('/b')).guards).toMatchObject([
      { kind: 'rate-limit', parameters: { burst: 3, zone: 'default/b' } },
      { kind: 'basic-auth', parameters: { secret: 'default/own' } },
    ]);
  });

  it('comes from Policies, and a missing one closes everything', () => {
    const annotations = { 'nginx.org/policies': 'office, cors' };
    const customResources = [
      policy('office', { accessControl: { allow: ['10.0.0.0/8'] } }),
      policy('cors', { cors: { allowOrigin: ['https://*.h.com'], allowMethods: ['GET'] } }),
    ];
    const model = modelOf([one(annotations)], { customResources });
    const inside = { clientAddress: '10.1.1.1' };
    expect(model.answer(get('/')).status).toBe(403);
    expect(model.answer(get('/', { ...inside, headers: { Origin: 'https://a.h.com' } }))).toMatchObject({
      status: 200,
      responseHeaders: { added: { 'access-control-allow-origin': 'https://a.h.com', vary: 'Origin' } },
    });
    expect(
      model.answer(get('/', { ...inside, headers: { Origin: 'https://a.b.h.com' } })).responseHeaders.added,
    ).not.toHaveProperty('access-control-allow-origin');
    // A preflight is answered before anybody is turned away.
    expect(model.answer(get('/', { method: 'OPTIONS' })).status).toBe(204);
    expect(modelOf([one(annotations)], { customResources: customResources.slice(1) }).answer(get('/'))).toMatchObject({
      status: 500,
      reason: 'Policy default/office is missing',
    });
    const limited = [policy('office', { rateLimit: { rate: '1r/s' } }), policy('cors', { cors: {} })];
    expect(modelOf([one(annotations)], { customResources: limited }).answer(get('/')).status).toBe(500);
  });

  it('may be an external service with a place to sign in', () => {
    const auth = {
      authURI: '/check',
      authServiceName: 'ns/auth',
      authServicePorts: [4180],
      authSigninURI: 'https://in/',
    };
    const customResources = [policy('sso', { externalAuth: auth })];
    const checks = { external: () => 401 };
    const model = modelOf([one({ 'nginx.org/policies': 'sso' })], { customResources, checks });
    expect(model.answer(get('/x'))).toMatchObject({
      status: 302,
      location: 'https://in/',
      guards: [{ kind: 'external-auth', parameters: { url: 'http://ns/auth:4180/check' } }],
    });
    expect(model.answer(get('/oauth2/start'))).toMatchObject({ status: 200, backend: 'ns/auth:4180', guards: [] });
  });

  it('knows the client behind trusted proxies', () => {
    const customResources = [policy('office', { accessControl: { deny: ['10.0.0.0/8'] } })];
    const controllerConfig = { 'set-real-ip-from': '127.0.0.1', 'real-ip-header': 'X-Forwarded-For' };
    const model = modelOf([one({ 'nginx.org/policies': 'office' })], { customResources, controllerConfig });
    expect(model.answer(get('/', { headers: { 'X-Forwarded-For': '1.1.1.1, 10.0.0.1' } })).status).toBe(403);
    expect(model.answer(get('/', { headers: { 'X-Forwarded-For': '10.0.0.1, 1.1.1.1' } })).status).toBe(200);
  });

  it('divides rates among the pods of the controller', () => {
    const annotations = { 'nginx.org/limit-req-rate': '1r/s', 'nginx.org/limit-req-scale': 'true' };
    const [guard] = modelOf([one(annotations)], { flags: { replicas: 4 } }).answer(get('/')).guards;
    expect(guard?.parameters).toMatchObject({ requests: 15, seconds: 60 });
  });
});

describe('what becomes of answers of pods', () => {
  it('errors are answered by the default backend under their own status', () => {
    const spec = {
      defaultBackend: { service: { name: 'errors', port: { number: 80 } } },
      rules: [rule('h.com', path('/a'))],
    };
    const model = modelOf([ingress('a', { 'nginx.org/custom-http-errors': '5xx' }, spec)]);
    const { status, backend } = model.exchange(get('/a'), (name) => ({ status: name.includes('tea') ? 503 : 200 }));
    expect({ status, backend }).toEqual({ status: 503, backend: 'default/errors:80' });
    expect(model.exchange(get('/b'), () => ({ status: 503 })).backend).toBe('default/errors:80');
  });

  it('redirects are rewritten by text or expression', () => {
    const located = (from: string, to: string) =>
      modelOf([one({ 'nginx.org/proxy-redirect-from': from, 'nginx.org/proxy-redirect-to': to })]).exchange(
        get('/'),
        () => ({ status: 302, headers: { Location: 'http://tea:80/x' } }),
      ).clientHeaders.location;
    expect(located('http://tea:80/', 'https://h.com/')).toBe('https://h.com/x');
    expect(located('~^http://([a-z]+):80(.*)$', '/$1$2')).toBe('/tea/x');
  });
});

describe('nginx -t', () => {
  it.each<[string, Annotations]>([
    ['"proxy_busy_buffers_size" must be less', { 'nginx.org/proxy-buffer-size': '64k' }],
    ['there must be at least 2 "proxy_buffers"', { 'nginx.org/proxy-buffers': '1 8k' }],
    [
      'value must be between 400 and 599',
      { 'nginx.org/limit-req-rate': '1r/s', 'nginx.org/limit-req-reject-code': '200' },
    ],
    ['invalid burst value', { 'nginx.org/limit-req-rate': '1r/s', 'nginx.org/limit-req-burst': '-1' }],
  ])('%s', (message, annotations) => {
    expect(modelOf([one(annotations)]).configErrors[0]).toContain(message);
  });

  it('is content with buffers that fit', () => {
    const annotations = { 'nginx.org/proxy-buffer-size': '16k', 'nginx.org/proxy-buffers': '8 16k' };
    expect(modelOf([one(annotations)]).configErrors).toEqual([]);
  });

  it('takes no brace in a path that is no expression', () => {
    expect(modelOf([one({}, path('/a{2}'))]).configErrors).toHaveLength(1);
    const regex = modelOf([one({ 'nginx.org/path-regex': 'case_sensitive' }, path('/a{2}'))]);
    expect(regex.configErrors).toEqual([]);
    expect(regex.answer(get('/aa')).status).toBe(200);
  });
});
