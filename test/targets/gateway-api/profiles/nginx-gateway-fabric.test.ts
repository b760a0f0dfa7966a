import { describe, expect, it } from 'vitest';
import type { Conversion, KubernetesObject } from '../../../../src/conversion.js';
import type { Item } from '../../../../src/ledger/verdict.js';
import { ingressNginx } from '../../../../src/mappings/ingress-nginx.js';
import type { ConvertOptions } from '../../../../src/options.js';
import { snippetLines } from '../../../../src/targets/gateway-api/profiles/nginx-gateway-fabric/snippet-text.js';
import { convertObjects } from '../../../mappings/sample-ingress.js';

type Annotations = Readonly<Record<string, string>>;

interface Wanted {
  readonly name?: string;
  readonly host?: string;
  readonly path?: string;
  readonly pathType?: string;
}

function ingress(
  annotations: Annotations,
  { name = 'app', host = 'app.example.com', path = '/', pathType = 'Prefix' }: Wanted = {},
): unknown {
  const prefixed = Object.entries(annotations).map(([key, value]) => [`${ingressNginx.prefix}/${key}`, value]);
  const backend = { service: { name, port: { number: 80 } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: 'shop', annotations: Object.fromEntries(prefixed) },
    spec: { ingressClassName: 'nginx', rules: [{ host, http: { paths: [{ path, pathType, backend }] } }] },
  };
}

const SNIPPETS: Partial<ConvertOptions> = { allowSnippets: true };

function converted(
  objects: readonly unknown[],
  further: Partial<ConvertOptions> = {},
  version = '2.6',
  config?: Annotations,
): Conversion {
  const profile = { name: 'nginx-gateway-fabric', version } as const;
  return convertObjects(objects, 'standard', config, [], 'gateway-api', { profile, ...further });
}

function of(conversion: Conversion, kind: string): KubernetesObject[] {
  return conversion.emitted.filter(({ object }) => object.kind === kind).map(({ object }) => object);
}

function specs(conversion: Conversion, kind: string): unknown[] {
  return of(conversion, kind).map(({ spec }) => spec);
}

function item(conversion: Conversion, key: string, name = 'app'): Item {
  const found = conversion.items.find(
    (one) => one.annotation === `${ingressNginx.prefix}/${key}` && one.object?.name === name,
  );
  if (found === undefined) throw new Error(`nothing of ${key}`);
  return found;
}

/** The directives of all filters, by context. */
function directives(conversion: Conversion, context = 'http.server.location'): string[] {
  return of(conversion, 'SnippetsFilter').flatMap(({ spec }) =>
    (spec as { snippets: { context: string; value: string }[] }).snippets
      .filter((snippet) => snippet.context === context)
      .flatMap(({ value }) => value.split('\n')),
  );
}

