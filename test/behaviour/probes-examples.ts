import type { Request } from '../../src/behaviour/outcome.js';
import { deriveProbes, type Probe, type ProbeOptions } from '../../src/behaviour/probes.js';

const prefix = 'nginx.ingress.kubernetes.io';

/** An Ingress of one host, its annotations without prefix. */
export function ingress(
  host: string | undefined,
  paths: readonly string[],
  annotations: Readonly<Record<string, string>> = {},
  service = 'app',
) {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: service,
      annotations: Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`${prefix}/${key}`, value])),
    },
    spec: {
      rules: [
        {
          ...(host === undefined ? {} : { host }),
          http: {
            paths: paths.map((path) => ({
              path,
              pathType: 'Prefix',
              backend: { service: { name: service, port: { number: 80 } } },
            })),
          },
        },
      ],
    },
  };
}

/** An object of the Gateway API. */
export function gatewayObject(kind: string, spec: object, name = 'app') {
  return { apiVersion: 'gateway.networking.k8s.io/v1', kind, metadata: { name }, spec };
}

export function route(hostnames: readonly string[], rules: readonly object[], kind = 'HTTPRoute') {
  return gatewayObject(kind, { hostnames, rules });
}

/** The probes of the Ingresses, and of emitted objects where given. */
export function probesOf(
  ingresses: readonly unknown[],
  emitted: readonly object[] = [],
  options: ProbeOptions = {},
): readonly Probe[] {
  return deriveProbes(ingresses, emitted, options).probes;
}

/** What a probe asks for, on one line: `GET http://a.example/api`, then headers and the client's address. */
export function line({ method, scheme, host, path, headers, clientAddress }: Request): string {
  const named = Object.entries(headers ?? {}).map(([name, value]) => ` ${name}: ${value}`);
  return `${method} ${scheme}://${host}${path}${named.join('')}${clientAddress === undefined ? '' : ` from ${clientAddress}`}`;
}

export function lines(probes: readonly Probe[]): readonly string[] {
  return probes.map(({ request }) => line(request));
}

/** Paths of plain GET requests to a host over its first scheme. */
export function pathsOf(probes: readonly Probe[], host = 'a.example'): readonly string[] {
  return probes
    .filter(({ request }) => request.host === host && request.method === 'GET' && request.headers === undefined)
    .map(({ request }) => request.path);
}
