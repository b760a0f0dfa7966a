import { parseNetwork } from '../../values/addresses.js';
import { booleanAt, listAt, numberAt, objectAt, type PlainObject, stringAt } from '../../values/plain-object.js';
import type { Cluster } from './cluster.js';
import type { IngressObject } from './ingress-objects.js';
import type { BackendTls } from './input.js';
import type { AddedHeader } from './value-grammar.js';

export interface ExternalAuth {
  /** `namespace/service:port`. */
  readonly service: string;
  readonly path: string;
  readonly tls: boolean;
  /** A URI, or a URL that the client is sent to. */
  readonly signin: string;
  /** Requests below it go to the service itself, unasked; '' without a signin. */
  readonly signinPath: string;
}

export interface Cors {
  readonly origins: readonly string[];
  /** Without those that depend on the request's origin. */
  readonly headers: readonly AddedHeader[];
}

/** What the Policies of one Ingress do together (generatePolicies in internal/configs/policy.go). */
export interface PolicyEffects {
  /** Why everything is answered with 500; undefined if all is well. */
  readonly failure: string | undefined;
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  readonly cors: Cors | undefined;
  readonly externalAuth: ExternalAuth | undefined;
  readonly clientCertificates: { readonly secret: string; readonly verify: string; readonly depth: number } | undefined;
  readonly backendTls: BackendTls | undefined;
}

