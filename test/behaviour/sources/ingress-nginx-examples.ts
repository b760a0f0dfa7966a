import { loadAll } from 'js-yaml';
import type { CaseRequest, Expectation, NginxCase } from './ingress-nginx-cases.js';

/** Texts between back-quotes may hold an escaped bar, because they stand in tables. */
const plain = (text: string): string => text.replaceAll('\\|', '|');

const knownHash = '$apr1$abcdefgh$rK/lObuciIG5ziaV8BdHR/';

function readGiven(block: string): Partial<NginxCase> {
  const line = /^Given (.*)\.$/m.exec(block)?.[1] ?? '';
  const found: Record<string, unknown> = {};
  for (const part of line.split(/; (?=[A-Z a-z]+: `)/)) {
    const match = /^([A-Za-z ]+): `(.*)`$/.exec(part);
    if (match === null) continue;
    found[match[1] ?? ''] = JSON.parse(match[2] ?? 'null');
  }
  const objects = (name: string) =>
    (found[name] as { name?: string; namespace?: string; keys?: string[]; metadata?: object }[] | undefined)?.map(
      ({ name: objectName, namespace, keys, ...rest }) => ({
        ...(objectName === undefined ? {} : { metadata: { name: objectName, namespace } }),
        ...(keys === undefined
          ? {}
          : { stringData: Object.fromEntries(keys.map((key) => [key, `user:${knownHash}`])) }),
        ...rest,
      }),
    );
  return {
    ...(found.Services === undefined ? {} : { services: objects('Services') ?? [] }),
    ...(found.Secrets === undefined ? {} : { secrets: objects('Secrets') ?? [] }),
    ...(found.ConfigMaps === undefined ? {} : { configmaps: objects('ConfigMaps') ?? [] }),
    ...(found.IngressClasses === undefined ? {} : { ingressclasses: objects('IngressClasses') ?? [] }),
    ...(found['missing Services'] === undefined ? {} : { missing_services: found['missing Services'] as string[] }),
    ...(found.ConfigMap === undefined ? {} : { controller_configmap: found.ConfigMap as Record<string, string> }),
    ...(found.flags === undefined ? {} : { flags: found.flags as Record<string, string | boolean> }),
  };
}

function readRequest(cell: string): CaseRequest {
  const match = /^`(\S+) (https?):\/\/([^/`]*)([^`]*)`(?: \((.*)\))?$/.exec(cell);
  if (match === null) throw new Error(`not a request: ${cell}`);
  const headers: Record<string, string> = {};
  const extra: { client_ip?: string; repeat?: number; sni?: string } = {};
  let last = '';
  for (const item of (match[5] ?? '').split('; ').filter((part) => part !== '')) {
    const address = /^from (\S+)$/.exec(item);
    const times = /^(\d+) times$/.exec(item);
    const sni = /^SNI (\S*)$/i.exec(item);
    const header = /^([\w-]+): (.*)$/.exec(item);
    if (address !== null) extra.client_ip = address[1] ?? '';
    else if (times !== null) extra.repeat = Number(times[1]);
    else if (sni !== null) extra.sni = sni[1] ?? '';
    else if (header !== null) {
      last = header[1] ?? '';
      headers[last] = header[2] ?? '';
    } else if (!/^body /.test(item)) headers[last] = `${headers[last]}; ${item}`;
  }
  return {
    method: match[1] ?? '',
    scheme: match[2] === 'https' ? 'https' : 'http',
    host: match[3] ?? '',
    path: match[4] ?? '',
    headers,
    ...extra,
  };
}

function readExpectation(cell: string): Expectation {
  if (cell.startsWith('statuses ')) {
    const statuses: Record<string, [number, number]> = {};
    for (const match of cell.matchAll(/(\d+)(?:-(\d+))?x(\d{3})/g)) {
      statuses[match[3] ?? ''] = [Number(match[1]), Number(match[2] ?? match[1])];
    }
    return { statuses };
  }
  const response: Record<string, string | null> = {};
  const upstream: Record<string, string | null> = {};
  const found: { status?: number; backend?: string; upstream_path?: string; location?: string; cert?: string } = {};
  const parts =
    cell.match(/\*\*\d+\*\*|(?:backend sees )?(?:no )?[\w-]+(?::)? `[^`]*`|(?:backend sees )?no [\w-]+/g) ?? [];
  for (const part of parts) {
    const quoted = /`([^`]*)`$/.exec(part)?.[1] ?? '';
    const name = /^(?:backend sees )?(?:no )?([\w-]+)/.exec(part)?.[1] ?? '';
    if (part.startsWith('**')) found.status = Number(part.replaceAll('*', ''));
    else if (part.startsWith('backend sees no ')) upstream[name] = null;
    else if (part.startsWith('backend sees ')) upstream[name] = quoted;
    else if (part.startsWith('no ')) response[name] = null;
    else if (name === 'backend') found.backend = quoted;
    else if (name === 'gets') found.upstream_path = quoted;
    else if (name === 'Location') found.location = quoted;
    else if (name === 'certificate' || name === 'cert') found.cert = quoted;
    else response[name] = name === 'Set-Cookie' && !/^\w+=\w+; Path/.test(quoted) ? `~${quoted}` : quoted;
  }
  return { ...found, response_headers: response, upstream_headers: upstream };
}

/** Reads section 26 of the semantics reference: its hundred executed examples, as cases. */
export function readExamples(markdown: string): readonly NginxCase[] {
  const found: NginxCase[] = [];
  for (const block of markdown.split(/^#### \d+\. /m).slice(1)) {
    const title = /^(.*) \[([\w-]+)\]$/m.exec(block);
    const yaml = /```yaml\n([\s\S]*?)```/.exec(block)?.[1] ?? '';
    const id = title?.[2] ?? '';
    const ingresses = (loadAll(yaml) as { spec?: object }[]).map((ingress) => ({
      ...ingress,
      spec: id.startsWith('class-') ? ingress.spec : { ingressClassName: 'nginx', ...ingress.spec },
    }));
    const rows = [...block.matchAll(/^\| (`.*) \| (\*\*.*|statuses .*) \|$/gm)];
    const dropped = /^Dropped Ingresses: (.*)\.$/m.exec(block)?.[1];
    const failure = /^Result: nginx -t fails \(`(.*)`\)/m.exec(block)?.[1];
    found.push({
      id,
      about: title?.[1] ?? '',
      ingresses,
      ...readGiven(block),
      ...(dropped === undefined ? {} : { ignored_ingresses: dropped.split(', ') }),
      ...(failure === undefined ? {} : { config_error: failure }),
      requests: rows.map((row) => readRequest(plain(row[1] ?? ''))),
      expect: rows.map((row) => readExpectation(plain(row[2] ?? ''))),
    });
  }
  return found;
}
