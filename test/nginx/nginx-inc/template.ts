import type { DescribedServer } from '../../../src/behaviour/sources/nginx-inc.js';
import { type IngressDraft, type PathDraft, POLICIES, type Scene } from './drafts.js';
import { type Annotations, locationAnnotations, serverAnnotations } from './effective-annotations.js';

export interface Doors {
  readonly socket: string;
  readonly echo: string;
  /** Where the files with users are. */
  readonly folder: string;
}

/** Where a location comes from. */
interface Place {
  readonly ingress: IngressDraft;
  readonly path: PathDraft;
}

/**
 * The servers as the controller's templates write them (nginx.tmpl and nginx.ingress.tmpl in internal/configs/version1),
 * as far as stock nginx can show what comes of them. Which servers and locations there are, and their order, is the
 * model's claim; what stands in them is made of the Ingresses without asking it.
 */
export function written(
  { ingresses }: Scene,
  servers: readonly DescribedServer[],
  scene: number,
  doors: Doors,
): string {
  const places = new Map(ingresses.flatMap(placesOf));
  const owners = new Map(ingresses.flatMap(ownersOf));
  const own = servers.map((server) => {
    const owner = owners.get(server.rule);
    if (owner === undefined) throw new Error(`nobody has the server ${server.rule}`);
    return serverText(server, owner, places, scene, doors);
  });
  const zones = servers.flatMap(({ rule, locations }) =>
    locations.flatMap((location) => zoneOf(places.get(location), owners.get(rule), scene)),
  );
  return [upstream(scene, doors), ...new Set(zones), defaultServer(doors), ...own].join('\n');
}

const namesOf = ({ name }: IngressDraft): string => `Ingress default/${name}`;

function ownersOf(ingress: IngressDraft): [string, IngressDraft][] {
  return ingress.rules.map((_rule, index) => [`${namesOf(ingress)} spec.rules[${index}]`, ingress]);
}

function placesOf(ingress: IngressDraft): [string, Place][] {
  const paths = ingress.rules.flatMap(({ paths: list }, rule) =>
    list.map((path, index): [string, Place] => [
      `${namesOf(ingress)} spec.rules[${rule}].http.paths[${index}]`,
      { ingress, path },
    ]),
  );
  const root = { path: '/', pathType: 'Prefix', service: ingress.defaultBackend ?? '' };
  return [...paths, [`${namesOf(ingress)} spec.defaultBackend`, { ingress, path: root }]];
}

/** Nobody has an address on a Unix socket, so a header tells it. */
const realAddress = 'set_real_ip_from unix:; real_ip_header X-Client-Address;';

function defaultServer({ socket }: Doors): string {
  return `server {
  set $default_connection_header "";
  listen unix:${socket} default_server;
  ${realAddress}
  server_name _;
  location / { return 404; }
}`;
}

