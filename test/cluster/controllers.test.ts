import { describe, expect, it } from 'vitest';
import { type RunningController, runningController } from '../../src/cluster/controller-arguments.js';
import { settingsOf } from '../../src/cluster/controller-settings.js';
import { routeshift } from '../cli/captured.js';
import { clusters, controller, ingress, NGINX_IMAGE, named, SHOP, service } from './sample-cluster.js';
import { selfSigned } from './self-signed.js';
import { GATEWAY_API, KUBERNETES, type StoredObject } from './served-resources.js';

const running = clusters();

function flagsOf(image: string, args: readonly string[]): RunningController {
  const found = runningController(controller(image, args), 'Deployment');
  if (found === undefined) throw new Error('no controller');
  return found;
}

describe('a Deployment', () => {
  it.each([
    [NGINX_IMAGE, 'ingress-nginx'],
    ['registry.k8s.io/ingress-nginx/controller-chroot:v1.12.1@sha256:abc', 'ingress-nginx'],
    ['mirror.example.com:5000/rancher/mirrored-nginx-ingress-controller:nginx-1.9', undefined],
    ['rancher/nginx-ingress-controller:v1.12', 'ingress-nginx'],
    ['quay.io/jcmoraisjr/haproxy-ingress:v0.14.7', 'haproxy-ingress'],
    ['docker.io/haproxytech/kubernetes-ingress:3.1', 'haproxytech'],
    ['nginx/nginx-ingress:5.0.0', 'nginx-inc'],
    ['private-registry.nginx.com/nginx-ic/nginx-plus-ingress:5.0.0', 'nginx-inc'],
    ['nginx:1.27', undefined],
    ['example.com/not-ingress-nginx/controller-of-mine:1', undefined],
  ])('of the image %s runs %s', (image, expected) => {
    expect(runningController(controller(image, []), 'Deployment')?.controller).toBe(
      image.includes('mirrored') ? 'ingress-nginx' : expected,
    );
  });

  it('of a mirror under another name is known by its program', () => {
    expect(flagsOf('example.com/web:1', ['/nginx-ingress-controller']).controller).toBe('ingress-nginx');
  });

  it('has flags in every form that Go reads, with the variables of its container', () => {
    const { flags } = flagsOf(NGINX_IMAGE, [
      ...['/nginx-ingress-controller', '--configmap=$(POD_NAMESPACE)/$(NOBODY)', '--ingress-class', 'internal'],
      ...['--watch-ingress-without-class', '--annotations-prefix=$$(x)', '-v=2'],
    ]);
    expect(Object.fromEntries(flags)).toEqual({
      configmap: 'ingress-nginx/$(NOBODY)',
      'ingress-class': 'internal',
      'watch-ingress-without-class': 'true',
      'annotations-prefix': '$(x)',
      v: '2',
    });
  });

  it.each([
    null,
    7,
    [],
    {},
    { metadata: {} },
    { metadata: { name: 'x', namespace: 'y' }, spec: { template: { spec: 1 } } },
  ])('that is %j runs nothing', (item) => {
    expect(runningController(item, 'Deployment')).toBeUndefined();
  });
});