describe('policies of NGINX Gateway Fabric', () => {
  it.each([
    ['10240k', '10m'],
    ['1024m', '1g'],
    ['8m', '8m'],
    ['0', '0'],
    ['1500', '1500'],
  ])('limit bodies of %s to %s', (written, expected) => {
    const conversion = converted([ingress({ 'proxy-body-size': written })]);
    expect(specs(conversion, 'ClientSettingsPolicy')).toEqual([
      {
        targetRef: { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'app-app.example.com' },
        body: { maxSize: expected },
      },
    ]);
    expect(item(conversion, 'proxy-body-size').verdict).toBe('converted');
  });

  it('tell a size that no four digits can say', () => {
    const conversion = converted([ingress({ 'proxy-body-size': '10001' })]);
    expect(of(conversion, 'ClientSettingsPolicy')).toEqual([]);
    expect(item(conversion, 'proxy-body-size')).toMatchObject({ verdict: 'unsupported', code: 'RS2638' });
  });

  it.each([
    ['60', '60s'],
    ['9999', '9999s'],
    ['86400', '24h'],
    ['12060', '201m'],
  ])('wait %s seconds as %s', (written, expected) => {
    const conversion = converted([ingress({ 'proxy-read-timeout': written })]);
    expect(specs(conversion, 'ProxySettingsPolicy')).toContainEqual(
      expect.objectContaining({ timeout: { read: expected } }),
    );
    expect(
      of(conversion, 'HTTPRoute')
        .map(({ spec }) => JSON.stringify(spec))
        .join(),
    ).not.toContain('timeouts');
  });

  it('have no times before 2.6: told, or written as directives', () => {
    const annotations = { 'proxy-read-timeout': '120' };
    const told = converted([ingress(annotations)], {}, '2.5');
    expect(item(told, 'proxy-read-timeout')).toMatchObject({ verdict: 'unsupported', code: 'RS2639' });
    expect(directives(converted([ingress(annotations)], SNIPPETS, '2.5'))).toEqual(['proxy_read_timeout 120s;']);
  });

  it('do not act on gRPC, for which times are directives', () => {
    const annotations = { 'backend-protocol': 'GRPC', 'proxy-read-timeout': '120' };
    expect(item(converted([ingress(annotations)]), 'proxy-read-timeout').code).toBe('RS2639');
    expect(directives(converted([ingress(annotations)], SNIPPETS))).toEqual(['grpc_read_timeout 120s;']);
    expect(of(converted([ingress(annotations)], SNIPPETS), 'GRPCRoute')).toHaveLength(1);
  });

  it('refuse busy buffers that nginx would refuse', () => {
    const conversion = converted([
      ingress({ 'proxy-buffers-number': '4', 'proxy-buffer-size': '8k', 'proxy-busy-buffers-size': '24k' }),
    ]);
    expect(item(conversion, 'proxy-busy-buffers-size').code).toBe('RS2638');
    expect(specs(conversion, 'ProxySettingsPolicy')).toContainEqual(
      expect.objectContaining({ buffering: { bufferSize: '8k', buffers: { number: 4, size: '8k' } } }),
    );
  });

  it('keep the defaults of the controller that are others here, on the Gateway of the run', () => {
    const target = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'nginx' };
    const defaults = { targetRefs: [target], buffering: { disable: true }, timeout: { connect: '5s' } };
    expect(specs(converted([ingress({})]), 'ProxySettingsPolicy')).toEqual([defaults]);
    expect(
      specs(converted([ingress({})], { gateway: { namespace: 'infra', name: 'shared' } }), 'ProxySettingsPolicy'),
    ).toEqual([]);
    expect(specs(converted([ingress({})], {}, '2.6', { 'proxy-buffering': 'on' }), 'ProxySettingsPolicy')).toEqual([]);
  });

  it('are shared by rules that ask for the same, and counters are not', () => {
    const annotations = { 'limit-rps': '10', 'limit-burst-multiplier': '3', 'proxy-read-timeout': '90' };
    const conversion = converted([
      ingress(annotations, { name: 'app' }),
      ingress(annotations, { name: 'api', host: 'api.example.com' }),
    ]);
    const times = specs(conversion, 'ProxySettingsPolicy').filter((spec) => JSON.stringify(spec).includes('90s'));
    expect(times).toHaveLength(1);
    const rules = [{ key: '$binary_remote_addr', rate: '10r/s', burst: 30, noDelay: true, zoneSize: '5m' }];
    expect(specs(conversion, 'RateLimitPolicy')).toEqual(
      ['api', 'app'].map((name) => ({
        targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: `${name}-${name}.example.com` }],
        rateLimit: { local: { rules }, rejectCode: 503 },
      })),
    );
    expect(item(conversion, 'limit-rps')).toMatchObject({ verdict: 'converted' });
    expect(item(conversion, 'limit-rps').message).toContain('31 pass at once');
  });

  it('choose endpoints for a Service, cookies first', () => {
    const method = (annotations: Annotations): unknown =>
      specs(converted([ingress(annotations)]), 'UpstreamSettingsPolicy');
    const targetRefs = [{ group: '', kind: 'Service', name: 'app' }];
    expect(method({ 'load-balance': 'ewma' })).toEqual([{ targetRefs, loadBalancingMethod: 'random two least_conn' }]);
    expect(method({ 'upstream-hash-by': '$request_uri' })).toEqual([
      { targetRefs, loadBalancingMethod: 'hash consistent', hashMethodKey: '$request_uri' },
    ]);
    expect(method({ affinity: 'cookie', 'upstream-hash-by': '$request_uri' })).toEqual([
      { targetRefs, loadBalancingMethod: 'ip_hash' },
    ]);
    expect(method({ 'upstream-hash-by': '$request_uri$host' })).toEqual([]);
  });
});

