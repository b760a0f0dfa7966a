import type { Configuration } from '../haproxy-process.js';
import { type WrittenRule, writtenRules } from './controller-rules.js';
import type { PathDraft, SceneDraft } from './drafts.js';

/** Where HAProxy listens for one scene. */
export interface Doors {
  readonly http: string;
  /** Port 443 once TLS is ended, which nobody does here. */
  readonly https: string;
  readonly echo: string;
}

interface Place {
  readonly scene: number;
  readonly folder: string;
  readonly doors: Doors;
}

/**
 * Writes what the controller would write for a scene: maps, rules of both frontends, backends. Made from the annotations
 * and the controller's source, and of nothing that the model says.
 */
export function render(draft: SceneDraft, { scene, folder, doors }: Place): Configuration {
  const files = new Map<string, string>();
  const lists = new Map<string, string>();
  const home = `${folder}/${scene}`;
  const served = [...draft.ingresses].sort((a, b) => (a.name < b.name ? -1 : 1));
  const ofConfig = writtenRules(undefined, draft.config, home, lists);
  const own = served.map((ingress) => ({ ingress, rules: writtenRules(ingress, draft.config, home, lists) }));
  for (const [name, text] of lists) files.set(`${scene}/${name}`, text);
  const ofIngresses = new Set(own.flatMap(({ rules }) => rules.map(({ id }) => id)));
  const all = new Map<string, WrittenRule>();
  for (const rule of [...ofConfig, ...own.flatMap(({ rules }) => rules)]) if (!all.has(rule.id)) all.set(rule.id, rule);
  const ordered = [...all.values()].sort((a, b) => a.phase - b.phase);
  const rows = { host: [] as string[], exact: [] as string[], whole: [] as string[], prefix: [] as string[] };
  const switching: string[] = [];
  for (const { ingress, rules } of own) {
    for (const path of ingress.paths) {
      const backend = `${scene}-default_svc_${path.service}_80`;
      const acl = draft.routeAcls[path.service];
      if (acl !== undefined) switching.unshift(`use_backend ${backend} if ${customCondition(path)} { ${acl} }`);
      else addRows(rows, path, [backend, ...new Set(rules.map(({ id }) => id))].join('.'));
    }
  }
  for (const [name, lines] of Object.entries(rows)) {
    files.set(
      `${scene}/${name}.map`,
      [...lines]
        .sort()
        .map((line) => `${line}\n`)
        .join(''),
    );
  }
  const frontend = (name: 'http' | 'https'): string =>
    section(`frontend ${scene}-${name}`, [
      'mode http',
      `bind unix@${doors[name]} accept-proxy`,
      ...variables(home),
      ...(name === 'https' ? [] : []),
      ...ordered
        .filter(({ where }) => where.includes(name))
        .map(({ id, line, isRedirect }) =>
          line(ofIngresses.has(id) || isRedirect ? `{ var(txn.path_match) -m dom ${id} }` : ''),
        )
        .flatMap((line, index, list) =>
          name === 'https' && index === list.findIndex((other) => /set-header|replace-path/.test(other))
            ? ['http-request set-header X-Forwarded-Proto https', line]
            : [line],
        ),
      ...(name === 'https' && !ordered.some(({ phase }) => phase >= 12)
        ? ['http-request set-header X-Forwarded-Proto https']
        : []),
      ...switching,
      'use_backend %[var(txn.path_match),field(1,.)]',
      `default_backend ${scene}-nobody`,
    ]);
  const services = [...new Set(draft.ingresses.flatMap(({ paths }) => paths.map(({ service }) => service)))];
  const text = [
    ...(scene === 0 ? [userlists] : []),
    frontend('http'),
    frontend('https'),
    ...services.map((service) => backendSection(`${scene}-default_svc_${service}_80`, service, doors, [])),
    backendSection(`${scene}-nobody`, 'nobody', doors, ['http-response set-status 404']),
  ].join('');
  return { text, files };
}

const userlists = 'userlist users\n  user joe insecure-password pw\nuserlist nobody\n  user none insecure-password *\n';

function variables(home: string): string[] {
  const looked = 'var(txn.host_match),concat(,txn.path,)';
  const missing = 'if !{ var(txn.path_match) -m found }';
  return [
    'http-request set-var(txn.base) base',
    'http-request set-var(txn.path) path',
    'http-request set-var(txn.host) req.hdr(Host),field(1,:),lower',
    `http-request set-var(txn.host_match) var(txn.host),map(${home}/host.map)`,
    `http-request set-var(txn.host_match) var(txn.host),regsub(^[^.]*,,),map(${home}/host.map,'') if !{ var(txn.host_match) -m found }`,
    `http-request set-var(txn.path_match) ${looked},map(${home}/exact.map)`,
    `http-request set-var(txn.path_match) ${looked},map(${home}/whole.map) ${missing}`,
    `http-request set-var(txn.path_match) ${looked},map_beg(${home}/prefix.map) ${missing}`,
  ];
}

function addRows(
  rows: { host: string[]; exact: string[]; whole: string[]; prefix: string[] },
  { host: written, path, pathType }: PathDraft,
  value: string,
): void {
  const host = written.replace(/^\*/, '');
  if (host !== '') rows.host.push(`${host}\t\t\t${host}`);
  const trimmed = path.replace(/\/$/, '');
  if (pathType === 'Exact') rows.exact.push(`${host}${path}\t\t\t${value}`);
  else if (path === '' || path === '/') rows.prefix.push(`${host}/\t\t\t${value}`);
  else {
    rows.whole.push(`${host}${trimmed}\t\t\t${value}`);
    rows.prefix.push(`${host}${trimmed}${pathType === 'Prefix' ? '/' : ''}\t\t\t${value}`);
  }
}

function customCondition({ host, path, pathType }: PathDraft): string {
  const ofHost =
    host === ''
      ? ''
      : host.startsWith('*')
        ? `{ var(txn.host) -m end ${host.slice(1)} } `
        : `{ var(txn.host) -m str ${host} } `;
  if (path === '') return ofHost;
  if (pathType === 'Exact') return `${ofHost}{ path ${path} }`;
  if (path === '/') return `${ofHost}{ path -m beg / }`;
  return `${ofHost}{ path -m reg ^${path.replace(/\/$/, '')}($|/) }`;
}

function backendSection(name: string, server: string, { echo }: Doors, lines: readonly string[]): string {
  const own = ['mode http', 'option forwardfor', 'http-send-name-header X-Server', ...lines];
  return section(`backend ${name}`, [...own, `server ${server} unix@${echo}`]);
}

function section(title: string, lines: readonly string[]): string {
  return `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
