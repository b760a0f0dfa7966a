import { parseGoBool } from '../../values/go-values.js';
import { stringMapAt } from '../../values/plain-object.js';
import { readSnippetEffects } from '../ingress-nginx/snippets.js';
import { ownClasses } from './class-rules.js';
import { Cluster } from './cluster.js';
import { checkServer } from './config-check.js';
import { byKey, type IngressObject, readIngress } from './ingress-objects.js';
import type { IgnoredIngress, LostClaim, NginxIncInput } from './input.js';
import { isOwnHeader } from './location.js';
import { LocationTable } from './location-table.js';
import { assignHosts, type ForeignServer, readForeignServers } from './ownership.js';
import { NO_POLICIES } from './policies.js';
import { type RequestReader, requestReader } from './request-facts.js';
import { selectIngresses } from './selection.js';
import { ServerTable } from './server-table.js';
import { buildServers, defaultTls, type Server } from './servers.js';
import { globalSettings, type Settings } from './settings.js';
import { type AddedHeader, parseAddHeaders } from './value-grammar.js';

/** Everything that the controller would have written, ready for requests. */
export interface Configuration {
  readonly input: NginxIncInput;
  readonly settings: Settings;
  readonly servers: readonly Server[];
  readonly tables: ReadonlyMap<Server, LocationTable>;
  /** By port; `plain` and `tls` apart. */
  readonly plain: ReadonlyMap<number, ServerTable>;
  readonly tls: ReadonlyMap<number, ServerTable>;
  /** Hosts that VirtualServers and TransportServers have. */
  readonly foreign: ReadonlyMap<string, ForeignServer>;
  readonly defaultServer: Server | undefined;
  /** What the default server answers: a status, or one with a place to go. */
  readonly defaultReturn: { readonly status: number; readonly location: string | undefined };
  /** add-header of the ConfigMap, at the level above all servers. */
  readonly httpHeaders: readonly AddedHeader[];
  readonly disableForwardedHeaders: boolean;
  readonly read: RequestReader;
  /** Whether a Secret (`namespace/name`) is there for basic authentication. */
  readonly hasUsers: (secret: string) => boolean;
  readonly ignored: readonly IgnoredIngress[];
  readonly lost: readonly LostClaim[];
  readonly errors: readonly string[];
  readonly unmodelled: readonly string[];
}

/** The name that makes a server the one for everything else. */
export const DEFAULT_RULE = 'default server';

export function buildConfiguration(input: NginxIncInput): Configuration {
  const data = stringMapAt({ data: input.controllerConfig ?? {} }, 'data');
  const base = globalSettings(data);
  const classes = ownClasses(input);
  const cluster = new Cluster(input);
  const snippets = input.flags?.enableSnippets === true || input.assumeSnippetsAllowed === true;
  const read = input.ingresses.map(readIngress).filter((one): one is IngressObject => one !== undefined);
  const selected = selectIngresses(read, classes, input.flags ?? {}, snippets);
  const passthrough = input.flags?.enableTlsPassthrough === true;
  const ownership = assignHosts(
    selected.ingresses,
    readForeignServers(input.customResources ?? [], classes, passthrough),
  );
  const around = { input, cluster, base, classes };
  const servers = [...ownership.serving]
    // The files are named after namespace and name, and read in the order of their names.
    .sort((a, b) => byKey({ key: fileName(a.ingress) }, { key: fileName(b.ingress) }))
    .flatMap((serving) => buildServers(serving, around));
  const tables = new Map(servers.map((server) => [server, new LocationTable(server.locations)]));
  const hostless = servers.find(({ host }) => host === '');
  const defaultServer = hostless ?? emptyServer(input, base);
  const named = servers.filter((server) => server !== hostless);
  const errors = servers.flatMap((server) => [...server.errors, ...(tables.get(server)?.errors ?? [])]);
  return {
    input,
    settings: base,
    servers,
    tables,
    plain: byPort(named, defaultServer, ({ ports }) => ports),
    tls: byPort(named, defaultServer, ({ sslPorts }) => sslPorts),
    foreign: new Map(ownership.foreign.map((one) => [one.host.toLowerCase(), one])),
    defaultServer,
    defaultReturn: readReturn(data.get('default-server-return') ?? '404'),
    httpHeaders: parseAddHeaders(data.get('add-header') ?? ''),
    disableForwardedHeaders: snippets && parseGoBool(data.get('disable-forwarded-headers') ?? '') === true,
    read: requestReader(data),
    hasUsers: (secret) => cluster.hasSecret(secret, 'nginx.org/htpasswd'),
    ignored: [...selected.ignored, ...ownership.ignored].sort((a, b) =>
      byKey({ key: `${a.namespace}/${a.name}` }, { key: `${b.namespace}/${b.name}` }),
    ),
    lost: ownership.lost,
    errors: [...new Set([...errors, ...servers.flatMap((server) => checkServer(server, tables, input))])],
    unmodelled: unmodelled(servers, tables, ownership.foreign, data),
  };
}

