import { describeRules, EVERYWHERE, EXPERIMENTAL, SINCE_1_5 } from './rule-cases.js';
import {
  backendTlsPolicy,
  backendTrafficPolicy,
  externalBackend,
  l4Route,
  referenceGrant,
  serviceTarget,
  times,
} from './sample-objects.js';

const hostnames = (...names: string[]) => l4Route('TLSRoute', { hostnames: names });
const portless = { rules: [{ backendRefs: [{ name: 'a' }] }] };
const ca = { group: '', kind: 'ConfigMap', name: 'ca' };
const validation = (fields: object) => backendTlsPolicy({ validation: { hostname: 'b.example.com', ...fields } });
const altName = (name: object) => validation({ wellKnownCACertificates: 'System', subjectAltNames: [name] });
const retry = (fields: object) => backendTrafficPolicy({ retryConstraint: fields });
const grantFrom = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'a' };
const grantTo = { group: '', kind: 'Service' };
const session = (fields: object) => backendTrafficPolicy({ sessionPersistence: fields });

describeRules('Routes by connection', [
  {
    rule: 'O1',
    promise: 'a TLSRoute has no IP address for a hostname',
    on: SINCE_1_5,
    accepted: [hostnames('10.example.com')],
    refused: [[hostnames('10.0.0.1'), /^spec\.hostnames: .*IP/i]],
  },
  {
    rule: 'O2, O3',
    promise: 'hostnames are names with at most one wildcard at the front',
    on: SINCE_1_5,
    accepted: [hostnames('a.example.com', '*.example.com')],
    refused: [[l4Route('TLSRoute', { hostnames: [] }), /spec\.hostnames: must have at least 1 items/]],
  },
  {
    rule: 'O4',
    promise: 'a Service has a port',
    on: SINCE_1_5,
    accepted: [l4Route('TLSRoute'), l4Route('TCPRoute'), l4Route('UDPRoute')],
    refused: [
      [l4Route('TLSRoute', portless), /Must have port for Service reference/],
      [l4Route('TCPRoute', portless), /Must have port for Service reference/],
      [l4Route('UDPRoute', portless), /Must have port for Service reference/],
    ],
  },
  {
    rule: 'O6',
    promise: 'the old version of TCPRoute has unique rule names',
    on: EXPERIMENTAL,
    accepted: [],
    refused: [
      [
        {
          ...l4Route('TCPRoute', { rules: times(2, () => ({ name: 'a', backendRefs: [{ name: 'b', port: 80 }] })) }),
          apiVersion: 'gateway.networking.k8s.io/v1alpha2',
        },
        /Rule name must be unique/,
      ],
    ],
  },
]);

describeRules('BackendTLSPolicy', [
  {
    rule: 'O7',
    promise: 'refs to one target all have a sectionName or none has',
    on: EVERYWHERE,
    accepted: [backendTlsPolicy({ targetRefs: [serviceTarget(), serviceTarget({ name: 'b', sectionName: 'https' })] })],
    refused: [
      [
        backendTlsPolicy({ targetRefs: [serviceTarget(), serviceTarget({ sectionName: 'https' })] }),
        /sectionName must be specified when/,
      ],
    ],
  },
  {
    rule: 'O8',
    promise: 'no target twice',
    on: EVERYWHERE,
    accepted: [backendTlsPolicy({ targetRefs: ['a', 'b'].map((sectionName) => serviceTarget({ sectionName })) })],
    refused: [
      [backendTlsPolicy({ targetRefs: [serviceTarget(), serviceTarget()] }), /sectionName must be unique when/],
    ],
  },
  {
    rule: 'O9',
    promise: 'either certificates or well-known ones',
    on: EVERYWHERE,
    accepted: [validation({ caCertificateRefs: [ca] }), validation({ wellKnownCACertificates: 'System' })],
    refused: [
      [validation({}), /must specify either CACertificateRefs or WellKnownCACertificates/],
      [validation({ caCertificateRefs: [] }), /must specify either CACertificateRefs or WellKnownCACertificates/],
      [
        validation({ caCertificateRefs: [ca], wellKnownCACertificates: 'System' }),
        /must not contain both CACertificateRefs and WellKnown/,
      ],
    ],
  },
  {
    rule: 'O10',
    promise: 'an alternative name has the value that its type names',
    on: EVERYWHERE,
    accepted: [altName({ type: 'Hostname', hostname: 'a.example.com' }), altName({ type: 'URI', uri: 'spiffe://a/b' })],
    refused: [
      [altName({ type: 'Hostname' }), /must contain Hostname, if Type is set to Hostname/],
      [altName({ type: 'URI' }), /must contain URI, if Type is set to URI/],
      [
        altName({ type: 'URI', uri: 'spiffe://a/b', hostname: 'a.b' }),
        /must not contain Hostname, if Type is not set to Hostname/,
      ],
      [
        altName({ type: 'Hostname', hostname: 'a.b', uri: 'spiffe://a/b' }),
        /must not contain URI, if Type is not set to URI/,
      ],
    ],
  },
]);

