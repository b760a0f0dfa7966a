import type { Request } from '../../../src/behaviour/outcome.js';
import type { HaproxytechInput } from '../../../src/behaviour/sources/haproxytech.js';

/** One case of ../shared/cases/haproxytech.yaml; the file's header explains the fields. */
export interface HaproxytechCase {
  readonly id: string;
  readonly about: string;
  readonly setup?: {
    readonly config?: Readonly<Record<string, string>>;
    readonly users?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly missing_secrets?: readonly string[];
    readonly service_annotations?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
  readonly ingresses: readonly unknown[];
  readonly requests: readonly CaseRequest[];
  readonly expect: readonly Expectation[];
}

export interface CaseRequest {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly repeat?: number;
}

export interface Expectation {
  readonly status: number;
  readonly backend?: string;
  readonly location?: string;
  readonly upstream_path?: string;
  readonly upstream_headers?: Readonly<Record<string, string>>;
  readonly absent_upstream_headers?: readonly string[];
  readonly response_headers?: Readonly<Record<string, string>>;
  readonly absent_response_headers?: readonly string[];
  readonly tls_terminated_by?: string;
}

export function inputOf({ ingresses, setup = {} }: HaproxytechCase): HaproxytechInput {
  const { config, users = {}, missing_secrets: missing = [], service_annotations: services = {} } = setup;
  return {
    ingresses,
    controllerConfig: config,
    services: Object.entries(services).map(([name, annotations]) => ({ metadata: { name, annotations } })),
    secrets: Object.entries(users).map(([name, entries]) => ({ metadata: { name }, stringData: entries })),
    missingSecrets: missing.map((name) => `default/${name}`),
    assumeServicesExist: true,
    assumeSecretsExist: true,
    checks: {
      basic: (request, secret) => {
        const entries = users[secret.replace('default/', '')] ?? {};
        const allowed = Object.entries(entries).map(([user, password]) => `Basic ${btoa(`${user}:${password}`)}`);
        return allowed.includes(request.headers?.Authorization ?? '');
      },
    },
  };
}

export function requestOf({ scheme, host, method, path, headers }: CaseRequest): Request {
  return { scheme, host, method, path, headers };
}