function fileName({ namespace, name }: IngressObject): string {
  return `${namespace}-${name}`;
}

/** The default server of the main file; a rule without host, where allowed, stands in its place. */
function emptyServer(input: NginxIncInput, settings: Settings): Server {
  return {
    host: '',
    rule: DEFAULT_RULE,
    ingress: '',
    namespace: '',
    ports: [80],
    sslPorts: [443],
    tls: defaultTls(input),
    settings: { ...settings, sslRedirect: false, redirectToHttps: false, hsts: undefined, addHeaders: [], appRoot: '' },
    policies: NO_POLICIES,
    snippet: readSnippetEffects(''),
    locations: [],
    written: [],
    grpcOnly: false,
    errorBackend: undefined,
    errors: [],
  };
}

function byPort(
  servers: readonly Server[],
  defaultServer: Server,
  portsOf: (server: Server) => readonly number[],
): ReadonlyMap<number, ServerTable> {
  const ports = new Set([...servers, defaultServer].flatMap(portsOf));
  const listening = (port: number): readonly Server[] => servers.filter((server) => portsOf(server).includes(port));
  return new Map(
    [...ports].map((port) => [
      port,
      new ServerTable(listening(port), portsOf(defaultServer).includes(port) ? defaultServer : undefined),
    ]),
  );
}

function readReturn(text: string): Configuration['defaultReturn'] {
  const [first = '', second] = text.trim().split(/\s+/);
  const status = /^\d{3}$/.test(first) ? Number(first) : 302;
  const target = /^\d{3}$/.test(first) ? second : first;
  const redirects = [301, 302, 303, 307, 308].includes(status);
  return { status, location: redirects ? target?.replace(/^(["'])(.*)\1$/, '$2') : undefined };
}

/** Keys of the ConfigMap whose directives are not followed. */
const LEFT_OUT = ['main-snippets', 'http-snippets', 'stream-snippets', 'ingress-template', 'main-template'];

function unmodelled(
  servers: readonly Server[],
  tables: ReadonlyMap<Server, LocationTable>,
  foreign: readonly ForeignServer[],
  data: ReadonlyMap<string, string>,
): readonly string[] {
  const found = [
    ...LEFT_OUT.filter((key) => (data.get(key) ?? '') !== '').map((key) => `ConfigMap ${key}`),
    ...foreign.map(({ label, host }) => `${label}, which has the host ${host}`),
    ...servers.flatMap((server) => [
      ...server.snippet.unmodelled,
      ...[...server.snippet.rewrites, ...server.snippet.locations].map(() => `server-snippets of ${server.host}`),
      ...server.locations.flatMap(({ snippet }) => snippet.unmodelled),
      ...(tables.get(server)?.unsupported ?? []),
      ...server.locations.flatMap(({ rewrite, path }) =>
        rewrite?.kind === 'expression' && rewrite.regex === null ? [`rewrite of ${path}`] : [],
      ),
      ...server.locations.flatMap(({ settings, ingress }) =>
        settings.setHeaders
          .filter(({ name, value }) => value !== undefined && isOwnHeader(name))
          .map(({ name }) => `proxy-set-headers of Ingress ${ingress}: ${name} is sent twice`),
      ),
    ]),
  ];
  return [...new Set(found)];
}
