import type { DescribedBackend, DescribedLine, DescribedRouter } from '../../src/behaviour/targets/openshift-router.js';
import { endpointCookie } from '../../src/behaviour/targets/openshift-router.js';
import type { RouteDraft } from './arbitrary-routes.js';
import { nameExpression, pathExpression, rewriteExpression } from './expressions.js';
import type { Configuration } from './haproxy-process.js';

/** Where HAProxy listens for one set of Routes, and where its answers come from. */
export interface Doors {
  /** Port 80. */
  readonly http: string;
  /** Port 443 before it is known who ends TLS. */
  readonly tls: string;
  /** Port 443 after the router has ended TLS. */
  readonly terminated: string;
  readonly echo: string;
  /** Takes connections for which the router itself ends TLS, with a server name or without. */
  readonly termination: string;
  /** Takes what is passed through to one server of one Route. */
  readonly pod: (backend: number, server: number) => string;
}

/** One set of Routes as HAProxy reads it; numbers in X-Rule and of pods are places in the list of backends. */
export interface Rendered extends Configuration {
  readonly backends: readonly DescribedBackend[];
}

/** Where nothing but the quote itself has a meaning. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Text where a percent sign begins a variable. */
const literal = (text: string): string => quoted(text.replaceAll('%', '%%'));

const clientCertificateHeaders = ['CN', 'DER', 'DN', 'NotAfter', 'NotBefore', 'SHA1', 'Serial', 'Subject', 'Verify'];
const strippedHeaders = [
  ...['Proxy', 'X-SSL', 'X-SSL-Issuer', 'X-SSL-Client-Version'],
  ...clientCertificateHeaders.map((name) => `X-SSL-Client-${name}`),
];

/** Names what one set is called in the process that several share, and where it lives. */
interface Place {
  readonly scene: number;
  readonly folder: string;
  readonly doors: Doors;
}

/**
 * Writes the described maps and backends for stock HAProxy, with headers that tell which of them answered. Not the router's
 * template: no TLS is ended here, so that what comes after it has a socket of its own. Expressions and the order of lines are
 * not taken from the description but made once more, of the Routes.
 */
export function render(
  routes: readonly RouteDraft[],
  router: DescribedRouter,
  { scene, folder, doors }: Place,
): Rendered {
  const drafts = new Map(routes.map((draft) => [`Route ${draft.metadata.namespace}/${draft.metadata.name}`, draft]));
  const { backends } = router;
  const numbers = new Map(backends.map(({ rule }, index) => [rule, index]));
  const own = (name: string): string => `${scene}-${name}`;
  const files = new Map<string, string>();
  const map = (name: string, lines: readonly DescribedLine[], write: (line: DescribedLine) => string): string => {
    const path = `${scene}/${name}.map`;
    const expressionOf = name === 'passthrough' ? nameExpression : pathExpression;
    const own = lines.map((line) => ({ line, text: `${expressionOf(draftOf(drafts, line.rule))} ${line.value}` }));
    files.set(
      path,
      inOrder(own)
        .map(({ line, text }) => `${text.slice(0, text.lastIndexOf(' '))} ${write(line)}\n`)
        .join(''),
    );
    return `map_reg(${folder}/${path})`;
  };
  const named = ({ value }: DescribedLine): string => own(value);
  const plain = ({ value }: DescribedLine): string => value;
  const rule = (line: DescribedLine): string => String(numbers.get(line.rule) ?? '');
  const front = (name: string, socket: string, lines: readonly string[]): string =>
    section(`frontend ${own(name)}`, [`bind unix@${socket} accept-proxy`, ...lines]);
  const http = (scheme: string): string[] => [
    'mode http',
    ...strippedHeaders.map((name) => `http-request del-header ${name}`),
    'http-request set-header Host %[req.hdr(Host),lower]',
    `http-request set-var(txn.scheme) str(${scheme})`,
  ];
  const text = [
    front('http', doors.http, [
      ...http('http'),
      `http-request set-var(txn.rule) base,${map('redirect-rule', router.redirect, rule)}`,
      `acl redirected base,${map('redirect', router.redirect, plain)} -m int eq 1`,
      'http-after-response set-header X-Rule %[var(txn.rule)] if { var(txn.redirected) -m found }',
      'http-request set-var(txn.redirected) int(1) if redirected',
      'http-request redirect location https://%[req.hdr(host),regsub(:[0-9]+$,,)]%[url] code 302 if redirected',
      `use_backend %[base,${map('http', router.http, named)}]`,
      `default_backend ${own('nobody')}`,
    ]),
    front('terminated', doors.terminated, [
      ...http('https'),
      `use_backend %[base,${map('terminated', router.terminated, named)}]`,
      `default_backend ${own('nobody')}`,
    ]),
    front('tls', doors.tls, [
      'mode tcp',
      'tcp-request inspect-delay 5s',
      'tcp-request content accept if { req_ssl_hello_type 1 }',
      `acl passed req.ssl_sni,lower,${map('passthrough', router.passthrough, plain)} -m found`,
      `use_backend %[req.ssl_sni,lower,${map('tcp', router.tcp, named)}] if { req.ssl_sni -m found } passed`,
      `default_backend ${own('termination')}`,
    ]),
    section(`backend ${own('termination')}`, ['mode tcp', `server s unix@${doors.termination}`]),
    section(`backend ${own('nobody')}`, ['mode http']),
    ...backends.map((backend, index) =>
      section(
        `backend ${own(backend.name)}`,
        backend.passthrough
          ? passed(backend, index, doors)
          : served(backend, draftOf(drafts, backend.rule), index, doors),
      ),
    ),
  ].join('');
  return { text, files, backends };
}

