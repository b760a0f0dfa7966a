import { type Network, parseNetwork } from '../../values/addresses.js';
import { parseGoInt } from '../../values/go-values.js';
import type { ConfigValue, Values } from './annotations.js';
import { type Cors, readCors } from './cors.js';
import { type ExternalAuth, readExternalAuth } from './external-auth.js';
import { quoted } from './host-map.js';
import type { BackendDraft, Inventory, PathDraft } from './inventory.js';

/** Addresses; those with a `!` are exceptions. */
export interface AccessList {
  readonly rules: readonly Network[];
  readonly exceptions: readonly Network[];
  /** Header that the client's address is taken from; '' for the connection. */
  readonly header: string;
}

/** What is set for each host and path (reference §1.1, Path keys). */
export interface PathSettings {
  readonly allow: AccessList;
  readonly deny: AccessList;
  /** `namespace/name` of the Secret, and the realm. */
  readonly basicAuth: { readonly secret: string; readonly realm: string } | undefined;
  readonly externalAuth: ExternalAuth | undefined;
  readonly cors: Cors | undefined;
  /** The header. */
  readonly hsts: string | undefined;
  /** 0 for none. */
  readonly bodySize: number;
  readonly rewrite: { readonly pattern: string; readonly target: string } | undefined;
  readonly redirectsToHttps: boolean;
  readonly waf: string | undefined;
}

const noList: AccessList = { rules: [], exceptions: [], header: '' };

/** Of a path that strict-host adds after all annotations were read. */
export const noSettings: PathSettings = {
  allow: noList,
  deny: noList,
  basicAuth: undefined,
  externalAuth: undefined,
  cors: undefined,
  hsts: undefined,
  bodySize: 0,
  rewrite: undefined,
  redirectsToHttps: false,
  waf: undefined,
};

export function readPathSettings(inventory: Inventory, backend: BackendDraft, path: PathDraft): PathSettings {
  const values = backend.mapper.at(path.hash);
  const allowed = values.get('allowlist-source-range');
  return {
    allow: {
      ...addressLists(allowed.text === '' ? values.get('whitelist-source-range') : allowed),
      header: values.get('allowlist-source-header').text,
    },
    deny: { ...addressLists(values.get('denylist-source-range')), header: '' },
    basicAuth: readBasicAuth(inventory, values),
    externalAuth: readExternalAuth(inventory, backend, values),
    cors: readCors(values),
    hsts: readHsts(values),
    bodySize: readSize(values.get('proxy-body-size').text),
    rewrite: readRewrite(values, path),
    redirectsToHttps: redirectsToHttps(inventory, backend, path, values),
    waf: values.get('waf').text === 'modsecurity' ? values.get('waf-mode').text : undefined,
  };
}

/** Entries that are no addresses are skipped, and where none is left there is no list (splitDualCIDR). */
export function addressLists({ text }: ConfigValue): Pick<AccessList, 'rules' | 'exceptions'> {
  const rules: Network[] = [];
  const exceptions: Network[] = [];
  for (const item of text.split(',').map((one) => one.trim())) {
    const isException = item.startsWith('!');
    const network = parseNetwork(isException ? item.slice(1) : item);
    if (network !== undefined) (isException ? exceptions : rules).push(network);
  }
  return { rules, exceptions };
}

/** A Secret that cannot be read means no authentication at all (reference §1.9). */
function readBasicAuth(inventory: Inventory, values: Values): PathSettings['basicAuth'] {
  const { text, source } = values.get('auth-secret');
  const key = source === undefined ? undefined : secretKey(inventory, text, source.namespace, 'passwd');
  if (key === undefined || inventory.cluster.secret(key)?.hasUsers !== true) return undefined;
  const realm = values.get('auth-realm');
  const usable = realm.source !== undefined && realm.text !== '' && !realm.text.includes('"');
  return { secret: key, realm: usable ? realm.text : 'localhost' };
}

/** `namespace/name` of a Secret; another namespace than that of the annotation has to be allowed (cross-namespace-secrets-…). */
export function secretKey(
  { global }: Inventory,
  text: string,
  namespace: string,
  purpose: 'passwd' | 'ca' | 'crt',
): string | undefined {
  const parts = text.replace(/^secret:\/\//, '').split('/');
  const [first = '', second] = parts;
  if (first === '' || parts.length > 2 || text.startsWith('file://')) return undefined;
  if (second === undefined) return `${namespace}/${first}`;
  const isAllowed = global.get(`cross-namespace-secrets-${purpose}`).text.toLowerCase() === 'allow';
  return first === namespace || isAllowed ? `${first}/${second}` : undefined;
}

function readHsts(values: Values): string | undefined {
  if (!values.get('hsts').isTrue) return undefined;
  const subdomains = values.get('hsts-include-subdomains').isTrue ? '; includeSubDomains' : '';
  const preload = values.get('hsts-preload').isTrue ? '; preload' : '';
  return `max-age=${values.get('hsts-max-age').integer}${subdomains}${preload}`;
}

/** SizeSuffixToInt64 in pkg/utils/utils.go; a size that is none means no limit. */
function readSize(text: string): number {
  const plain = parseGoInt(text);
  if (plain !== undefined) return plain;
  const amount = parseGoInt(text.slice(0, -1));
  const factor = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[text.slice(-1).toLowerCase()];
  return amount === undefined || factor === undefined ? 0 : amount * factor;
}

/** buildBackendRewriteURL; reference §1.8. */
function readRewrite(values: Values, { link: { path, match } }: PathDraft): PathSettings['rewrite'] {
  const target = values.get('rewrite-target').text;
  if (target === '') return undefined;
  if (match === 'regex') return { pattern: `^${path}`, target };
  const ends = path.endsWith('/');
  const slash = target === '/' && !ends ? '/?' : '';
  const joint = ends && !target.endsWith('/') ? '/' : '';
  return { pattern: `^${quoted(path)}${slash}(.*)$`, target: `${target}${joint}\\1` };
}

/** buildBackendSSLRedirect: only where HTTPS is served, and not for paths declared below the exempt ones. */
function redirectsToHttps(
  inventory: Inventory,
  { mapper }: BackendDraft,
  { host, owner, link }: PathDraft,
  values: Values,
): boolean {
  const always = host.mapper.get('ssl-always-add-https').isTrue;
  const hasTls =
    inventory.input.version === '0.17'
      ? host.tlsOwners.has(owner) || always
      : host.certificate !== undefined || (always && host.mapper.get('ssl-always-follow-redirect').isTrue);
  const exempt = mapper.get('no-tls-redirect-locations').text;
  return (
    hasTls &&
    values.get('ssl-redirect').isTrue &&
    !(exempt !== '' && exempt.split(',').some((prefix) => link.path.startsWith(prefix.trim())))
  );
}
