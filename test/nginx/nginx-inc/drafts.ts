import type { Request } from '../../../src/behaviour/outcome.js';
import type { NginxIncInput } from '../../../src/behaviour/sources/nginx-inc.js';

export interface PathDraft {
  readonly path: string;
  readonly pathType: string;
  readonly service: string;
}

/** An Ingress in few words. */
export interface IngressDraft {
  readonly name: string;
  /** Without `nginx.org/`. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly defaultBackend?: string | undefined;
  readonly tlsHosts?: readonly string[] | undefined;
  readonly rules: readonly { readonly host: string; readonly paths: readonly PathDraft[] }[];
}

export interface RequestDraft extends Request {
  readonly bodyBytes?: number | undefined;
}

/** A set of Ingresses and what is asked of it. */
export interface Scene {
  readonly ingresses: readonly IngressDraft[];
  readonly requests: readonly RequestDraft[];
}

/** The only user, who is in the Secret `users`. The Secret `nobody` does not exist. */
export const USER = 'joe:pw';

/** Policies that Ingresses may name: what is allowed, and what is denied. */
export const POLICIES: Readonly<Record<string, { readonly allow?: string[]; readonly deny?: string[] }>> = {
  inside: { allow: ['10.0.0.0/8', '2001:db8::1'] },
  outside: { deny: ['10.1.0.0/16'] },
};

const backend = (name: string) => ({ service: { name, port: { number: 80 } } });

function objectOf({ name, annotations, defaultBackend, tlsHosts = [], rules }: IngressDraft, age: number): object {
  return {
    metadata: {
      name,
      creationTimestamp: `2024-01-01T00:00:${String(age).padStart(2, '0')}Z`,
      annotations: Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`nginx.org/${key}`, value])),
    },
    spec: {
      ingressClassName: 'nginx',
      ...(defaultBackend === undefined ? {} : { defaultBackend: backend(defaultBackend) }),
      ...(tlsHosts.length === 0 ? {} : { tls: [{ hosts: tlsHosts, secretName: 'pair' }] }),
      rules: rules.map(({ host, paths }) => ({
        host,
        http: { paths: paths.map(({ path, pathType, service }) => ({ path, pathType, backend: backend(service) })) },
      })),
    },
  };
}

/** The objects of a scene, the first one the oldest. */
export function inputOf({ ingresses }: Scene): NginxIncInput {
  return {
    ingresses: ingresses.map(objectOf),
    customResources: Object.entries(POLICIES).map(([name, accessControl]) => ({
      kind: 'Policy',
      metadata: { name },
      spec: { accessControl },
    })),
    assumeServicesExist: true,
    assumeSecretsExist: true,
    missingSecrets: ['default/nobody'],
    checks: {
      basic: ({ headers }) => headers?.Authorization === `Basic ${btoa(USER)}`,
      bodyBytes: (request: RequestDraft) => request.bodyBytes ?? 0,
    },
  };
}