describe('the flags of a controller', () => {
  const classes = [
    { name: 'nginx', controller: 'k8s.io/ingress-nginx' },
    { name: 'inside', controller: 'example.com/internal' },
  ];

  it('are settings in the words of routeshift', () => {
    const read = settingsOf(
      flagsOf(NGINX_IMAGE, [
        ...['--controller-class=example.com/internal', '--ingress-class=internal', '--disable-catch-all'],
        ...[
          '--default-ssl-certificate=web/cert',
          '--default-backend-service=web/fallback:8080',
          '--enable-ssl-passthrough',
        ],
        ...['--annotations-prefix=internal.example.com', '--watch-namespace=web', '--tcp-services-configmap=web/tcp'],
      ]),
      classes,
    );
    expect(read.settings).toEqual({
      ingressClasses: ['inside', 'internal'],
      watchIngressWithoutClass: false,
      disableCatchAll: true,
      annotationPrefix: 'internal.example.com',
      defaultSslCertificate: { namespace: 'web', name: 'cert' },
      defaultBackendService: { namespace: 'web', name: 'fallback', port: 8080 },
    });
    expect(read.passthrough).toBe(true);
    expect(read.tcpConfigMap).toEqual({ namespace: 'web', name: 'tcp' });
    expect(read.odd).toEqual([{ flag: 'watch-namespace', why: 'routeshift does not follow it' }]);
  });

  it('that cannot be used are told', () => {
    const read = settingsOf(
      flagsOf(NGINX_IMAGE, ['--default-ssl-certificate=cert', '--watch-ingress-without-class=maybe', '--configmap=x']),
      classes,
    );
    expect(read.settings).toEqual({ watchIngressWithoutClass: false });
    expect(read.odd.map(({ flag }) => flag).sort()).toEqual([
      'configmap',
      'default-ssl-certificate',
      'watch-ingress-without-class',
    ]);
  });

  it('of other controllers have other names', () => {
    const tech = settingsOf(
      flagsOf('haproxytech/kubernetes-ingress:3.1', ['--ingress.class=haproxy', '--empty-ingress-class']),
      [],
    );
    expect(tech.settings).toEqual({ ingressClasses: ['haproxy'], watchIngressWithoutClass: true });
    const inc = settingsOf(
      flagsOf('nginx/nginx-ingress:5.0', ['-nginx-configmaps=web/nginx', '-ingress-class=plus']),
      [],
    );
    expect(inc.settings).toEqual({ ingressClasses: ['plus'] });
    expect(inc.configMap).toEqual({ namespace: 'web', name: 'nginx' });
  });
});

/** The shop with its controller started in another way. */
function shopWith(deployments: readonly StoredObject[], more: readonly StoredObject[] = []) {
  return {
    objects: [...SHOP.filter(({ kind }) => kind !== 'Deployment'), ...deployments, ...more],
    served: KUBERNETES,
  };
}

describe('the controller of a cluster', () => {
  it('decides what is converted, unless a flag says otherwise', async () => {
    const { flags } = await running.start(
      shopWith(
        [controller(NGINX_IMAGE, ['--watch-ingress-without-class', '--annotations-prefix=my.example.com'])],
        [
          ingress('shop', 'free', { ingressClassName: undefined }, { 'my.example.com/rewrite-target': '/new' }),
          service('shop', 'free'),
        ],
      ),
    );
    const { out, err } = await routeshift('convert', ...flags, '-A', '--report', 'csv');
    expect(out).toContain('free.shop.example.com');
    expect(out).toContain('/new');
    expect(err).toMatch(/RS2502.*runs with --annotations-prefix=my.example.com/);
    const without = await routeshift('convert', ...flags, '-A', '-q', '--no-watch-ingress-without-class');
    expect(without.out).not.toContain('free.shop.example.com');
  });

  it('has its ConfigMap, by whatever name', async () => {
    const data = { 'ssl-redirect': 'false' };
    const config: StoredObject = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { namespace: 'web', name: 'settings' },
      data,
    };
    const { flags, server } = await running.start(
      shopWith([controller(NGINX_IMAGE, ['--configmap=web/settings'])], [config]),
    );
    const { out } = await routeshift('convert', ...flags, '-A', '-q');
    expect(out).not.toContain('RequestRedirect');
    expect(server.seen.filter(({ path }) => path.includes('configmaps')).map(({ path }) => path)).toEqual([
      '/api/v1/namespaces/web/configmaps/settings',
    ]);
  });

  it('is not guessed where there are several, and is the one of the class that is asked for', async () => {
    const { flags } = await running.start(
      shopWith([
        controller(NGINX_IMAGE, [], 'outer'),
        controller(NGINX_IMAGE, ['--ingress-class=inner', '--controller-class=example.com/inner'], 'inner'),
      ]),
    );
    const both = await routeshift('convert', ...flags, '-A', '--report', 'csv');
    expect(both.err).toMatch(/RS2503.*Deployment ingress-nginx\/inner, Deployment ingress-nginx\/outer/);
    const one = await routeshift('convert', ...flags, '-A', '--ingress-class', 'inner', '--report', 'csv');
    expect(one.err).not.toContain('RS2503');
    expect(one.err).toMatch(/RS2502.*--ingress-class=inner/);
    const other = await routeshift('convert', ...flags, '-A', '--ingress-class', 'nginx', '--report', 'csv');
    expect(other.err).toMatch(/Deployment\/ingress-nginx\/outer.*RS2502/);
  });

  it('that ignores ssl-passthrough is told', async () => {
    const passing = ingress('shop', 'raw', {}, { 'nginx.ingress.kubernetes.io/ssl-passthrough': 'true' });
    const without = await running.start(shopWith([controller(NGINX_IMAGE, [])], [passing, service('shop', 'raw')]));
    expect((await routeshift('convert', ...without.flags, '-A', '--report', 'csv')).err).toMatch(/shop\/raw.*RS2510/);
    const args = ['--enable-ssl-passthrough'];
    const withIt = await running.start(shopWith([controller(NGINX_IMAGE, args)], [passing, service('shop', 'raw')]));
    expect((await routeshift('convert', ...withIt.flags, '-A', '--report', 'csv')).err).not.toContain('RS2510');
  });

  it('does not count for a run over several controllers, which says so', async () => {
    const { flags } = await running.start(shopWith([controller(NGINX_IMAGE, ['--annotations-prefix=my.example.com'])]));
    const { err } = await routeshift('convert', ...flags, '-A', '--from', 'auto', '--report', 'csv');
    expect(err).toMatch(/RS2504.*a run for several controllers follows no flags of one/);
  });
});

