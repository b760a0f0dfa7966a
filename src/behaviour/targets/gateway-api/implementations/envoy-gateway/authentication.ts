import type { Guard } from '../../../../outcome.js';
import { resolveBackend } from '../../backends.js';
import type { KubeObject } from '../../objects.js';
import { type Fields, fields, items, number, optionalFields, text, texts } from '../../reading.js';
import type { PlaneContext } from '../implementation.js';
import { follow, passwordLines, textAt } from '../policies/references.js';
import { resolveEnvoyBackend } from './backend.js';

type Found = Guard | { readonly problem: string };

/**
 * `basicAuth` of a SecurityPolicy: key `.htpasswd` of a Secret, in which every hash has to be an unsalted {SHA}; anything else
 * fails validation, and the routes answer 500 (implementation-policies.md §6.6).
 */
export function readBasicAuth(auth: Fields, policy: KubeObject, context: PlaneContext): Found {
  const secret = follow(fields(auth.users), policy, context);
  if ('problem' in secret) return { problem: `basicAuth: ${secret.problem}` };
  if (secret.object !== undefined) {
    const content = textAt(secret.object, '.htpasswd');
    if (content === undefined) return { problem: `basicAuth: Secret ${secret.key} has no key .htpasswd` };
    const lines = passwordLines(content);
    const foreign = lines.filter((line) => !/^[^:]+:\{SHA\}/.test(line)).length;
    if (lines.length === 0) return { problem: `basicAuth: Secret ${secret.key} names no user` };
    if (foreign > 0) {
      return { problem: `basicAuth: Secret ${secret.key} has ${foreign} of ${lines.length} hashes that are not {SHA}` };
    }
  }
  return { kind: 'basic-auth', parameters: { secret: secret.key } };
}

/** `extAuth` of a SecurityPolicy: `path` is a prefix of the original path, `pathOverride` the whole of it. */
export function readExternalAuth(auth: Fields, policy: KubeObject, context: PlaneContext): Found {
  const grpc = optionalFields(auth.grpc);
  const service = grpc ?? fields(auth.http);
  const single = optionalFields(service.backendRef);
  const references = [...items(service.backendRefs), ...(single === undefined ? [] : [single])];
  if (references.length === 0) return { problem: 'extAuth: it names no backend' };
  const names: string[] = [];
  for (const reference of references) {
    const backend = resolveEnvoyBackend(reference, policy, context) ?? resolveBackend(reference, policy, context);
    if ('problem' in backend) return { problem: `extAuth: ${backend.problem}` };
    names.push(backend.name);
  }
  const path = text(service.path);
  const fixed = text(service.pathOverride);
  const status = number(auth.statusOnError);
  return {
    kind: 'external-auth',
    parameters: {
      backend: names.join(' '),
      protocol: grpc === undefined ? 'HTTP' : 'GRPC',
      ...(path === undefined ? {} : { path }),
      ...(fixed === undefined ? {} : { pathOverride: fixed }),
      ...lists({ allowedHeaders: auth.headersToExtAuth, allowedResponseHeaders: service.headersToBackend }),
      ...(auth.failOpen === true ? { failOpen: true } : {}),
      ...(status === undefined ? {} : { statusOnError: status }),
    },
  };
}

/** Ways to know somebody that ask nobody outside: they stand where an external authorizer would. */
export function tokenGuards(spec: Fields): readonly Guard[] {
  const oidc = optionalFields(spec.oidc);
  const jwt = optionalFields(spec.jwt);
  const found: Record<string, string | readonly string[]>[] = [];
  if (spec.apiKeyAuth !== undefined) found.push({ protocol: 'API key' });
  if (oidc !== undefined) found.push({ protocol: 'OIDC', issuer: text(fields(oidc.provider).issuer) ?? '' });
  if (jwt !== undefined && jwt.optional !== true) {
    const issuers = items(jwt.providers).flatMap((provider) => text(provider.issuer) ?? []);
    found.push({ protocol: 'JWT', issuers });
  }
  return found.map((parameters) => ({ kind: 'external-auth', parameters }));
}

function lists(given: Readonly<Record<string, unknown>>): Record<string, readonly string[]> {
  const read = Object.entries(given).map(([name, list]) => [name, texts(list)] as const);
  return Object.fromEntries(read.filter(([, list]) => list.length > 0));
}
