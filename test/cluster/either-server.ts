import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiServer } from './api-server.js';
import { rulesIn } from './rbac.js';
import { type Account, RealApiServer } from './real-api-server.js';
import { GATEWAY_API, KUBERNETES, type Served, type StoredObject } from './served-resources.js';

/** What a cluster holds when a test begins. */
export interface Fixture {
  readonly objects: readonly StoredObject[];
  /** An object that another field manager applied, and the field of it that counts. */
  readonly foreign: { readonly object: StoredObject; readonly manager: string; readonly field: string };
  /** Folder of the CRDs of the Gateway API, and how they call themselves. */
  readonly crds: string;
  readonly gatewayCrd: StoredObject;
  /** ClusterRoles of docs/rbac.yaml that the account `reader` has; `nobody` has none. */
  readonly roles: readonly string[];
}

/** A cluster that a suite runs against, be it real or of the tests. */
export interface EitherServer {
  /** The flags of a run by an account. */
  flags(account: Account): readonly string[];
  /** Applies an object, as the user would once it is converted. */
  apply(object: StoredObject): Promise<void>;
  stop(): Promise<void>;
}

const RBAC = 'docs/rbac.yaml';
const SERVED = [...KUBERNETES, ...GATEWAY_API];
const ROLES: readonly Served[] = ['ClusterRole', 'ClusterRoleBinding'].map((kind) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  name: `${kind.toLowerCase()}s`,
  kind,
  namespaced: false,
}));

/** The server of the tests: one for each account, since each has other rules. */
export async function testServer(fixture: Fixture): Promise<EitherServer> {
  const { foreign, objects, crds, gatewayCrd, roles } = fixture;
  const owned = { ...foreign.object, metadata: { ...foreign.object.metadata, owned: [foreign.field] } };
  const options = { objects: [...objects, owned, gatewayCrd], served: SERVED, crds };
  const servers: Record<Account, ApiServer> = {
    admin: await ApiServer.start(options),
    reader: await ApiServer.start({ ...options, rules: rulesIn(RBAC, roles) }),
    nobody: await ApiServer.start({ ...options, rules: [] }),
  };
  return await withFiles(
    (account) => servers[account].kubeconfig(),
    async (object) => servers.admin.store(object),
    async () => {
      await Promise.all(Object.values(servers).map((server) => server.stop()));
    },
  );
}

/** The API server of Kubernetes itself. */
export async function realServer(fixture: Fixture): Promise<EitherServer> {
  const server = await RealApiServer.start();
  const { objects, foreign, crds, roles } = fixture;
  try {
    await server.install(crds, GATEWAY_API);
    for (const object of objects) await server.create(object, SERVED);
    await server.apply(foreign.object, SERVED, foreign.manager);
    for (const name of roles) {
      const apiVersion = 'rbac.authorization.k8s.io/v1';
      await server.create({ apiVersion, kind: 'ClusterRole', metadata: { name }, rules: rulesIn(RBAC, [name]) }, ROLES);
      const apiGroup = 'rbac.authorization.k8s.io';
      const roleRef = { apiGroup, kind: 'ClusterRole', name };
      const subjects = [{ apiGroup, kind: 'User', name: 'reader' }];
      await server.create({ apiVersion, kind: 'ClusterRoleBinding', metadata: { name }, roleRef, subjects }, ROLES);
    }
    return await withFiles(
      (account) => server.kubeconfig(account),
      (object) => server.apply(object, SERVED, 'routeshift'),
      () => server.stop(),
    );
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function withFiles(
  kubeconfig: (account: Account) => string,
  apply: EitherServer['apply'],
  stop: () => Promise<void>,
): Promise<EitherServer> {
  const folder = await mkdtemp(join(tmpdir(), 'routeshift-cluster-'));
  for (const account of ['admin', 'reader', 'nobody'] as const)
    await writeFile(join(folder, account), kubeconfig(account));
  return {
    apply,
    flags: (account) => ['--cluster', '--no-config', '--kubeconfig', join(folder, account)],
    stop: async () => {
      await stop();
      await rm(folder, { recursive: true });
    },
  };
}