describe('passwords with NGINX Gateway Fabric', () => {
  const auth = { 'auth-type': 'basic', 'auth-secret': 'users', 'auth-realm': 'Staff only' };

  it('are checked by a filter that reads the same Secret, and kept from the backend', () => {
    const conversion = converted([ingress(auth)]);
    expect(specs(conversion, 'AuthenticationFilter')).toEqual([
      { type: 'Basic', basic: { secretRef: { name: 'users' }, realm: 'Staff only' } },
    ]);
    const [route] = of(conversion, 'HTTPRoute');
    expect(route?.spec).toMatchObject({
      rules: [
        {
          filters: [
            { type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['Authorization'] } },
            {
              type: 'ExtensionRef',
              extensionRef: { group: 'gateway.nginx.org', kind: 'AuthenticationFilter', name: 'app-users' },
            },
          ],
        },
      ],
    });
    expect(conversion.withheld).toEqual([]);
  });

  it('need a Secret in another shape for a key per user, and before 2.5 one of another type', () => {
    const map = converted([ingress({ ...auth, 'auth-secret-type': 'auth-map' })]);
    expect(specs(map, 'AuthenticationFilter')).toMatchObject([{ basic: { secretRef: { name: 'users-htpasswd' } } }]);
    expect(item(map, 'auth-secret')).toMatchObject({ verdict: 'manual', code: 'RS2632' });
    expect(item(converted([ingress(auth)], {}, '2.4'), 'auth-secret').next).toContain('nginx.org/htpasswd');
  });

  it('stay withheld as digests, which nginx does not have', () => {
    const conversion = converted([ingress({ ...auth, 'auth-type': 'digest' })], SNIPPETS);
    expect(conversion.withheld).toHaveLength(1);
    expect(item(conversion, 'auth-type').message).toContain('which nginx does not have');
  });

  it('keep a realm out of the configuration that would end its quotes', () => {
    const conversion = converted([ingress({ ...auth, 'auth-realm': 'a\\"; deny all; #' })], SNIPPETS);
    for (const { spec } of of(conversion, 'AuthenticationFilter')) expect(JSON.stringify(spec)).not.toContain('deny');
  });
});

describe('guards that only directives can say', () => {
  const list = { 'allowlist-source-range': '10.0.0.0/8,192.168.1.1', 'denylist-source-range': '10.1.0.0/16' };

  it('are withheld without leave, and the finding names the flag', () => {
    const conversion = converted([ingress(list)]);
    expect(conversion.withheld).toHaveLength(1);
    expect(of(conversion, 'HTTPRoute')).toEqual([]);
    expect(item(conversion, 'allowlist-source-range').next).toContain('--allow-snippets');
  });

  it('are the lines of the controller in its order', () => {
    const conversion = converted([ingress(list)], SNIPPETS);
    expect(directives(conversion)).toEqual([
      'deny 10.1.0.0/16;',
      'allow 10.0.0.0/8;',
      'allow 192.168.1.1;',
      'deny all;',
    ]);
    expect(item(conversion, 'allowlist-source-range').verdict).toBe('converted');
  });

  it('stay withheld where the controller believes X-Forwarded-For', () => {
    const conversion = converted([ingress({ ...list, 'limit-rps': '5' })], SNIPPETS, '2.6', {
      'use-forwarded-headers': 'true',
    });
    expect(conversion.withheld).toHaveLength(1);
    expect(conversion.withheld[0]?.blockedBy.join()).toMatch(/allowlist-source-range.*limit-rps/);
    expect(conversion.items.some(({ code, verdict }) => code === 'RS2648' && verdict === 'manual')).toBe(true);
  });

  it('limit connections, with addresses that are not counted', () => {
    const annotations = { 'limit-connections': '20', 'limit-rpm': '30', 'limit-allowlist': '10.0.0.0/8' };
    expect(converted([ingress(annotations)]).withheld).toHaveLength(1);
    const conversion = converted([ingress(annotations)], SNIPPETS);
    const key = /zone=(routeshift_connections_\w+):5m/.exec(directives(conversion, 'http').join('\n'))?.[1];
    expect(directives(conversion)).toEqual([`limit_conn ${key} 20;`, 'limit_conn_status 503;']);
    const [policy] = specs(conversion, 'RateLimitPolicy') as { rateLimit: { local: { rules: { key: string }[] } } }[];
    const variable = policy?.rateLimit.local.rules[0]?.key ?? '';
    expect(directives(conversion, 'http')).toContain(`map ${variable}_exempt ${variable} {`);
  });

  it('ask a service as the controller does, and send clients to sign in', () => {
    const conversion = converted(
      [
        ingress({
          'auth-url': 'http://oauth2-proxy.auth.svc.cluster.local:4180/oauth2/auth',
          'auth-signin': 'https://$host/oauth2/start?rd=$escaped_request_uri',
          'auth-response-headers': 'X-Auth-Request-User',
        }),
      ],
      SNIPPETS,
    );
    const server = directives(conversion, 'http.server').join('\n');
    expect(server).toContain('    proxy_pass "http://oauth2-proxy.auth.svc.cluster.local:4180/oauth2/auth";');
    expect(server).toContain('    proxy_set_header Host "oauth2-proxy.auth.svc.cluster.local";');
    expect(server).toContain('    return 302 "https://$host/oauth2/start?rd=$request_uri";');
    expect(
      directives(conversion).filter((line) => line.startsWith('proxy_set_header X-Auth-Request-User')),
    ).toHaveLength(1);
    expect(item(conversion, 'auth-signin')).toMatchObject({ verdict: 'approximated', code: 'RS2635' });
    expect(conversion.withheld).toEqual([]);
  });

  it.each([
    ['http://$host/auth', 'not plain'],
    ['https://auth.example.com/check?x=$arg_x', 'not plain'],
  ])('stay withheld for a service at %s, whose address is not known beforehand', (url, why) => {
    const conversion = converted([ingress({ 'auth-url': url })], SNIPPETS);
    expect(conversion.withheld).toHaveLength(1);
    expect(item(conversion, 'auth-url').message).toContain(why);
  });
});