describe('the Secrets of spec.tls', () => {
  it('that are not there are told with their Ingress', async () => {
    const { flags } = await running.start({
      objects: [...SHOP, ingress('blog', 'safe', { tls: [{ hosts: ['safe.blog.example.com'], secretName: 'gone' }] })],
      served: KUBERNETES,
    });
    const { err } = await routeshift('convert', ...flags, '-A', '--report', 'csv');
    expect(err).toMatch(/cluster:prod\/Ingress\/blog\/safe.*RS2505.*Secret gone is not in namespace blog/);
    expect(err).not.toMatch(/RS2505.*web-tls/);
  });

  it('are read for the names in their certificates where that is asked for', async () => {
    const { certificate } = selfSigned(['shop.example.com']);
    const secret: StoredObject = {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/tls',
      metadata: { namespace: 'shop', name: 'web-tls' },
      data: { 'tls.crt': Buffer.from(certificate).toString('base64'), 'tls.key': 'a2V5LW9mLXRoZS1zaG9w' },
    };
    const { flags, server } = await running.start({
      objects: [...SHOP.filter(({ kind }) => kind !== 'Secret'), secret],
      served: KUBERNETES,
    });
    const { out, err } = await routeshift('convert', ...flags, '-A', '--read-certificates', '--report', 'json');
    expect(server.seen.filter(({ path }) => path.includes('secrets')).map(({ path }) => path)).toEqual([
      '/api/v1/namespaces/shop/secrets/web-tls',
    ]);
    // The certificate is for shop.example.com: the controller does not use it for web.shop.example.com.
    expect(err).toContain('its certificate does not cover web.shop.example.com');
    expect(out + err).not.toContain('a2V5LW9mLXRoZS1zaG9w');
  });
});

describe('GatewayClasses', () => {
  it('suggest the profile that is written for', async () => {
    const { flags } = await running.start({
      objects: [
        ...SHOP,
        named('gateway.networking.k8s.io/v1', 'GatewayClass', 'openshift-default', {
          spec: { controllerName: 'openshift.io/gateway-controller/v1' },
        }),
      ],
      served: [...KUBERNETES, ...GATEWAY_API],
    });
    const { err } = await routeshift('convert', ...flags, '-A', '--report', 'csv');
    expect(err).toMatch(/RS2509.*openshift-default.*--profile openshift/);
    const followed = await routeshift('convert', ...flags, '-A', '--profile', 'openshift', '--report', 'csv');
    expect(followed.err).not.toContain('RS2509');
  });
});