function serverText(
  { host, locations }: DescribedServer,
  owner: IngressDraft,
  places: ReadonlyMap<string, Place>,
  scene: number,
  doors: Doors,
): string {
  const annotations = serverAnnotations(owner);
  const is = (key: string): boolean => annotations[key] === 'true';
  const hasTls = owner.tlsHosts?.includes(host) === true;
  const code = annotations['http-redirect-code'] ?? '301';
  const lines = [
    `listen unix:${doors.socket};`,
    realAddress,
    `server_name ${host};`,
    `set $resource_type "ingress"; set $resource_name "${owner.name}"; set $resource_namespace "default"; set $service "-";`,
    ...listed(annotations['proxy-hide-headers']).map((name) => `proxy_hide_header ${name};`),
  ];
  if (is('hsts') && (hasTls || is('hsts-behind-proxy'))) {
    const subdomains = is('hsts-include-subdomains') ? 'includeSubDomains; ' : '';
    lines.push(
      'set $hsts_header_val ""; proxy_hide_header Strict-Transport-Security;',
      `if (${is('hsts-behind-proxy') ? "$http_x_forwarded_proto = 'https'" : '$https = on'}) {`,
      `  set $hsts_header_val "max-age=${annotations['hsts-max-age'] ?? '2592000'}; ${subdomains}preload";`,
      '}',
      'add_header Strict-Transport-Security "$hsts_header_val" always;',
    );
  }
  lines.push(...addHeaders(annotations));
  if (hasTls && annotations['ssl-redirect'] !== 'false')
    lines.push(`if ($scheme = http) { return ${code} https://$host:443$request_uri; }`);
  if (is('redirect-to-https'))
    lines.push(`if ($http_x_forwarded_proto = 'http') { return ${code} https://$host$request_uri; }`);
  lines.push(...protection(annotations, doors));
  const root = annotations['app-root'];
  if (root !== undefined) lines.push(`if ($uri = /) { return 302 $scheme://$http_host${root}; }`);
  for (const rule of locations) {
    const place = places.get(rule);
    if (place === undefined) throw new Error(`nothing asks for the location ${rule}`);
    lines.push(locationText(place, owner, scene, doors));
  }
  return `server {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
}

const listed = (text = ''): string[] => text.split(',').filter((item) => item !== '');

function addHeaders(annotations: Annotations): string[] {
  return listed(annotations['add-header']).map((entry) => {
    const [name, value, always = ''] = entry.split(':');
    return `add_header ${name} "${value}" ${always};`;
  });
}

function protection(annotations: Annotations, { folder }: Doors): string[] {
  const lines: string[] = [];
  const secret = annotations['basic-auth-secret'];
  if (secret !== undefined) {
    lines.push(`auth_basic ${JSON.stringify(annotations['basic-auth-realm'] ?? '')};`);
    lines.push(`auth_basic_user_file ${folder}/${secret};`);
  }
  const { allow = [], deny = [] } = POLICIES[annotations.policies ?? ''] ?? {};
  lines.push(...allow.map((network) => `allow ${network};`), ...(allow.length > 0 ? ['deny all;'] : []));
  lines.push(...deny.map((network) => `deny ${network};`), ...(deny.length > 0 ? ['allow all;'] : []));
  return lines;
}

function locationText({ ingress, path }: Place, owner: IngressDraft, scene: number, doors: Doors): string {
  const isMinion = ingress !== owner;
  const annotations = locationAnnotations(ingress, owner);
  const lines = [`set $service "${path.service}";`];
  if (isMinion) lines.push(`set $resource_name "${ingress.name}"; set $resource_namespace "default";`);
  const text = path.pathType === 'Exact' ? `= ${path.path || '/'}` : path.path || '/';
  const replacing = replacement(annotations.rewrites, path.service);
  if (annotations.rewrites === undefined && annotations['rewrite-target'] !== undefined) {
    const mode = annotations['path-regex'] ?? (isMinion ? owner.annotations['path-regex'] : undefined);
    lines.push(`rewrite ${rewritePattern(text, mode)} ${annotations['rewrite-target']} break;`);
  }
  lines.push('proxy_http_version 1.1;');
  if (listed(annotations['websocket-services']).includes(path.service))
    lines.push('proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;');
  if (isMinion) lines.push(...protection(annotations, doors), ...addHeaders(annotations));
  lines.push(
    `client_max_body_size ${annotations['client-max-body-size'] ?? '1m'};`,
    ...setHeaders(annotations['proxy-set-headers'], isMinion ? owner.annotations['proxy-set-headers'] : undefined),
    'proxy_set_header Host $host; proxy_set_header X-Real-IP $remote_addr;',
    'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Host $host;',
    `proxy_set_header X-Forwarded-Proto ${owner.annotations['redirect-to-https'] === 'true' ? 'https' : '$scheme'};`,
    'proxy_buffering on;',
  );
  for (const key of ['proxy-buffers', 'proxy-buffer-size', 'proxy-busy-buffers-size', 'proxy-max-temp-file-size']) {
    if (annotations[key] !== undefined) lines.push(`${key.replaceAll('-', '_')} ${annotations[key]};`);
  }
  if (annotations['limit-req-rate'] !== undefined) lines.push(limit(annotations, ingress, scene));
  // Only for this test: the name of the backend, which tells where it was asked.
  lines.push(`proxy_set_header X-Backend ${path.service};`);
  lines.push(`proxy_pass http://echo${scene}${replacing};`);
  return `location ${printed(locationPath(text, annotations['path-regex']))} { ${lines.join(' ')} }`;
}

