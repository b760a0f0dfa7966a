import { fnv128a } from '../../../src/behaviour/sources/haproxytech/go-hash.js';
import type { IngressDraft } from './drafts.js';

/** A rule as the controller would write it, made of the annotations once more and not by the model. */
export interface WrittenRule {
  readonly phase: number;
  readonly id: string;
  readonly where: readonly ('http' | 'https')[];
  /** The line; `acl` is '' for a rule that holds for everybody. */
  readonly line: (acl: string) => string;
  readonly isRedirect: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

const DEFAULTS: Readonly<Record<string, string>> = {
  'ssl-redirect-port': '8443',
  'ssl-redirect-code': '302',
  'request-redirect-code': '302',
  'cors-allow-origin': '*',
  'cors-allow-methods': '*',
  'cors-allow-headers': '*',
  'cors-max-age': '5s',
};

const conditions = (...parts: readonly string[]): string => {
  const some = parts.filter((part) => part !== '');
  return some.length === 0 ? '' : ` if ${some.join(' ')}`;
};

/** What pkg/annotations/ingress and pkg/haproxy/rules make of an Ingress; of the ConfigMap alone without one. */
export function writtenRules(
  ingress: IngressDraft | undefined,
  config: Readonly<Record<string, string>>,
  folder: string,
  files: Map<string, string>,
): WrittenRule[] {
  const value = (name: string): string => ingress?.annotations[name] ?? config[name] ?? DEFAULTS[name] ?? '';
  const rules: WrittenRule[] = [];
  const both = ['http', 'https'] as const;
  const add = (
    phase: number,
    fields: Fields,
    line: WrittenRule['line'],
    where: WrittenRule['where'] = both,
    isRedirect = false,
  ): void => {
    const json = JSON.stringify(fields).replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
    rules.push({ phase, id: fnv128a(json + String.fromCharCode(phase)), where, line, isRedirect });
  };
  for (const [name, allow] of [
    ['deny-list', false],
    ['allow-list', true],
  ] as const) {
    const input = value(name);
    if (input === '') continue;
    const file = `${allow ? 'allow' : 'deny'}list-${fnv128a(input)}.map`;
    files.set(
      file,
      input
        .split(',')
        .map((item) => `${item.trim()}\n`)
        .join(''),
    );
    const test = `${allow ? '!' : ''}{ src -f ${folder}/${file} }`;
    add(
      5,
      { SrcIPsMap: `/etc/haproxy/maps/${file}`, AllowList: allow },
      (acl) => `http-request deny deny_status 403${conditions(acl, test)}`,
    );
  }
  const header = value('src-ip-header');
  if (header !== '') {
    add(
      4,
      { HeaderName: header },
      (acl) => `http-request set-src hdr(${header}) if ${acl} || !{ var(txn.path_match) -m found }`,
    );
  }
  const setHeader = (direction: 'request' | 'response', name: string, format: string): void =>
    add(
      direction === 'response' ? 16 : 12,
      {
        HdrName: name,
        HdrFormat: format,
        CondTest: '',
        Cond: '',
        Type: 0,
        Response: direction === 'response',
        AfterResponse: false,
        ForwardedProto: false,
      },
      (acl) => `http-${direction} set-header ${name} ${format}${conditions(acl)}`,
    );
  if (value('set-host') !== '') setHeader('request', 'Host', value('set-host'));
  for (const line of value('path-rewrite').trim().split('\n')) {
    const [first, second] = line.split(/\s+/).filter((part) => part !== '');
    if (first === undefined) continue;
    const [match, format] = second === undefined ? ['(.*)', first] : [first, second];
    add(
      14,
      { PathMatch: match, PathFmt: format },
      (acl) => `http-request replace-path ${match} ${format}${conditions(acl)}`,
    );
  }
  for (const direction of ['request', 'response'] as const) {
    for (const line of value(`${direction}-set-header`).split('\n')) {
      if (line === '') continue;
      const blank = line.indexOf(' ');
      if (blank < 0) break;
      setHeader(direction, line.slice(0, blank), `"${line.slice(blank + 1)}"`);
    }
  }
  const wanted = value('ssl-redirect');
  if (wanted === 'true' || (wanted === '' && ingress?.tls === true)) {
    const [port, code] = [value('ssl-redirect-port'), value('ssl-redirect-code')].map(Number);
    add(
      10,
      { Host: '', RedirectCode: code, RedirectPort: port, SSLRequest: false, SSLRedirect: true },
      (acl) =>
        `http-request redirect location https://%[hdr(host),field(1,:)]:${port}%[capture.req.uri] code ${code}${conditions(acl)}`,
      ['http'],
      true,
    );
  }
  const target = value('request-redirect');
  if (target !== '') {
    const secure = target.startsWith('https://');
    const host = target.replace(/^https?:\/\//, '');
    const code = Number(value('request-redirect-code'));
    add(
      10,
      { Host: host, RedirectCode: code, RedirectPort: 0, SSLRequest: secure, SSLRedirect: false },
      (acl) =>
        `http-request redirect location ${secure ? 'https' : 'http'}://${host}%[capture.req.uri] code ${code}${conditions(acl)}`,
      both,
      true,
    );
  }
  if (value('auth-type') === 'basic-auth') {
    const found = value('auth-secret') === 'users';
    const group = ingress === undefined ? 'Global' : `default-${ingress.name}`;
    add(
      7,
      {
        Credentials: found ? { joe: btoa('pw') } : null,
        AuthGroup: group,
        AuthRealm: value('auth-realm').replaceAll(' ', '-') || 'Protected-Content',
      },
      (acl) =>
        `http-request auth realm ${value('auth-realm').replaceAll(' ', '-') || 'Protected-Content'}${conditions(acl, `!{ http_auth(${found ? 'users' : 'nobody'}) }`)}`,
    );
  }
  if (value('cors-enable') === 'true') addCors(value, add);
  return rules;
}

function addCors(
  value: (name: string) => string,
  add: (phase: number, fields: Fields, line: WrittenRule['line']) => void,
): void {
  add(
    3,
    { Name: 'cors_origin', Scope: 'txn', Expression: 'req.hdr(origin)', CondTest: '' },
    (acl) => `http-request set-var(txn.cors_origin) req.hdr(origin)${conditions(acl)}`,
  );
  const origin = value('cors-allow-origin');
  const test = origin === '*' ? '{ var(txn.cors_origin) -m found }' : `{ var(txn.cors_origin) -m reg ${origin} }`;
  const late = (name: string, format: string): void =>
    add(
      12,
      {
        HdrName: name,
        HdrFormat: format,
        CondTest: test,
        Cond: 'if',
        Type: 0,
        Response: false,
        AfterResponse: true,
        ForwardedProto: false,
      },
      (acl) => `http-after-response set-header ${name} ${format}${conditions(acl, test)}`,
    );
  late('Access-Control-Allow-Origin', origin === '*' ? '*' : '%[var(txn.cors_origin)]');
  const methods = value('cors-allow-methods');
  late('Access-Control-Allow-Methods', methods === '*' ? '*' : `"${methods.replace(/\s/g, '').split(',').join(', ')}"`);
  late('Access-Control-Allow-Headers', `"${value('cors-allow-headers').replace(/\s/g, '')}"`);
  late('Access-Control-Max-Age', `"${Number(value('cors-max-age').replace('s', ''))}"`);
  if (value('cors-allow-credentials') === 'true') late('Access-Control-Allow-Credentials', '"true"');
  if (value('cors-respond-to-options') === 'true') {
    add(15, { StatusCode: 204 }, (acl) => `http-request return status 204${conditions(`${acl} METH_OPTIONS`.trim())}`);
  }
}