describe('lines of a snippet for NGINX Gateway Fabric', () => {
  it.each([
    ['more_set_headers "X-Env: prod";', ['add_header X-Env "prod" always;']],
    ['add_header X-Env prod always;', ['add_header X-Env prod always;']],
    [
      "if ($host = 'old.example.com') { return 301 https://new.example.com$request_uri; }",
      ['if ($host = "old.example.com") {', '    return 301 "https://new.example.com$request_uri";', '}'],
    ],
    ['rewrite ^/old$ /new permanent;', ['rewrite "^/old$" /new permanent;']],
    ['proxy_set_header X-Tenant "a; b { c";', ['proxy_set_header X-Tenant "a; b { c";']],
  ])('carry %s', (text, expected) => {
    expect(snippetLines(text)).toEqual(expected);
  });

  it.each([
    'proxy_set_header Host other.example.com;',
    'proxy_http_version 1.0;',
    'client_max_body_size 9m;',
    'add_header X-Id $req_id;',
    'add_header X-Env prod',
    'location /x { return 404; }',
    '}',
    'add_header X-Env "prod;',
  ])('leave %s', (text) => {
    expect(snippetLines(text)).toBeUndefined();
  });
});

describe('routes that share a path', () => {
  const limited = ingress(
    { 'limit-rps': '10', 'proxy-body-size': '8m' },
    { name: 'app', path: '/a', pathType: 'Exact' },
  );
  const open = ingress({}, { name: 'open', path: '/a', pathType: 'Prefix' });

  it('have no policies, which would be refused: a limit is withheld', () => {
    const conversion = converted([limited, open]);
    expect(conversion.withheld.map(({ path }) => path)).toEqual(['/a']);
    expect(item(conversion, 'limit-rps').message).toContain('TargetConflict');
    expect(of(conversion, 'RateLimitPolicy')).toEqual([]);
  });

  it('are limited by directives, with leave', () => {
    const conversion = converted([limited, open], SNIPPETS);
    expect(conversion.withheld).toEqual([]);
    expect(directives(conversion).sort()).toEqual([
      'client_max_body_size 8m;',
      expect.stringMatching(/^limit_req zone=\w+ burst=50 nodelay;$/),
      'limit_req_status 503;',
    ]);
    expect(of(conversion, 'ClientSettingsPolicy')).toEqual([]);
  });

  it('of one object that ask for the same are one route, with its policies', () => {
    const both = ingress({ 'limit-rps': '10' }, { path: '/a', pathType: 'Exact' }) as {
      spec: { rules: { http: { paths: { pathType: string }[] } }[] };
    };
    const [rule] = both.spec.rules;
    const [path] = rule?.http.paths ?? [];
    if (rule === undefined || path === undefined) throw new Error('no path');
    rule.http.paths.push({ ...path, pathType: 'Prefix' });
    const conversion = converted([both]);
    expect(of(conversion, 'RateLimitPolicy')).toHaveLength(1);
    expect(of(conversion, 'HTTPRoute')).toHaveLength(1);
  });
});

