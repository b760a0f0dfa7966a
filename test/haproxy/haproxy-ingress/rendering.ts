import type { Mapper } from '../../../src/behaviour/sources/haproxy-ingress/annotations.js';
import type { Backend, Configuration as Model } from '../../../src/behaviour/sources/haproxy-ingress/configuration.js';
import type { HostMap } from '../../../src/behaviour/sources/haproxy-ingress/host-map.js';
import { type MapFile, mapFiles } from '../../../src/behaviour/sources/haproxy-ingress/map-files.js';
import type { Redirect, Route } from '../../../src/behaviour/sources/haproxy-ingress/maps.js';
import type { MatchType } from '../../../src/behaviour/sources/haproxy-ingress/path-link.js';
import type { PathSettings } from '../../../src/behaviour/sources/haproxy-ingress/path-settings.js';
import type { Configuration } from '../haproxy-process.js';

/** Where HAProxy listens for one set of Ingresses, and what answers behind it. */
export interface Doors {
  readonly http: string;
  /** Port 443 after TLS has ended. */
  readonly https: string;
  readonly echo: string;
}

interface Place {
  readonly scene: number;
  readonly folder: string;
  readonly doors: Doors;
}

const order: readonly MatchType[] = ['exact', 'prefix', 'begin', 'regex'];
const converter: Readonly<Record<MatchType, string>> = { exact: 'str', prefix: 'dir', begin: 'beg', regex: 'reg' };

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * Writes the configuration that the controller writes (rootfs/etc/templates/haproxy/haproxy.tmpl of v0.16.1) for stock
 * HAProxy: no TLS is ended here, and answers that the controller gives by Lua come from `http-request return`. The rules and
 * their order are those of the template; which keys and paths there are is taken from the model.
 */
export function render(model: Model, { scene, folder, doors }: Place): Configuration {
  const files = new Map<string, string>();
  const own = (name: string): string => `${scene}-${name.replace(/[^A-Za-z0-9]/g, '_')}`;

  /** Rules that look a subject up in the files of a map, one after the other, until a variable is set. */
  const lookUp = <T>(
    name: string,
    map: HostMap<T>,
    variable: string,
    subject: string,
    write: (value: T) => string,
    conditions: readonly string[] = [],
  ): string[] => {
    const entries = (map as unknown as { readonly entries: Parameters<typeof mapFiles<T>>[0] }).entries;
    return mapFiles(entries, order).map((file: MapFile<T>, index) => {
      const path = `${scene}/${name}-${index}.map`;
      files.set(path, file.entries.map(({ key, value }) => `${key} ${write(value)}\n`).join(''));
      const lower = file.match === 'begin' ? ',lower' : '';
      const all = [
        ...conditions,
        ...(index === 0 ? [] : [`!{ var(${variable}) -m found }`]),
        ...file.headers.map((one) => `{ hdr(${one.name})${one.isRegex ? ' -m reg' : ''} -- ${quoted(one.value)} }`),
      ];
      const condition = all.length === 0 ? '' : ` if ${all.join(' ')}`;
      return `http-request set-var(${variable}) ${subject}${lower},map_${converter[file.match]}(${folder}/${path})${condition}`;
    });
  };

  const { maps, inventory } = model;
  const { global } = inventory;
  const code = global.get('ssl-redirect-code').integer || 302;
  const noRedirects = `!{ path_beg ${global.get('no-redirect-locations').text} }`;
  const nameOf = ({ path, leadsTo }: Route): string =>
    leadsTo === 'https' ? own('to_https') : path.backend === undefined ? own('nobody') : own(path.backend.id);
  const target = ({ to }: Redirect): string => to;

  const frontend = (scheme: 'http' | 'https'): string[] => {
    const isHttp = scheme === 'http';
    const root = [
      ...(isHttp
        ? [
            ...lookUp('root-tls', maps.appRootTls, 'req.roottls', 'var(req.host)', () => '1'),
            `http-request redirect scheme https code ${code} if { path / } { var(req.roottls) -m found }`,
          ]
        : []),
      ...lookUp('root', maps.appRoot, 'req.rootredir', 'var(req.host)', target),
      'http-request redirect location %[var(req.rootredir)] if { path / } { var(req.rootredir) -m found }',
    ];
    const table = isHttp ? maps.http : maps.https;
    const fallback = isHttp ? maps.httpDefault : maps.httpsDefault;
    return [
      'mode http',
      `bind unix@${isHttp ? doors.http : doors.https} accept-proxy`,
      ...(isHttp ? [] : ['http-request set-var(txn.https) int(1)']),
      'http-request set-var(req.path) path',
      'http-request set-var(req.host) hdr(host),field(1,:),lower',
      'http-request set-var(req.base) var(req.host),concat(\\#,req.path)',
      ...(isHttp ? root : []),
      `http-request set-header X-Forwarded-Proto ${scheme}`,
      ...lookUp('to', maps.redirectTo, 'req.redirto', 'var(req.base)', target, [noRedirects]),
      `http-request redirect location %[var(req.redirto)] code 302 if ${noRedirects} { var(req.redirto) -m found }`,
      ...lookUp(scheme, table, 'req.backend', 'var(req.base)', nameOf),
      ...lookUp(`${scheme}-default`, fallback, 'req.defaultbackend', 'str(<default>\\#),concat(,req.path)', nameOf, [
        '!{ var(req.backend) -m found }',
      ]),
      ...lookUp('from', maps.redirectFrom, 'req.redirdest', 'var(req.host)', target, [
        noRedirects,
        '!{ var(req.backend) -m found }',
      ]),
      `http-request redirect prefix //%[var(req.redirdest)] code 302 if ${noRedirects} { var(req.redirdest) -m found }`,
      'http-request set-header X-Original-Forwarded-For %[hdr(x-forwarded-for)] if { hdr(x-forwarded-for) -m found }',
      'http-request del-header x-forwarded-for',
      'option forwardfor',
      'http-request set-header X-Real-IP %[src]',
      ...(isHttp ? [] : root),
      'use_backend %[var(req.backend)] if { var(req.backend) -m found }',
      'use_backend %[var(req.defaultbackend)]',
      `default_backend ${own('nobody')}`,
    ];
  };

  const text = [
    section('userlist users', ['user joe insecure-password pw']),
    section(`frontend ${own('http')}`, frontend('http')),
    section(`frontend ${own('https')}`, frontend('https')),
    section(`backend ${own('to_https')}`, ['mode http', `http-request redirect scheme https code ${code}`]),
    section(`backend ${own('nobody')}`, ['mode http', 'http-request return status 404']),
    ...[...model.backends.values()].map((backend) =>
      section(`backend ${own(backend.draft.id)}`, backendLines(backend, doors, own(backend.draft.id), lookUp)),
    ),
  ];
  // A list of users belongs to the whole process.
  return { text: (scene === 0 ? text : text.slice(1)).join(''), files };
}

