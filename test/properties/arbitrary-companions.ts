import fc from 'fast-check';
import { ingressNginx } from '../../src/mappings/ingress-nginx.js';
import { type Draft, namespace } from './arbitrary-ingress.js';

function core(kind: string, name: string, ns: string | undefined, fields: Draft): Draft {
  return { apiVersion: 'v1', kind, metadata: { name, ...(ns === undefined ? {} : { namespace: ns }) }, ...fields };
}

const PORTS = [
  { name: 'http', port: 80, targetPort: 8080 },
  { name: 'grpc', port: 9000, appProtocol: 'kubernetes.io/h2c' },
];

const service = fc
  .tuple(fc.constantFrom('own-0', 'own-1', 'web', 'api', 'auth', 'mirror', 'external'), namespace)
  .map(([name, ns]) =>
    core('Service', name, ns, {
      spec:
        name === 'external'
          ? { type: 'ExternalName', externalName: 'out.example.com', ports: PORTS }
          : { ports: PORTS },
    }),
  );

const secret = fc
  .tuple(
    fc.constantFrom('tls', 'other-tls', 'ca', 'basic-auth'),
    namespace,
    fc.constantFrom('tls.crt', 'ca.crt', 'auth'),
  )
  .map(([name, ns, key]) => core('Secret', name, ns, { type: 'Opaque', data: { [key]: 'eA==' } }));

const headers = namespace.map((ns) => core('ConfigMap', 'headers', ns, { data: { 'X-A': 'b', 'Bad Header': 'x\ny' } }));

const SETTING_VALUES = [
  'true',
  'false',
  '301',
  '302',
  '307',
  '0',
  '',
  'nonsense',
  'Low',
  'Critical',
  '10.0.0.0/8',
  '/a',
  'X-A,X-B',
  'http://auth.default.svc.cluster.local/x',
];

/** `data` of the controller's ConfigMap. */
export const controllerSettings: fc.Arbitrary<Readonly<Record<string, string>>> = fc.dictionary(
  fc.constantFrom(...ingressNginx.mapping.settings.map(({ key }) => key), 'no-such-setting'),
  fc.constantFrom(...SETTING_VALUES),
  { maxKeys: 4, noNullPrototype: true },
);

const controllerConfigMap = controllerSettings.map((data) =>
  core('ConfigMap', 'ingress-nginx-controller', 'ingress-nginx', { data }),
);

const ingressClass = fc
  .tuple(
    fc.constantFrom('nginx', 'internal', 'traefik'),
    fc.constantFrom('k8s.io/ingress-nginx', 'traefik.io/ingress-controller'),
    fc.boolean(),
  )
  .map(([name, controller, isDefault]) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: {
      name,
      ...(isDefault ? { annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } } : {}),
    },
    spec: { controller },
  }));

const gateway = fc.constantFrom<Draft[]>({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'edge', namespace: 'infra' },
  spec: {
    gatewayClassName: 'x',
    listeners: [
      { name: 'web', port: 80, protocol: 'HTTP' },
      { name: 'websecure', port: 443, protocol: 'HTTPS', hostname: '*.example.com' },
    ],
  },
});

/** What stands beside the Ingresses of an input. */
export const companions: fc.Arbitrary<readonly Draft[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: service },
    { weight: 4, arbitrary: secret },
    { weight: 1, arbitrary: headers },
    { weight: 1, arbitrary: controllerConfigMap },
    { weight: 1, arbitrary: ingressClass },
    { weight: 1, arbitrary: gateway },
  ),
  { maxLength: 6 },
);