describe('paths with NGINX Gateway Fabric', () => {
  const regex = (path: string, further: Annotations = {}): unknown =>
    ingress({ 'use-regex': 'true', ...further }, { path, pathType: 'ImplementationSpecific' });

  it('are expressions from a slash, without regard to case and open at the end', () => {
    const [route] = of(converted([regex('/users/[0-9]+')]), 'HTTPRoute');
    expect(route?.spec).toMatchObject({
      rules: [{ matches: [{ path: { type: 'RegularExpression', value: '/(?i)users/[0-9]+' } }] }],
    });
  });

  it.each(['/users/[0-9]{3}', '/(a|b);', '/a|/b[0-9]'])('are withheld as %s, which it refuses', (path) => {
    const conversion = converted([regex(path)]);
    expect(conversion.withheld).toHaveLength(1);
  });

  it.each([
    ['/a;b', 'Exact', '/a\\x3bb$'],
    ['/a;b', 'Prefix', '/a\\x3bb(?:/.*)?$'],
    ['/é', 'Exact', '/\\xc3\\xa9$'],
    ['/a.b {c}', 'Exact', '/a\\.b\\x20\\x7bc\\x7d$'],
  ])('are expressions by code for %s (%s), which it would refuse or never find', (path, pathType, value) => {
    const [route] = of(converted([ingress({}, { path, pathType })]), 'HTTPRoute');
    expect(route?.spec).toMatchObject({ rules: [{ matches: [{ path: { type: 'RegularExpression', value } }] }] });
  });

  it('are rewritten by groups with leave, where no header chooses the backend', () => {
    const rewrite = { 'rewrite-target': '/v2/$2/$1' };
    const path = '/([a-z]+)/([0-9]+)';
    expect(directives(converted([regex(path, rewrite)], SNIPPETS))).toEqual([
      'rewrite "(?i)^/([a-z]+)/([0-9]+)" "/v2/$2/$1" break;',
    ]);
    expect(converted([regex(path, rewrite)]).withheld).toHaveLength(1);
    expect(converted([regex(path, rewrite)], SNIPPETS, '2.4').withheld).toHaveLength(1);
    const canary = ingress(
      { canary: 'true', 'canary-by-header': 'X-Canary' },
      { name: 'canary', path, pathType: 'ImplementationSpecific' },
    );
    expect(converted([regex(path, rewrite), canary], SNIPPETS).withheld).toHaveLength(1);
  });
});

describe('directives from values', () => {
  it.each([
    ['proxy-cookie-path', '/app "/; deny all'],
    ['proxy-cookie-domain', 'a.example.com }'],
    ['proxy-redirect-to', 'https://x.example.com/;'],
    ['proxy-cookie-path', '/app $unknown_variable'],
  ])('leave out %s: %s', (key, value) => {
    const conversion = converted([ingress({ [key]: value, 'proxy-redirect-from': 'http://x/' })], SNIPPETS);
    expect(directives(conversion).join()).not.toMatch(/deny|}|;\S|unknown_variable/);
  });

  it('are needed for what has no field, and otherwise told', () => {
    const conversion = converted([ingress({ 'client-body-buffer-size': '64k' })]);
    expect(item(conversion, 'client-body-buffer-size')).toMatchObject({ verdict: 'unsupported', code: 'RS2640' });
    expect(directives(converted([ingress({ 'client-body-buffer-size': '64k' })], SNIPPETS))).toEqual([
      'client_body_buffer_size 65536;',
    ]);
  });
});
