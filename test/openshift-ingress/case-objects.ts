import { existsSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';

const CASES = new URL('../../../shared/cases/openshift.yaml', import.meta.url);

/** A Route as a case writes it. */
export interface ExpectedRoute {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly host: string;
    readonly path?: string;
    readonly wildcardPolicy?: string;
    readonly to: { readonly name: string };
    readonly port?: { readonly targetPort: string };
    readonly tls?: {
      readonly termination: string;
      readonly insecureEdgeTerminationPolicy: string;
      readonly certificate?: string;
      readonly destinationCACertificate?: string;
    };
  };
}

export interface ControllerCase {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly input: {
    readonly ingress: object;
    readonly services?: readonly object[];
    readonly secrets?: readonly SecretOfCase[];
    readonly ingressClasses?: readonly object[];
  };
  readonly expect: {
    readonly managed: boolean;
    readonly routes: readonly ExpectedRoute[];
    readonly event?: { readonly details: readonly string[] };
  };
}

interface SecretOfCase {
  readonly data?: Readonly<Record<string, string>>;
}

/** The cases of the ingress-to-route controller; empty where ../shared is absent. */
export function controllerCases(): ControllerCase[] {
  if (!existsSync(CASES)) return [];
  const { cases } = load(readFileSync(CASES, 'utf8')) as { readonly cases: readonly ControllerCase[] };
  return cases.filter(({ kind }) => kind === 'ingress-to-route');
}

/** The words of a case in the form of a certificate: nothing else is taken out of a Secret. */
export function pem(text: string): string {
  return `-----BEGIN CERTIFICATE-----\n${btoa(text)}\n-----END CERTIFICATE-----\n`;
}

/** All objects of a case as one text; what cases leave out of their objects is filled in. */
export function textOf({ input }: ControllerCase): string {
  const core = (kind: string, objects: readonly object[] = []) =>
    objects.map((object) => ({ apiVersion: 'v1', kind, ...object }));
  const secrets = (input.secrets ?? []).map(({ data = {}, ...rest }) => ({
    ...rest,
    stringData: Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, key === 'tls.key' ? value : pem(value)]),
    ),
  }));
  const classes = (input.ingressClasses ?? []).map((object) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    ...object,
  }));
  const items = [input.ingress, ...core('Service', input.services), ...core('Secret', secrets), ...classes];
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}