describeRules('ReferenceGrant', [
  {
    rule: 'O20',
    promise: 'from and to have 1 to 16 entries',
    on: EVERYWHERE,
    accepted: [
      referenceGrant([grantFrom], [grantTo]),
      referenceGrant(
        times(16, () => grantFrom),
        [{ ...grantTo, name: 'a' }],
      ),
    ],
    refused: [
      [referenceGrant([], [grantTo]), /spec\.from: must have at least 1/],
      [
        referenceGrant(
          [grantFrom],
          times(17, () => grantTo),
        ),
        /spec\.to: must have at most 16/,
      ],
    ],
  },
]);

describeRules('GatewayClass', [
  {
    rule: 'O11',
    promise: 'immutability has nothing to say about a new object; the class has no namespace',
    on: EVERYWHERE,
    accepted: [gatewayClass({ name: 'a' })],
    refused: [[gatewayClass({ name: 'a', namespace: 'b' }), /metadata: namespace is not allowed/]],
  },
]);

describeRules('Experimental kinds', [
  {
    rule: 'O12',
    promise: 'the retry budget is counted over 1s to 1h',
    on: EXPERIMENTAL,
    accepted: [retry({ budget: { interval: '1s' } }), retry({ budget: { interval: '1h' } })],
    refused: [
      [retry({ budget: { interval: '999ms' } }), /interval cannot be greater than one hour or less than one second/],
      [retry({ budget: { interval: '1h1ms' } }), /interval cannot be greater than one hour or less than one second/],
    ],
  },
  {
    rule: 'O13',
    promise: 'the minimal retry rate is counted over more than 0s and at most 1h',
    on: EXPERIMENTAL,
    accepted: [retry({ minRetryRate: { count: 1, interval: '1ms' } })],
    refused: [
      [retry({ minRetryRate: { count: 1, interval: '0s' } }), /minRetryRate\.interval: interval cannot be/],
      [
        retry({ minRetryRate: { count: 1, interval: '61m' } }),
        /minRetryRate\.interval: interval cannot be greater than one hour/,
      ],
    ],
  },
  {
    rule: 'O14',
    promise: 'sessions follow the rules of HTTPRoute',
    on: EXPERIMENTAL,
    accepted: [session({ cookieConfig: { lifetimeType: 'Permanent' }, absoluteTimeout: '1h' })],
    refused: [
      [session({ cookieConfig: { lifetimeType: 'Permanent' } }), /AbsoluteTimeout must be specified/],
      [session({ type: 'Header', cookieConfig: {} }), /cookieConfig can only be set/],
    ],
  },
  {
    rule: 'O15',
    promise: 'no target twice',
    on: EXPERIMENTAL,
    accepted: [backendTrafficPolicy({ targetRefs: [serviceTarget(), serviceTarget({ name: 'b' })] })],
    refused: [
      [backendTrafficPolicy({ targetRefs: [serviceTarget(), serviceTarget()] }), /targetRefs\[1\]: duplicates/],
    ],
  },
  {
    rule: 'O16',
    promise: 'an external host has its name',
    on: EXPERIMENTAL,
    accepted: [externalBackend({})],
    refused: [[externalBackend({ externalHostname: undefined }), /^spec: .*externalHostname/i]],
  },
  {
    rule: 'O17',
    promise: 'an external host is outside the cluster',
    on: EXPERIMENTAL,
    accepted: [externalBackend({ externalHostname: { hostname: 'cluster.local' } })],
    refused: [
      [
        externalBackend({ externalHostname: { hostname: 'web.shop.svc.cluster.local' } }),
        /externalHostname\.hostname: /,
      ],
    ],
  },
  {
    rule: 'O18',
    // The rule compares an optional with null, which cel-go answers with false whatever the optional holds.
    promise: 'the port name is empty; as the rule is written in 1.6.1, it refuses every other one',
    on: EXPERIMENTAL,
    accepted: [externalBackend({ port: { port: 443 } }), externalBackend({ port: { name: '', port: 443 } })],
    refused: [
      [externalBackend({ port: { name: 'Not a label', port: 443 } }), /^spec\.port\.name: /],
      [externalBackend({ port: { name: 'https', port: 443 } }), /^spec\.port\.name: /],
    ],
  },
  {
    rule: 'O19',
    promise: 'a client certificate is there when the mode says so',
    on: EXPERIMENTAL,
    accepted: [
      externalBackend({ tls: { mode: 'ClientAndServer', clientCertificateRef: { name: 'a' } } }),
      externalBackend({ tls: { mode: 'None' } }),
    ],
    refused: [
      [externalBackend({ tls: { mode: 'ClientAndServer' } }), /^spec\.tls: /],
      [externalBackend({ tls: { mode: 'None', clientCertificateRef: { name: 'a' } } }), /^spec\.tls: /],
    ],
  },
]);

function gatewayClass(metadata: object) {
  const spec = { controllerName: 'example.com/controller' };
  return { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata, spec };
}
