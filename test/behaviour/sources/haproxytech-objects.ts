import type { Outcome, Request } from '../../../src/behaviour/outcome.js';
import { createHaproxytechModel, type HaproxytechInput } from '../../../src/behaviour/sources/haproxytech.js';

interface IngressSketch {
  readonly name?: string;
  readonly host?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Path to Service. */
  readonly paths?: Readonly<Record<string, string>>;
  readonly pathType?: string;
  readonly tls?: readonly unknown[];
  readonly className?: string | undefined;
}

/** An Ingress in few words; annotations come without their prefix. */
export function ingress(sketch: IngressSketch = {}): object {
  const { name = 'a', host = 'app.local', annotations = {}, paths = { '/': name }, pathType = 'Prefix' } = sketch;
  const entries = Object.entries(annotations).map(([key, value]) => [`haproxy.org/${key}`, value]);
  return {
    metadata: { name, annotations: Object.fromEntries(entries) },
    spec: {
      ingressClassName: 'className' in sketch ? sketch.className : 'haproxy',
      tls: sketch.tls,
      rules: [
        {
          host,
          http: {
            paths: Object.entries(paths).map(([path, service]) => ({
              path,
              pathType,
              backend: { service: { name: service, port: { number: 80 } } },
            })),
          },
        },
      ],
    },
  };
}

export function modelOf(ingresses: readonly unknown[], more: Partial<HaproxytechInput> = {}) {
  return createHaproxytechModel({ assumeServicesExist: true, assumeSecretsExist: true, ...more, ingresses });
}

export function ask(
  ingresses: readonly unknown[],
  request: Partial<Request> = {},
  more: Partial<HaproxytechInput> = {},
): Outcome {
  return modelOf(ingresses, more).answer({ scheme: 'http', host: 'app.local', method: 'GET', path: '/', ...request });
}
