import fc from 'fast-check';
import { CHANNELS, type ConvertOptions, DEFAULT_OPTIONS, GATEWAY_API_VERSIONS } from '../../src/options.js';
import { controllerSettings } from './arbitrary-companions.js';
import { rarely } from './arbitrary-ingress.js';

const ACCEPTABLE = [
  'auth-type',
  'nginx.ingress.kubernetes.io/auth-url',
  'auth-tls-secret',
  'limit-rps',
  'allowlist-source-range',
  'RS1714',
  'RS1712',
  'RS1408',
  'configuration-snippet',
];

const somewhere = fc.record({
  namespace: fc.constantFrom('infra', 'default'),
  name: fc.constantFrom('edge', 'n'.repeat(253)),
});

/** The topology of an emitted Gateway, or a Gateway that exists: the command line lets nobody ask for both. */
const topology: fc.Arbitrary<Partial<ConvertOptions>> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      gatewayName: rarely(fc.constantFrom('edge', 'g'.repeat(253)), 3),
      gatewayNamespace: rarely(fc.constantFrom('infra', 'default'), 3),
      gatewayClass: rarely(fc.constantFrom('envoy', 'c'.repeat(253)), 3),
      gatewayPer: fc.constantFrom('class' as const, 'namespace' as const),
      listeners: fc.constantFrom('gateway' as const, 'listenerset' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      gateway: somewhere,
      httpListener: rarely(fc.constant('web'), 3),
      httpsListener: rarely(fc.constant('websecure'), 3),
    }),
  },
);

/** Any options that the command line would let through. */
export const options: fc.Arbitrary<ConvertOptions> = fc
  .tuple(
    topology,
    fc.record({
      gatewayApiVersion: fc.constantFrom(...GATEWAY_API_VERSIONS),
      channel: fc.constantFrom(...CHANNELS),
      accept: fc.oneof(fc.constant([]), fc.subarray(ACCEPTABLE)),
      keepAnnotations: rarely(fc.constantFrom(['*'], ['unprefixed', 'haproxy.org/*', '!cert-manager.io']), 4),
      namespace: rarely(fc.constantFrom('default', 'shop'), 3),
      ingressClasses: fc.oneof(
        { weight: 5, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.constant(['nginx', 'internal']) },
      ),
      watchIngressWithoutClass: rarely(fc.boolean(), 3),
      disableCatchAll: rarely(fc.boolean(), 10),
      annotationPrefix: rarely(fc.constantFrom('nginx.ingress.kubernetes.io', 'custom.example.com'), 20),
      controllerConfig: rarely(controllerSettings, 4),
      defaultSslCertificate: rarely(
        fc.constantFrom({ namespace: 'infra', name: 'wildcard' }, { namespace: 'default', name: 'tls' }),
        3,
      ),
      defaultBackendService: rarely(
        fc.constantFrom({ namespace: 'infra', name: 'errors', port: 8080 }, { namespace: 'default', name: 'errors' }),
        3,
      ),
    }),
  )
  .map(([layout, rest]) => ({ ...DEFAULT_OPTIONS, ...layout, ...rest }));