/** makeLocationPath and makePathWithRegex. */
function locationPath(text: string, mode: string | undefined): string {
  switch (mode) {
    case 'case_sensitive':
      return `~ "^${text}"`;
    case 'case_insensitive':
      return `~* "^${text}"`;
    case 'exact':
      return `= "${text}"`;
    default:
      return text;
  }
}

/** makeRewritePattern. */
function rewritePattern(text: string, mode: string | undefined): string {
  if (mode === 'case_sensitive') return `^${text}`;
  return mode === 'case_insensitive' ? `(?i)^${text}` : text;
}

/** fmt.Sprintf without arguments. */
function printed(format: string): string {
  return format.replace(/%[-+# 0]*\d*(?:\.\d*)?([\s\S]?)/gu, (_whole, verb: string) =>
    verb === '%' ? '%' : verb === '' ? '%!(NOVERB)' : `%!${verb}(MISSING)`,
  );
}

/** The URI part of proxy_pass, of `serviceName=a rewrite=/x;…`. */
function replacement(rewrites: string | undefined, service: string): string {
  const found = (rewrites ?? '').split(';').findLast((entry) => entry.startsWith(`serviceName=${service} `));
  return found?.split('rewrite=')[1] ?? '';
}

/** MergeProxySetHeaders: the minion's, then what of the master's has another name. */
function setHeaders(own: string | undefined, master: string | undefined): string[] {
  const nameOf = (entry: string): string => (entry.split(':')[0] ?? '').trim();
  const hidden = new Set(listed(own).map((entry) => nameOf(entry).toLowerCase()));
  const others = listed(master).filter((entry) => !hidden.has(nameOf(entry).toLowerCase()));
  return [...listed(own), ...others].map((entry) => {
    const name = nameOf(entry);
    const value = entry.includes(':')
      ? JSON.stringify(entry.slice(entry.indexOf(':') + 1).trim())
      : `$http_${name.toLowerCase().replaceAll('-', '_')}`;
    return `proxy_set_header ${name} ${value};`;
  });
}

/** The zone that a location counts in: one for each Ingress. */
function zoneOf(place: Place | undefined, owner: IngressDraft | undefined, scene: number): string[] {
  if (place === undefined || owner === undefined) return [];
  const rate = locationAnnotations(place.ingress, owner)['limit-req-rate'];
  const name = `z${scene}_${place.ingress.name}`;
  return rate === undefined ? [] : [`limit_req_zone \${binary_remote_addr} zone=${name}:1m rate=${rate};`];
}

function limit(annotations: Annotations, { name }: IngressDraft, scene: number): string {
  const burst = annotations['limit-req-burst'];
  const code = annotations['limit-req-reject-code'] ?? '429';
  const first = `limit_req zone=z${scene}_${name}${burst === undefined || burst === '0' ? '' : ` burst=${burst}`};`;
  return `${first} limit_req_dry_run on;${code === '0' ? '' : ` limit_req_status ${code};`}`;
}

/** What the main file defines beside its default server, once for all scenes. */
export const MAPS = `
  map $request_uri $request_uri_no_args { "~^(?P<path>[^?]*)(\\?.*)?$" $path; }
  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
  map $http_upgrade $vs_connection_header { default upgrade; '' $default_connection_header; }
`;

const upstream = (scene: number, { echo }: Doors): string => `upstream echo${scene} { server unix:${echo}; }\n`;
