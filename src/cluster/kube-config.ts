import { spawn } from 'node:child_process';
import type { KubeConfig } from '@kubernetes/client-node';
import { ClusterFailure } from './cluster-failure.js';
import { isFields, textOf } from './json-values.js';
import { pluginWords } from './plain-words.js';
import { proxyFor } from './proxy.js';

/** How the user names a cluster; what is not named is kubectl's choice. */
export interface ClusterChoice {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
}

/** A kubeconfig with the context that counts, and what of it is shown. */
export interface ChosenContext {
  readonly config: KubeConfig;
  /** The name of the context, which findings name the cluster by. */
  readonly name: string;
  readonly namespace: string;
  readonly server: URL;
}

/** How long a credential plugin may take: some of them wait for a browser. */
const PLUGIN_TIMEOUT = 60_000;

/**
 * The context of a kubeconfig that a run is about. The client library is loaded here and nowhere else.
 *
 * @throws ClusterFailure when there is none, or it cannot be used
 */
export async function chosenContext(choice: ClusterChoice): Promise<ChosenContext> {
  const config = await loaded(choice.kubeconfig);
  const names = config.getContexts().map(({ name }) => name);
  if (choice.context !== undefined) {
    if (!names.includes(choice.context))
      throw new ClusterFailure(`the kubeconfig has no context ${choice.context}; it has ${listed(names)}`);
    config.setCurrentContext(choice.context);
  }
  const name = textOf(config.getCurrentContext());
  if (name === undefined)
    throw new ClusterFailure(`the kubeconfig names no current context; --context chooses from ${listed(names)}`);
  const context = config.getContextObject(name);
  const cluster = config.getCurrentCluster();
  if (context === null || cluster === null || textOf(cluster.server) === undefined)
    throw new ClusterFailure(`context ${name} of the kubeconfig leads to no cluster`);
  if (name === NOWHERE && textOf(cluster.server) === 'http://localhost:8080')
    throw new ClusterFailure('there is no kubeconfig (KUBECONFIG, ~/.kube/config), and no service account either');
  const server = URL.canParse(cluster.server) ? new URL(cluster.server) : undefined;
  if (server === undefined || (server.protocol !== 'https:' && server.protocol !== 'http:'))
    throw new ClusterFailure(`context ${name}: its server is no http or https URL`);
  prepare(config, server);
  return {
    config,
    name: name === 'inClusterContext' ? 'in-cluster' : name,
    namespace: textOf(context.namespace) ?? 'default',
    server,
  };
}

/** What the client library calls the context that it makes up where it finds none. */
const NOWHERE = 'loaded-context';

async function loaded(file: string | undefined): Promise<KubeConfig> {
  const { KubeConfig } = await import('@kubernetes/client-node/dist/config.js');
  const config = new KubeConfig();
  try {
    if (file === undefined) config.loadFromDefault();
    else config.loadFromFile(file);
  } catch (error) {
    throw new ClusterFailure(`${file ?? 'the kubeconfig'}: ${reasonOf(error)}`);
  }
  return config;
}

/** Errors of parsers quote what they could not read, and a kubeconfig is full of credentials. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'syscall' in error)
    return /^[A-Z0-9]+: ([^,]+)/.exec(error.message)?.[1] ?? 'cannot be read';
  if (error instanceof Error && error.name === 'YAMLException') return 'it is no YAML';
  if (error instanceof TypeError) return 'it is no kubeconfig';
  return error instanceof Error ? pluginWords(error.message) : 'it cannot be read';
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

/** Fills in what the client library leaves to its caller and kubectl does by itself. */
function prepare(config: KubeConfig, server: URL): void {
  const cluster = config.getCurrentCluster();
  if (cluster !== null) {
    const proxy = textOf(cluster.proxyUrl) === undefined ? proxyFor(server, process.env) : undefined;
    // The library refuses plain HTTP unless there is said to be no TLS to verify; on the machine itself there is none.
    const isLocal = server.protocol === 'http:' && /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(server.hostname);
    Object.assign(cluster, proxy === undefined ? {} : { proxyUrl: proxy }, isLocal ? { skipTLSVerify: true } : {});
  }
  const exec: unknown = config.getCurrentUser()?.exec;
  if (isFields(exec)) prepareExec(config, exec);
}

/** Plugins learn by this variable which version of the protocol is spoken (KEP-541), and may not take forever. */
function prepareExec(config: KubeConfig, exec: Readonly<Record<string, unknown>>): void {
  const apiVersion = textOf(exec.apiVersion) ?? 'client.authentication.k8s.io/v1';
  const info = { kind: 'ExecCredential', apiVersion, spec: { interactive: false } };
  const env = Array.isArray(exec.env) ? exec.env : [];
  Object.assign(exec, { env: [...env, { name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(info) }] });
  for (const one of authenticatorsOf(config))
    if (typeof one.execFn === 'function')
      Object.assign(one, {
        execFn: (command: string, args: readonly string[] | undefined, options: object) =>
          spawn(command, args ?? [], { ...options, timeout: PLUGIN_TIMEOUT }),
      });
}

/** Makes the client library ask for new credentials although those that it has kept look valid. */
export function forgetCredentials(config: KubeConfig): void {
  for (const one of authenticatorsOf(config)) if (isFields(one.tokenCache)) Object.assign(one, { tokenCache: {} });
}

/** What logs in; the library does not show it. */
function authenticatorsOf(config: KubeConfig): Record<string, unknown>[] {
  const authenticators: unknown = Reflect.get(config, 'authenticators');
  return Array.isArray(authenticators) ? authenticators.filter(isFields) : [];
}