type LookUp = <T>(
  name: string,
  map: HostMap<T>,
  variable: string,
  subject: string,
  write: (value: T) => string,
  conditions?: readonly string[],
) => string[];

function backendLines(backend: Backend, doors: Doors, name: string, lookUp: LookUp): string[] {
  const { draft, settings } = backend;
  const rules = backend.rules as unknown as {
    readonly settings: ReadonlyMap<string, PathSettings>;
    readonly byHost: HostMap<string>;
    readonly byDefault: HostMap<string>;
  };
  const hashes = [...rules.settings.keys()];
  const id = (hash: string): string => `path${hashes.indexOf(hash)}`;
  const hasCors = [...rules.settings.values()].some(({ cors }) => cors !== undefined);

  /** Lines for each value of a key, with the paths that it holds for unless it holds for all. */
  const perPath = <K extends keyof PathSettings>(
    key: K,
    write: (value: PathSettings[K], condition: string, hashes: readonly string[]) => readonly string[],
  ): string[] => {
    const groups = new Map<string, { value: PathSettings[K]; hashes: string[] }>();
    for (const [hash, own] of [...rules.settings].sort(byLink(draft))) {
      const text =
        JSON.stringify(own[key], (_name, inner: unknown) => (typeof inner === 'bigint' ? `${inner}` : inner)) ?? '';
      const known = groups.get(text);
      if (known === undefined) groups.set(text, { value: own[key], hashes: [hash] });
      else known.hashes.push(hash);
    }
    return [...groups.values()].flatMap(({ value, hashes: mine }) =>
      write(value, groups.size === 1 ? '' : ` { var(txn.pathID) -m str ${mine.map(id).join(' ')} }`, mine),
    );
  };
  const addresses = (list: readonly { readonly text: string }[]): string => list.map(({ text }) => text).join(' ');
  return [
    'mode http',
    'acl https-request var(txn.https) -m found',
    ...lookUp(`${name}-paths`, rules.byHost, 'txn.pathID', 'var(req.base)', id),
    ...lookUp(`${name}-default`, rules.byDefault, 'txn.pathID', 'str(<default>\\#),concat(,req.path)', id, [
      '!{ var(txn.pathID) -m found }',
    ]),
    ...perPath('redirectsToHttps', (value, condition) =>
      value ? [`http-request redirect scheme https code 302 if !https-request${condition}`] : [],
    ),
    ...perPath('allow', ({ rules: list, exceptions, header }, condition) => [
      ...(header === '' ? [] : [`http-request set-src hdr(${header})`]),
      ...(exceptions.length === 0 ? [] : [`http-request deny if${condition} { src ${addresses(exceptions)} }`]),
      ...(list.length === 0 ? [] : [`http-request deny if${condition} !{ src ${addresses(list)} }`]),
    ]),
    ...perPath('deny', ({ rules: list, exceptions }, condition) =>
      list.length + exceptions.length === 0
        ? []
        : [
            `http-request deny if${condition}${list.length === 0 ? '' : ` { src ${addresses(list)} }`}${exceptions.length === 0 ? '' : ` !{ src ${addresses(exceptions)} }`}`,
          ],
    ),
    ...perPath('basicAuth', (value, condition) =>
      value === undefined
        ? []
        : [
            `http-request auth realm "${value.realm}" if${hasCors ? ' !METH_OPTIONS' : ''}${condition} !{ http_auth(users) }`,
          ],
    ),
    ...perPath('cors', (value, condition) => {
      if (value === undefined) return [];
      const first = value.origins[0] ?? '';
      const isChoice = value.origins.length > 1;
      const echoes = first === '*' && value.credentials;
      const after = 'http-after-response set-header';
      const origin = '{ var(txn.origin) -m found }';
      const listed = `{ var(txn.origin) -m str ${value.origins.join(' ')} }`;
      return [
        'http-request set-var(txn.origin) req.hdr(Origin) if { req.hdr(Origin) -m found }',
        `http-request return status 204 hdr Access-Control-Max-Age ${value.maxAge} if METH_OPTIONS${condition}`,
        `${after} Access-Control-Allow-Origin "${isChoice || echoes ? '%[var(txn.origin)]' : first}" if ${origin}${condition}${isChoice ? ` ${listed}` : ''}`,
        ...(isChoice ? [`${after} Access-Control-Allow-Origin "${first}" if ${origin}${condition} !${listed}`] : []),
        `${after} Access-Control-Allow-Methods "${value.methods}" if ${origin}${condition}`,
        ...(value.credentials ? [`${after} Access-Control-Allow-Credentials true if ${origin}${condition}`] : []),
      ];
    }),
    ...headerLines(draft.mapper),
    ...perPath('rewrite', (value, condition) =>
      value === undefined
        ? []
        : [
            `http-request replace-path ${quoted(value.pattern)} ${quoted(value.target)}${condition === '' ? '' : ` if${condition}`}`,
          ],
    ),
    ...perPath('hsts', (value, condition, mine) => {
      if (value === undefined) return [];
      const needsTls = !mine.some((hash) => rules.settings.get(hash)?.redirectsToHttps === true);
      const all = `${needsTls ? ' https-request' : ''}${condition}`;
      return [`http-response set-header Strict-Transport-Security "${value}"${all === '' ? '' : ` if${all}`}`];
    }),
    ...(settings.cookie === undefined ? [] : [`cookie ${settings.cookie.name} insert indirect nocache httponly`]),
    `http-request set-header X-Server ${draft.label}`,
    `server s unix@${doors.echo}${settings.cookie === undefined ? '' : ' cookie s'}`,
  ];
}

/** Straight from the annotation, as the template has it. */
function headerLines(mapper: Mapper): string[] {
  return mapper
    .get('headers')
    .text.split('\n')
    .filter((line) => line !== '')
    .map((line) => `http-request set-header ${line.replace(': ', ' ')}`);
}

function byLink(draft: Backend['draft']) {
  const of = (hash: string): string => {
    const link = draft.paths.get(hash)?.link;
    return `${link?.hostname}\n${link?.path}`;
  };
  return ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
    of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0;
}

function section(title: string, lines: readonly string[]): string {
  return `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
