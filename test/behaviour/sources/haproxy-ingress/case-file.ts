import { existsSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import type { Request } from '../../../../src/behaviour/outcome.js';
import type { HaproxyIngressInput, HaproxyIngressVersion } from '../../../../src/behaviour/sources/haproxy-ingress.js';

const file = '../shared/cases/haproxy-ingress.yaml';

/** One case of ../shared/cases/haproxy-ingress.yaml; the file's header explains the fields. */
export interface HaproxyCase {
  readonly id: string;
  readonly about: string;
  readonly versions?: readonly HaproxyIngressVersion[];
  readonly setup?: {
    readonly config?: Readonly<Record<string, string>>;
    readonly missing_secrets?: readonly string[];
    /** Secret to user to password. */
    readonly users?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly service_annotations?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly services?: Readonly<Record<string, readonly unknown[]>>;
  };
  readonly ingresses: readonly unknown[];
  readonly requests: readonly CaseRequest[];
  readonly expect: readonly Expectation[];
}

export interface CaseRequest extends Pick<Request, 'scheme' | 'host' | 'method' | 'path' | 'headers'> {
  readonly body_bytes?: number;
  readonly repeat?: number;
}

type Texts = Readonly<Record<string, string>>;

export interface Expectation {
  readonly status: number;
  readonly backend?: string;
  readonly upstream_path?: string;
  readonly upstream_headers?: Texts;
  readonly response_headers?: Texts;
  readonly absent_response_headers?: readonly string[];
  readonly response_headers_match?: Texts;
  readonly location?: string;
  readonly backend_distribution?: Readonly<Record<string, number>>;
}

export const casesAreThere = existsSync(file);
export const cases = casesAreThere ? (load(readFileSync(file, 'utf8')) as readonly HaproxyCase[]) : [];

/** Services that rules name, each with the port that they name, unless the case tells more. */
function servicesOf({ ingresses, setup }: HaproxyCase): unknown[] {
  const found = new Map<string, unknown[]>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { service } = value as { service?: { name: string; port: { number: number } } };
    if (service !== undefined) found.set(service.name, [{ port: service.port.number }]);
    for (const inner of Object.values(value)) look(inner);
  };
  look(ingresses);
  for (const [name, ports] of Object.entries(setup?.services ?? {})) found.set(name, [...ports]);
  return [...found].map(([name, ports]) => ({
    metadata: { name, annotations: setup?.service_annotations?.[name] },
    spec: { ports },
  }));
}

export function inputOf(entry: HaproxyCase): HaproxyIngressInput {
  const users = entry.setup?.users ?? {};
  const certificate = { metadata: { name: 'crt' }, cert: { sans: ['app.local'] } };
  const passwords = Object.keys(users).map((name) => ({ metadata: { name }, data: { auth: '' } }));
  return {
    ingresses: entry.ingresses,
    services: servicesOf(entry),
    secrets: [certificate, ...passwords],
    controllerConfig: entry.setup?.config,
    version: entry.versions?.[0],
    checks: {
      basic: (request, secret) => {
        const known = Object.entries(users[secret.replace(/^.*\//, '')] ?? {});
        const sent = request.headers?.Authorization;
        return known.some(([user, password]) => sent === `Basic ${btoa(`${user}:${password}`)}`);
      },
    },
  };
}
