import { describe, expect, it } from 'vitest';
import { routeshift } from '../cli/captured.js';
import { rulesIn } from './rbac.js';
import { clusters, named, WITH_GATEWAY_API } from './sample-cluster.js';
import { OPENSHIFT, type Served } from './served-resources.js';

const running = clusters();
const RBAC = 'docs/rbac.yaml';

const NGINX_CRDS: readonly Served[] = ['VirtualServer', 'VirtualServerRoute', 'TransportServer', 'Policy'].map(
  (kind) => ({
    apiVersion: 'k8s.nginx.org/v1',
    name: kind === 'Policy' ? 'policies' : `${kind.toLowerCase()}s`,
    kind,
    namespaced: true,
  }),
);

const ESTATE = {
  objects: [...WITH_GATEWAY_API.objects, named('v1', 'Namespace', 'gateway-system')],
  served: [...WITH_GATEWAY_API.served, ...OPENSHIFT, ...NGINX_CRDS],
};

const READER = ['routeshift-reader', 'routeshift-secret-names'];

/** What each use of a cluster needs, by docs/rbac.yaml. */
const USES: readonly (readonly [roles: readonly string[], args: readonly string[]])[] = [
  [READER, ['convert', '-A']],
  [READER, ['convert', '-n', 'shop']],
  [READER, ['verify', '-A']],
  [
    ['routeshift-reader', 'routeshift-certificates'],
    ['convert', '-A', '--read-certificates'],
  ],
  [
    [...READER, 'routeshift-reader-nginx'],
    ['convert', '-A', '--from', 'nginx-inc'],
  ],
  [
    [...READER, 'routeshift-reader-openshift'],
    ['convert', '-A', '--from', 'openshift-route'],
  ],
  [
    [...READER, 'routeshift-reader-openshift', 'routeshift-reader-nginx'],
    ['audit', '-A'],
  ],
  [
    [...READER, 'routeshift-dry-run'],
    ['convert', '-A', '--server-dry-run'],
  ],
  [
    [...READER, 'routeshift-dry-run'],
    ['diff', '-A'],
  ],
];

describe('docs/rbac.yaml', () => {
  it.each(USES)('%j is enough for %j', async (roles, args) => {
    const { flags } = await running.start({ ...ESTATE, rules: rulesIn(RBAC, roles) });
    const [command = '', ...rest] = args;
    const { out, err, status } = await routeshift(command, ...flags, ...rest, '--report', 'json');
    expect(out + err).not.toMatch(/RS2501|RS2523|account may not/);
    expect([0, 2, 3]).toContain(status);
  });

  it('has no rule that no use needs', async () => {
    const idle = new Set<string>();
    const needed = new Set<string>();
    for (const [roles, args] of USES) {
      const rules = rulesIn(RBAC, roles);
      const { flags, server } = await running.start({ ...ESTATE, rules });
      const [command = '', ...rest] = args;
      await routeshift(command, ...flags, ...rest);
      for (const rule of rules) {
        const root = rule.apiGroups[0] === '' ? '/api/' : `/apis/${rule.apiGroups[0]}/`;
        const isUsed = server.seen.some(
          ({ method, path }) =>
            (method === 'PATCH') === rule.verbs.includes('patch') &&
            path.startsWith(root) &&
            rule.resources.some((resource) => path.includes(`/${resource}`)),
        );
        (isUsed ? needed : idle).add(JSON.stringify(rule));
      }
    }
    expect([...idle].filter((rule) => !needed.has(rule))).toEqual([]);
    expect(needed.size).toBeGreaterThan(10);
  });

  it('without the names of Secrets leaves nothing but a finding', async () => {
    const { flags, server } = await running.start({ ...ESTATE, rules: rulesIn(RBAC, ['routeshift-reader']) });
    const { err, status } = await routeshift('convert', ...flags, '-A', '--report', 'csv');
    expect(err.match(/RS2501/g)).toHaveLength(1);
    expect(err).toMatch(/RS2501.*may not list secrets in namespace shop/);
    expect(server.seen.filter(({ path }) => path.includes('secrets'))).toHaveLength(1);
    expect(status).toBe(0);
  });
});