/** Wildcards last, else in reverse order of bytes. */
function inOrder<T extends { readonly text: string }>(lines: readonly T[]): readonly T[] {
  const bytes = ({ text }: T): Buffer => Buffer.from(text);
  const descending = (some: readonly T[]): T[] => [...some].sort((a, b) => Buffer.compare(bytes(b), bytes(a)));
  const isWildcard = ({ text }: T): boolean => text.startsWith('^[^');
  return [...descending(lines.filter((line) => !isWildcard(line))), ...descending(lines.filter(isWildcard))];
}

function draftOf(drafts: ReadonlyMap<string, RouteDraft>, rule: string): RouteDraft {
  const draft = drafts.get(rule);
  if (draft === undefined) throw new Error(`the model serves ${rule}, which nobody wrote`);
  return draft;
}

function section(title: string, lines: readonly string[]): string {
  return `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function protection({ guards, limits }: DescribedBackend): string[] {
  const addresses = guards.find(({ kind }) => kind === 'allow-list')?.parameters.addresses;
  const lines = Array.isArray(addresses)
    ? [`acl allowed src ${addresses.join(' ')}`, 'tcp-request content reject if !allowed']
    : [];
  if (limits.length > 0) {
    lines.push(
      'stick-table type ip size 1k expire 30s store conn_cur,conn_rate(3s),http_req_rate(10s)',
      'tcp-request content track-sc2 src',
      ...limits.map(({ fetch, value }) => `tcp-request content reject if { ${fetch} ge ${value} }`),
    );
  }
  return lines;
}

const weight = (share: number): number => (share === 0 ? 0 : Math.max(1, Math.round(share * 256)));

function passed(backend: DescribedBackend, index: number, { pod }: Doors): string[] {
  const servers = backend.servers.flatMap(({ share }, server) =>
    share === 0 ? [] : [`server s${server} unix@${pod(index, server)} weight ${weight(share)}`],
  );
  return ['mode tcp', 'balance roundrobin', ...protection(backend), ...servers];
}

function served(backend: DescribedBackend, draft: RouteDraft, index: number, { echo }: Doors): string[] {
  const { rewrite, hsts, servers, requestActions, responseActions, guards } = backend;
  const cookie = guards.find(({ kind }) => kind === 'affinity')?.parameters;
  const lines = ['mode http', 'balance roundrobin', 'http-send-name-header X-Server', ...protection(backend)];
  lines.push(...forwarded(backend));
  if (rewrite !== undefined) {
    lines.push(`http-request replace-path ${quoted(rewriteExpression(draft))} ${literal(rewrite.replacement)}`);
  }
  if (cookie !== undefined) {
    const secure = cookie.secure === true ? ` secure attr SameSite=${cookie.sameSite}` : '';
    lines.push(`cookie ${cookie.cookie} insert indirect nocache httponly${secure}`);
  }
  if (hsts !== undefined) lines.push(`http-response set-header Strict-Transport-Security ${quoted(hsts)}`);
  for (const [direction, actions] of [
    ['request', requestActions],
    ['response', responseActions],
  ] as const) {
    for (const { name, value } of actions) {
      lines.push(
        value === undefined
          ? `http-${direction} del-header ${name}`
          : `http-${direction} set-header ${name} ${quoted(value)}`,
      );
    }
  }
  lines.push(`http-after-response set-header X-Rule ${index}`);
  for (const [server, { backend: label, share }] of servers.entries()) {
    const tag = cookie === undefined ? '' : ` cookie ${endpointCookie(label)}`;
    lines.push(`server s${server} unix@${echo}${tag} weight ${weight(share)}`);
  }
  return lines;
}

/** What tells backends of the client. An option adds X-Forwarded-For at the very end, unless it is replaced. */
function forwarded({ forwarded: policy }: DescribedBackend): string[] {
  if (policy === 'never') return [];
  const action = policy === 'append' ? 'add-header' : 'set-header';
  const put = (name: string, value: string, condition = ''): string => {
    const conditions = [condition, policy === 'if-none' ? `!{ req.hdr(${name}) -m found }` : ''].filter(Boolean);
    const suffix = conditions.length === 0 ? '' : ` if ${conditions.join(' ')}`;
    return `http-request ${action} ${name} ${value}${suffix}`;
  };
  const about = 'host=%[req.hdr(host)];proto=%[req.hdr(X-Forwarded-Proto)]';
  const [first] = { append: ['option forwardfor'], 'if-none': ['option forwardfor if-none'], replace: [] }[policy];
  return [
    first ?? 'http-request set-header X-Forwarded-For %[src]',
    put('X-Forwarded-Host', '%[req.hdr(host)]'),
    put('X-Forwarded-Port', '%[dst_port]'),
    put('X-Forwarded-Proto', '%[var(txn.scheme)]'),
    put('Forwarded', `for=\\"[%[src]]\\";${about}`, '{ src -m sub : }'),
    put('Forwarded', `for=%[src];${about}`, '!{ src -m sub : }'),
  ];
}