export const NO_POLICIES: PolicyEffects = {
  failure: undefined,
  allow: [],
  deny: [],
  cors: undefined,
  externalAuth: undefined,
  clientCertificates: undefined,
  backendTls: undefined,
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads the Policies that `nginx.org/policies` names, in its order. Anything wrong with one closes the whole Ingress. */
export function policiesOf(
  ingress: IngressObject,
  annotations: ReadonlyMap<string, string>,
  cluster: Cluster,
  classes: ReadonlySet<string>,
): PolicyEffects {
  const keys = ['nginx.org/policies', 'nginx.com/policies'].flatMap((key) =>
    (annotations.get(key) ?? '').split(',').map((name) => name.trim()),
  );
  const names = [...new Set(keys.filter((name) => name !== ''))];
  const effects: Mutable<PolicyEffects> = { ...NO_POLICIES };
  for (const name of names) {
    const key = name.includes('/') ? name : `${ingress.namespace}/${name}`;
    const spec = cluster.policy(key);
    const problem =
      spec === undefined || !isOwn(spec, classes) ? 'is missing' : apply(spec, key, ingress, cluster, effects);
    if (problem !== undefined) return { ...NO_POLICIES, failure: `Policy ${key} ${problem}` };
  }
  return effects;
}

function isOwn(spec: PlainObject, classes: ReadonlySet<string>): boolean {
  const className = stringAt(spec, 'ingressClassName') ?? '';
  return className === '' || classes.has(className);
}

/** Adds one Policy; a text if it cannot be used. */
function apply(
  spec: PlainObject,
  key: string,
  ingress: IngressObject,
  cluster: Cluster,
  effects: Mutable<PolicyEffects>,
): string | undefined {
  const kinds = Object.keys(spec).filter((name) => name !== 'ingressClassName');
  const [kind = ''] = kinds;
  const body = objectAt(spec, kind);
  if (kinds.length !== 1 || body === undefined) return 'is not valid';
  const namespace = key.split('/')[0] ?? '';
  switch (kind) {
    case 'accessControl':
      return addAccessControl(body, effects);
    case 'cors':
      effects.cors = readCors(body);
      return undefined;
    case 'externalAuth':
      effects.externalAuth ??= readExternalAuth(body, namespace);
      return undefined;
    case 'ingressMTLS': {
      const secret = `${namespace}/${stringAt(body, 'clientCertSecret') ?? ''}`;
      if (ingress.annotations.get('nginx.org/mergeable-ingress-type') === 'minion') return 'is not for a minion';
      if (ingress.tls.length === 0) return 'needs TLS';
      if (!cluster.hasSecret(secret, 'nginx.org/ca')) return 'has no usable Secret';
      const verify = stringAt(body, 'verifyClient') || 'on';
      effects.clientCertificates ??= { secret, verify, depth: numberAt(body, 'verifyDepth') ?? 1 };
      return undefined;
    }
    case 'egressMTLS':
      effects.backendTls ??= {
        verify: booleanAt(body, 'verifyServer') === true,
        sni: booleanAt(body, 'serverName') === true ? (stringAt(body, 'sslName') ?? '$proxy_host') : null,
      };
      return undefined;
    default:
      return 'is of a kind that Ingresses do not support';
  }
}

function addAccessControl(body: PlainObject, effects: Mutable<PolicyEffects>): string | undefined {
  const texts = (name: string): string[] => listAt(body, name).filter((one) => typeof one === 'string');
  const [allow, deny] = [texts('allow'), texts('deny')];
  const both = [...allow, ...deny];
  if (allow.length > 0 === deny.length > 0 || both.some((text) => parseNetwork(text) === undefined))
    return 'is not valid';
  effects.allow = [...effects.allow, ...allow];
  effects.deny = [...effects.deny, ...deny];
  return undefined;
}

function readCors(body: PlainObject): Cors {
  const texts = (name: string): string[] => listAt(body, name).filter((one) => typeof one === 'string');
  const origins = texts('allowOrigin');
  const headers: AddedHeader[] = [];
  const add = (name: string, value: string): void => {
    if (value !== '') headers.push({ name, value, always: true });
  };
  if (origins.length > 0 && !isAnyOrigin(origins)) add('Vary', 'Origin');
  add('Access-Control-Allow-Methods', texts('allowMethods').join(', '));
  add('Access-Control-Allow-Headers', texts('allowHeaders').join(', '));
  add('Access-Control-Allow-Credentials', String(booleanAt(body, 'allowCredentials') ?? ''));
  add('Access-Control-Expose-Headers', texts('exposeHeaders').join(', '));
  add('Access-Control-Max-Age', String(numberAt(body, 'maxAge') ?? ''));
  return { origins, headers };
}

function isAnyOrigin(origins: readonly string[]): boolean {
  return origins.length === 1 && origins[0] === '*';
}

/**
 * The value of Access-Control-Allow-Origin: `*` and a single plain origin are sent to everybody; of several the one that
 * asks. `https://*.example.com` stands for one label (buildOriginRegex). '' for no header.
 */
export function allowedOrigin({ origins }: Cors, origin: string): string {
  const [first = ''] = origins;
  const isPattern = (text: string): boolean => /^https?:\/\/\*\./.test(text);
  if (origins.length <= 1 && !isPattern(first)) return first;
  const plain = origins.find((one) => !isPattern(one) && one.toLowerCase() === origin.toLowerCase());
  if (plain !== undefined) return plain;
  const matches = origins.filter(isPattern).some((pattern) => {
    const [scheme = '', domain = ''] = pattern.split('*');
    const label = origin.slice(scheme.length, origin.length - domain.length);
    return origin.startsWith(scheme) && origin.endsWith(domain) && /^[^.]+$/.test(label);
  });
  return matches ? origin : '';
}

function readExternalAuth(body: PlainObject, namespace: string): ExternalAuth {
  const written = stringAt(body, 'authServiceName') ?? '';
  const tls = booleanAt(body, 'sslEnabled') === true;
  const [port] = listAt(body, 'authServicePorts');
  const signin = stringAt(body, 'authSigninURI') ?? '';
  return {
    service: `${written.includes('/') ? written : `${namespace}/${written}`}:${String(port ?? (tls ? 443 : 80))}`,
    path: stringAt(body, 'authURI') ?? '',
    tls,
    signin,
    signinPath: signin === '' ? '' : stringAt(body, 'authSigninRedirectBasePath') || '/oauth2',
  };
}
