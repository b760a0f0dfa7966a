import { existsSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';

export const CASE_FILE = '../shared/cases/ingress-nginx.yaml';

type Fields = Readonly<Record<string, unknown>>;

/** One case of ../shared/cases/ingress-nginx.yaml; the header of that file explains the fields. */
export interface NginxCase {
  readonly id: string;
  readonly area: string;
  readonly about: string;
  readonly kind?: string;
  readonly ingresses: readonly Fields[];
  readonly services?: readonly Fields[];
  readonly secrets?: readonly Fields[];
  readonly configmaps?: readonly Fields[];
  readonly ingressclasses?: readonly Fields[];
  readonly controller_configmap?: Readonly<Record<string, string>>;
  readonly flags?: Readonly<Record<string, string | boolean>>;
  readonly requests: readonly CaseRequest[];
  readonly expect: readonly Expectation[];
}

export interface CaseRequest {
  readonly scheme: 'http' | 'https';
  readonly host?: string;
  readonly method?: string;
  readonly path?: string;
  readonly port?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly client_ip?: string;
  readonly sni?: string;
  readonly repeat?: number;
}

type Headers = Readonly<Record<string, string | null>>;

export interface Expectation {
  readonly status?: number;
  readonly backend?: string;
  readonly upstream_path?: string;
  readonly upstream_headers?: Headers;
  readonly response_headers?: Headers;
  readonly location?: string | null;
  readonly cert?: string;
  readonly distribution?: Readonly<Record<string, readonly [number, number]>>;
  readonly statuses?: Readonly<Record<string, readonly [number, number]>>;
}

/** The cases that send requests; those of the admission webhook ask for no behaviour. Empty where the file is absent. */
export function replayableCases(): readonly NginxCase[] {
  if (!existsSync(CASE_FILE)) return [];
  const cases = load(readFileSync(CASE_FILE, 'utf8')) as readonly NginxCase[];
  return cases.filter((entry) => entry.kind !== 'admission');
}
