import { describe, expect, it } from 'vitest';
import { routeshift } from './captured.js';

const MIXED = 'testdata/auto-mixed/input*.yaml';
const ONE_HOST = 'testdata/auto-one-host/input.yaml';

describe('--from auto', () => {
  it.each([
    [['--controller-config', 'config.yaml'], 'put the ConfigMap among the inputs'],
    [['--annotation-prefix', 'own.example.com'], 'with --from NAME'],
    [['--default-backend-service', 'a/b'], 'with --from NAME'],
    [['--disable-catch-all'], 'with --from NAME'],
  ])('refuses %j, which describes one controller, and says what to do', async (flags, advice) => {
    const { status, err } = await routeshift('convert', MIXED, '--from', 'auto', ...flags);
    expect(status).toBe(1);
    expect(err).toContain('describes one controller, and --from auto reads for several');
    expect(err).toContain(advice);
  });

  it.each([
    [MIXED, []],
    [MIXED, ['--to', 'openshift-route']],
    [ONE_HOST, []],
    [ONE_HOST, ['--to', 'openshift-route']],
    [ONE_HOST, ['--to', 'openshift-route', '--accept', 'RS0213']],
    [ONE_HOST, ['--gateway', 'infra/public']],
  ])('verify of %s with %j finds nothing unexplained', async (path, flags) => {
    const { status, out } = await routeshift('verify', path, '--from', 'auto', ...flags);
    expect(out).toMatch(/, 0 unexplained\n$/);
    expect(status).toBe(0);
  });

  it('trace asks whoever serves the host, and names them', async () => {
    const one = await routeshift('trace', 'http://orders.example.com/', MIXED, '--from', 'auto');
    expect(one.out.match(/^GET .*$/gm)).toEqual(['GET http://orders.example.com/  (ingress-nginx)']);
    const both = await routeshift(
      'trace',
      'http://plain.example.com/a',
      ONE_HOST,
      '--from',
      'auto',
      '--report',
      'json',
    );
    const list = JSON.parse(both.out) as { controllers: string[]; source: { status: number } }[];
    expect(list.map(({ controllers, source }) => [controllers, source.status])).toEqual([
      [['openshift-route'], 200],
      [['haproxytech'], 404],
      [['nginx-inc'], 200],
    ]);
  });

  it('asks one address for what comes of several, and another for each of several Gateways', async () => {
    const path = ['http://both.example.com/open', ONE_HOST, '--from', 'auto'];
    const apart = await routeshift('trace', ...path);
    expect(apart.out).toContain('decided by HTTPRoute shop/web-both.example.com');
    const together = await routeshift('trace', ...path, '--gateway', 'infra/public');
    expect(new Set(together.out.match(/^after .*$/gm))).toEqual(
      new Set(['after   500: rule has no backendRef with a weight']),
    );
  });
});
