import { existsSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import type { Request } from '../../../../src/behaviour/outcome.js';
import type { BackendAnswer, NginxIncInput } from '../../../../src/behaviour/sources/nginx-inc.js';

const FILE = '../shared/cases/nginx-inc.yaml';

/** One case of ../shared/cases/nginx-inc.yaml; the file's header explains the fields. */
export interface NginxIncCase {
  readonly id: string;
  readonly about: string;
  readonly versions?: readonly string[];
  readonly setup?: {
    readonly config?: Readonly<Record<string, string | readonly string[]>>;
    readonly users?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly missing_secrets?: readonly string[];
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
  readonly body_bytes?: number;
}

export interface Expectation {
  readonly status?: number | 'tls-rejected';
  readonly backend?: string;
  readonly location?: string;
  readonly upstream_path?: string;
  readonly config_error?: boolean;
  readonly response_headers?: Readonly<Record<string, string>>;
  readonly absent_response_headers?: readonly string[];
  readonly upstream_headers?: Readonly<Record<string, string>>;
  readonly backend_tls?: { readonly verify: boolean; readonly sni: string | null };
}

export const casesAreThere = existsSync(FILE);

export function readCases(): readonly NginxIncCase[] {
  return casesAreThere ? (load(readFileSync(FILE, 'utf8')) as readonly NginxIncCase[]) : [];
}

/** The cluster of a case: everything exists that is not said to be missing. */
export function inputOf({ ingresses, setup = {}, versions = [] }: NginxIncCase): NginxIncInput {
  const { __no_endpoints: empty = [], ...config } = setup.config ?? {};
  const users = setup.users ?? {};
  return {
    ingresses,
    services: [...empty].map((name) => service(name)),
    controllerConfig: Object.fromEntries(Object.entries(config).map(([key, value]) => [key, String(value)])),
    flags: { release: versions.includes('5.5') ? '5.5' : '5.6' },
    assumeServicesExist: true,
    assumeSecretsExist: true,
    missingSecrets: (setup.missing_secrets ?? []).map((name) => `default/${name}`),
    checks: {
      bodyBytes: (request) => Number(request.headers?.['Content-Length'] ?? 0),
      basic: (request, secret) => {
        const known = users[secret.split('/')[1] ?? ''] ?? {};
        const sent = request.headers?.Authorization;
        return Object.entries(known).some(([name, password]) => sent === `Basic ${btoa(`${name}:${password}`)}`);
      },
    },
  };
}

/** A Service without endpoints, from `name:port`. */
function service(text: string): unknown {
  const [name, port] = text.split(':');
  return { metadata: { name }, spec: { ports: [{ port: Number(port) }] }, endpoints: 0 };
}

export function requestOf({ body_bytes, headers, ...request }: CaseRequest): Request {
  return {
    ...request,
    headers: body_bytes === undefined ? headers : { ...headers, 'Content-Length': `${body_bytes}` },
  };
}

/** The pods of the cases answer what a request asks them for. */
export function podFor({ headers = {} }: CaseRequest): BackendAnswer {
  const location = headers['x-want-location'];
  return {
    status: Number(headers['x-want-status'] ?? 200),
    headers: location === undefined ? {} : { Location: location },
  };
}
