import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { loadAll } from 'js-yaml';
import { selfSigned } from './self-signed.js';
import type { Served, StoredObject } from './served-resources.js';

const ASSETS = process.env.KUBEBUILDER_ASSETS ?? '';

/** Why there is no real API server to be asked; undefined where there is one. */
export const NO_REAL_SERVER: string | undefined =
  ASSETS === ''
    ? 'KUBEBUILDER_ASSETS is not set'
    : ['etcd', 'kube-apiserver'].some((name) => !existsSync(join(ASSETS, name)))
      ? 'KUBEBUILDER_ASSETS has no etcd and kube-apiserver'
      : undefined;

/** Tokens of the accounts; `admin` may do everything. */
const TOKENS = { admin: 'token-of-admin', reader: 'token-of-reader', nobody: 'token-of-nobody' } as const;
export type Account = keyof typeof TOKENS;

/** The API server of Kubernetes with a store of its own, on loopback. */
export class RealApiServer {
  readonly #folder: string;
  readonly #children: readonly ChildProcess[];
  readonly #port: number;
  readonly #certificate: string;

  private constructor(folder: string, children: readonly ChildProcess[], port: number, certificate: string) {
    this.#folder = folder;
    this.#children = children;
    this.#port = port;
    this.#certificate = certificate;
  }

  static async start(): Promise<RealApiServer> {
    const folder = await mkdtemp(join(tmpdir(), 'rs-apiserver-'));
    const [client, peer, port] = [await freePort(), await freePort(), await freePort()];
    const { certificate, key } = selfSigned(['localhost', '127.0.0.1']);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const file = async (name: string, text: string) => {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    };
    const signing = await file('sa.key', privateKey.export({ type: 'pkcs1', format: 'pem' }).toString());
    const accounts = Object.entries(TOKENS).map(([name, token]) =>
      name === 'admin' ? `${token},${name},${name},"system:masters"` : `${token},${name},${name}`,
    );
    const store = `http://127.0.0.1:${client}`;
    const etcd = spawn(
      join(ASSETS, 'etcd'),
      [
        `--data-dir=${join(folder, 'data')}`,
        ...[`--listen-client-urls=${store}`, `--advertise-client-urls=${store}`],
        ...[`--listen-peer-urls=http://127.0.0.1:${peer}`, `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`],
        ...[`--initial-cluster=default=http://127.0.0.1:${peer}`, '--unsafe-no-fsync=true', '--log-level=error'],
      ],
      { stdio: 'ignore' },
    );
    const apiServer = spawn(
      join(ASSETS, 'kube-apiserver'),
      [
        ...[`--etcd-servers=${store}`, `--secure-port=${port}`, '--bind-address=127.0.0.1', `--cert-dir=${folder}`],
        `--tls-cert-file=${await file('tls.crt', certificate)}`,
        `--tls-private-key-file=${await file('tls.key', key)}`,
        `--token-auth-file=${await file('tokens.csv', `${accounts.join('\n')}\n`)}`,
        ...['--authorization-mode=RBAC', '--service-cluster-ip-range=10.0.0.0/24'],
        ...['--service-account-issuer=https://kubernetes.default.svc', `--service-account-key-file=${signing}`],
        ...[`--service-account-signing-key-file=${signing}`, '--disable-admission-plugins=ServiceAccount'],
      ],
      { stdio: 'ignore' },
    );
    const server = new RealApiServer(folder, [apiServer, etcd], port, certificate);
    for (let tries = 0; tries < 600; tries++) {
      if ((await server.#ask('GET', '/readyz').catch(() => undefined)) === 200) return server;
      if (apiServer.exitCode !== null || etcd.exitCode !== null) break;
      await wait(200);
    }
    await server.stop();
    throw new Error('the API server of KUBEBUILDER_ASSETS did not start');
  }

  async stop(): Promise<void> {
    for (const child of this.#children) {
      const ended = child.exitCode !== null || new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await ended;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Installs the CRDs of a folder and waits until they are served. */
  async install(folder: string, served: readonly Served[]): Promise<void> {
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.yaml')))
      for (const document of loadAll(readFileSync(join(folder, name), 'utf8')) as StoredObject[])
        if (document.kind === 'CustomResourceDefinition')
          await this.#must('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', document);
    for (const { apiVersion, name } of served)
      for (let tries = 0; (await this.#ask('GET', `/apis/${apiVersion}/${name}`)) !== 200; tries++) {
        if (tries > 100) throw new Error(`${name} is not served`);
        await wait(100);
      }
  }

  async create(object: StoredObject, served: readonly Served[]): Promise<void> {
    await this.#must('POST', pathOf(object, served), object);
  }

  /** Applies an object as another field manager. */
  async apply(object: StoredObject, served: readonly Served[], manager: string): Promise<void> {
    const path = `${pathOf(object, served)}/${object.metadata.name}?fieldManager=${manager}`;
    await this.#must('PATCH', path, object, 'application/apply-patch+yaml');
  }

  kubeconfig(account: Account): string {
    const authority = Buffer.from(this.#certificate).toString('base64');
    const server = `https://127.0.0.1:${this.#port}`;
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'prod',
      contexts: [{ name: 'prod', context: { cluster: 'prod', user: account } }],
      clusters: [{ name: 'prod', cluster: { server, 'certificate-authority-data': authority } }],
      users: [{ name: account, user: { token: TOKENS[account] } }],
    });
  }

  async #must(method: string, path: string, body: object, type?: string): Promise<void> {
    const status = await this.#ask(method, path, body, type);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(body).slice(0, 500)}`);
  }

  #ask(method: string, path: string, body?: object, type = 'application/json'): Promise<number> {
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port: this.#port,
          path,
          method,
          ca: this.#certificate,
          headers: { authorization: `Bearer ${TOKENS.admin}`, 'content-type': type },
        },
        (response) => {
          response.resume().on('end', () => resolve(response.statusCode ?? 0));
        },
      );
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

function pathOf({ apiVersion, kind, metadata }: StoredObject, served: readonly Served[]): string {
  const resource = served.find((one) => one.apiVersion === apiVersion && one.kind === kind);
  if (resource === undefined) throw new Error(`${apiVersion} ${kind} is not served`);
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return `${root}${resource.namespaced ? `/namespaces/${metadata.namespace}` : ''}/${resource.name}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
