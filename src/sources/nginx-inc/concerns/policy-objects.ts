import { isIpRange } from '../../../kubernetes/ip-range.js';
import type { AccessList, ClientCertificate, Cors, ExternalAuth, OtherGuard } from '../../../model/policies.js';
import type { ItemId, Traced } from '../../../model/traced.js';
import type { Context, ServedIngress } from '../context.js';
import { namesOf } from '../grammar.js';
import { isRecord } from '../ownership.js';

/** What the Policy objects that an Ingress names do together (generatePolicies in internal/configs/policy.go). */
export interface PolicyEffects {
  /** Why everything of the Ingress is answered with 500. */
  readonly failure?: Traced<string> | undefined;
  readonly accessList?: AccessList | undefined;
  readonly cors?: Cors | undefined;
  readonly externalAuth?: ExternalAuth | undefined;
  readonly clientCertificate?: Traced<ClientCertificate> | undefined;
  readonly others: readonly Traced<OtherGuard>[];
}

interface Gathered {
  readonly allow: string[];
  readonly deny: string[];
  cors: Cors | undefined;
  externalAuth: ExternalAuth | undefined;
  clientCertificate: Traced<ClientCertificate> | undefined;
  readonly others: Traced<OtherGuard>[];
}

const KEYS = ['nginx.org/policies', 'nginx.com/policies'] as const;

/**
 * Reads the Policies of an Ingress in their order. What cannot be used closes everything; a Policy that is not in the input
 * may be any guard.
 */
export function readPolicies(served: ServedIngress, context: Context): PolicyEffects {
  const gathered: Gathered = {
    allow: [],
    deny: [],
    cors: undefined,
    externalAuth: undefined,
    clientCertificate: undefined,
    others: [],
  };
  const from: ItemId[] = [];
  const seen = new Set<string>();
  for (const key of KEYS) {
    const list = served.annotations.text(key);
    if (list === undefined) continue;
    from.push(...list.from);
    for (const name of namesOf(list.value)) {
      const [namespace = '', own] = name.includes('/') ? name.split('/', 2) : [served.namespaceKey, name];
      const full = `${namespace}/${own ?? ''}`;
      if (seen.has(full)) continue;
      seen.add(full);
      const spec = context.policyOf(namespace, own ?? '');
      const problem =
        spec === undefined
          ? missing(full, list.from, gathered, context)
          : apply(spec, namespace, key, served, list.from, gathered);
      if (problem !== undefined)
        return { failure: { value: `Policy ${full} ${problem}`, from: list.from }, others: [] };
    }
  }
  const { allow, deny, ...rest } = gathered;
  const accessList: AccessList | undefined =
    allow.length + deny.length === 0
      ? undefined
      : // The allow list comes first and ends with a denial, so that a deny list beside it is never asked.
        allow.length > 0
        ? { allow: { value: allow, from } }
        : { deny: { value: deny, from } };
  return { ...rest, accessList };
}

function missing(name: string, from: readonly ItemId[], { others }: Gathered, { ledger }: Context): undefined {
  const what = `what Policy ${name} asks for, which is not in the input`;
  const next = 'Add the manifest of the Policy to the input.';
  others.push({ value: { what, next }, from });
  // Said here, too: paths that are closed for another reason do not speak of their guards.
  const message = `Policy ${name} is not in the input; if it is not in the cluster either, the controller answers 500`;
  ledger.sayAll(from, { verdict: 'unsupported', code: 'RS2260', severity: 'warning', message, next });
}

/** Adds one Policy; a text if it cannot be used. */
function apply(
  spec: Readonly<Record<string, unknown>>,
  namespace: string,
  key: string,
  served: ServedIngress,
  from: readonly ItemId[],
  gathered: Gathered,
): string | undefined {
  const kinds = Object.keys(spec).filter((name) => name !== 'ingressClassName');
  const [kind = ''] = kinds;
  const body = spec[kind];
  if (kinds.length !== 1 || !isRecord(body)) return 'is not valid';
  switch (kind) {
    case 'accessControl':
      return addAccessControl(body, gathered);
    case 'cors':
      gathered.cors = readCors(body, from);
      return undefined;
    case 'externalAuth':
      gathered.externalAuth ??= readExternalAuth(body, namespace, from, gathered);
      return undefined;
    case 'ingressMTLS': {
      if (served.annotations.role === 'minion') return 'is of a kind that is not for a minion';
      if (served.ingress.tls.length === 0) return 'needs TLS, which the Ingress does not have';
      const mode = (textAt(body, 'verifyClient') || 'on') === 'on' ? 'required' : 'optional';
      const caSecret = `${namespace}/${textAt(body, 'clientCertSecret')}`;
      gathered.clientCertificate ??= { value: { mode, caSecret }, from };
      return undefined;
    }
    case 'egressMTLS': {
      const what = 'TLS towards the backend with a certificate or a verification of its own (egressMTLS)';
      const next = 'Write a BackendTLSPolicy, or use a policy of your implementation.';
      gathered.others.push({ value: { what, next }, from });
      return undefined;
    }
    default: {
      if (key === 'nginx.org/policies') return `is of a kind (${kind}) that Ingresses do not support`;
      const next = 'Use a policy of your implementation.';
      gathered.others.push({ value: { what: `a Policy of the kind ${kind}`, next }, from });
      return undefined;
    }
  }
}

function addAccessControl(body: Readonly<Record<string, unknown>>, gathered: Gathered): string | undefined {
  const [allow, deny] = [textsAt(body, 'allow'), textsAt(body, 'deny')];
  if (allow.length > 0 === deny.length > 0 || [...allow, ...deny].some((text) => !isIpRange(text)))
    return 'is not valid';
  gathered.allow.push(...allow);
  gathered.deny.push(...deny);
  return undefined;
}

function readCors(body: Readonly<Record<string, unknown>>, from: readonly ItemId[]): Cors {
  const list = (name: string): Traced<readonly string[]> => ({ value: textsAt(body, name), from });
  return {
    enabled: { value: true, from },
    origins: list('allowOrigin'),
    methods: list('allowMethods'),
    headers: list('allowHeaders'),
    exposeHeaders: list('exposeHeaders'),
    credentials: { value: body.allowCredentials === true, from },
    maxAge: { value: typeof body.maxAge === 'number' ? body.maxAge : 5, from },
  };
}

/** With a page to sign in the controller also publishes the way there, which nothing here does: a guard in words. */
function readExternalAuth(
  body: Readonly<Record<string, unknown>>,
  namespace: string,
  from: readonly ItemId[],
  { others }: Gathered,
): ExternalAuth | undefined {
  const written = textAt(body, 'authServiceName');
  const [home = namespace, service = ''] = written.includes('/') ? written.split('/', 2) : [namespace, written];
  if (textAt(body, 'authSigninURI') !== '') {
    const what = `external authentication by ${home}/${service} with a page to sign in`;
    others.push({ value: { what, next: 'Use the authentication policy of your implementation.' }, from });
    return undefined;
  }
  const isSecured = body.sslEnabled === true;
  const [port = isSecured ? 443 : 80] = Array.isArray(body.authServicePorts) ? body.authServicePorts : [];
  const path = textAt(body, 'authURI');
  const url = `${isSecured ? 'https' : 'http'}://${service}.${home}.svc.cluster.local:${String(port)}${path}`;
  return { url: { value: url, from }, details: [] };
}

function textAt(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}

function textsAt(body: Readonly<Record<string, unknown>>, name: string): string[] {
  const value = body[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
