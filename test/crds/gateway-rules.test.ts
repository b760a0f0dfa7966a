import { describeRules, EVERYWHERE, SINCE_1_5 } from './rule-cases.js';
import { gateway, httpListener, httpsListener, listenerSet, times } from './sample-objects.js';

const listeners = (...list: object[]) => gateway({ listeners: list });
const tlsListener = (fields: object = {}) => ({
  name: 'tls',
  port: 8443,
  protocol: 'TLS',
  tls: { mode: 'Passthrough' },
  ...fields,
});
const address = (...addresses: object[]) => gateway({ addresses });
const clientCa = { validation: { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'ca' }] } };
const perPort = (...ports: number[]) =>
  gateway({ tls: { frontend: { default: {}, perPort: ports.map((port) => ({ port, tls: clientCa })) } } });
const labels = (entries: object) => gateway({ infrastructure: { labels: entries } });
const annotations = (entries: object) => gateway({ infrastructure: { annotations: entries } });
const status = (value: string) => ({ ...gateway({}), status: { addresses: [{ type: 'Hostname', value }] } });

describeRules('Gateway', [
  {
    rule: 'W1',
    promise: 'listeners without TLS have no tls',
    on: EVERYWHERE,
    accepted: [listeners(httpListener()), listeners({ name: 'tcp', port: 90, protocol: 'TCP' })],
    refused: [
      [
        listeners(httpListener({ tls: { certificateRefs: [{ name: 'a' }] } })),
        /tls must not be specified for protocols/,
      ],
    ],
  },
  {
    rule: 'W2',
    promise: 'HTTPS terminates',
    on: EVERYWHERE,
    accepted: [listeners(httpsListener()), listeners(httpsListener({ tls: undefined }))],
    refused: [
      [listeners(httpsListener({ tls: { mode: 'Passthrough' } })), /tls mode must be Terminate for protocol HTTPS/],
    ],
  },
  {
    rule: 'W3',
    promise: 'a TLS listener has a mode, be it the default',
    on: SINCE_1_5,
    accepted: [listeners(tlsListener()), listeners(tlsListener({ tls: { certificateRefs: [{ name: 'a' }] } }))],
    refused: [[listeners(tlsListener({ tls: undefined })), /tls mode must be set for protocol TLS/]],
  },
  {
    rule: 'W3',
    promise: 'up to 1.4 a TLS listener could do without',
    on: ['1.4.1 standard'],
    accepted: [listeners(tlsListener({ tls: undefined }))],
    refused: [],
  },
  {
    rule: 'W4',
    promise: 'TCP and UDP listeners have no hostname',
    on: EVERYWHERE,
    accepted: [listeners(httpListener({ hostname: 'a.example.com' }))],
    refused: [
      [
        listeners({ name: 'a', port: 90, protocol: 'TCP', hostname: 'a.example.com' }),
        /hostname must not be specified for protocols/,
      ],
      [
        listeners({ name: 'a', port: 90, protocol: 'UDP', hostname: 'a.example.com' }),
        /hostname must not be specified for protocols/,
      ],
    ],
  },
  {
    rule: 'W6',
    promise: 'port, protocol and hostname tell listeners apart',
    on: EVERYWHERE,
    accepted: [
      listeners(
        httpListener(),
        httpListener({ name: 'b', hostname: 'a.example.com' }),
        httpListener({ name: 'c', port: 81 }),
      ),
      listeners(...times(64, (i) => httpListener({ name: `l${i}`, hostname: `h${i}.example.com` }))),
    ],
    refused: [
      [
        listeners(httpListener(), httpListener({ name: 'b' })),
        /Combination of port, protocol and hostname must be unique/,
      ],
      [
        listeners(httpListener({ hostname: 'a.example.com' }), httpListener({ name: 'b', hostname: 'a.example.com' })),
        /Combination of port, protocol and hostname must be unique/,
      ],
    ],
  },
  {
    rule: 'W7',
    promise: 'termination needs certificates or options; without either the rule finds neither list',
    on: EVERYWHERE,
    accepted: [listeners(httpsListener({ tls: { options: { 'example.com/acme': 'on' } } }))],
    refused: [
      [listeners(httpsListener({ tls: {} })), /listeners\[0\]\.tls: rule ends in an error: No such key/],
      [
        listeners(httpsListener({ tls: { certificateRefs: [], options: {} } })),
        /listeners\[0\]\.tls: certificateRefs or options must be specified when mode is Terminate/,
      ],
    ],
  },
  {
    rule: 'W8',
    promise: 'addresses of one type differ',
    on: EVERYWHERE,
    accepted: [address({ value: '10.0.0.1' }, { value: '10.0.0.2' }, { type: 'Hostname', value: 'a.example.com' })],
    refused: [
      [address({ value: '10.0.0.1' }, { value: '10.0.0.1' }), /IPAddress values must be unique/],
      [
        address({ type: 'Hostname', value: 'a.b' }, { type: 'Hostname', value: 'a.b' }),
        /Hostname values must be unique/,
      ],
    ],
  },
  {
    rule: 'W9',
    promise: 'a Hostname address is a host name or left to the implementation',
    on: EVERYWHERE,
    accepted: [address({ type: 'Hostname', value: '*.example.com' }), address({ type: 'Hostname' })],
    refused: [
      [
        address({ type: 'Hostname', value: 'A.example.com' }),
        /Hostname value must (be empty or )?(only )?contain (only )?valid characters/,
      ],
    ],
  },
  {
    rule: 'W10',
    promise: 'an IPAddress is an IPv4 or IPv6 literal',
    on: EVERYWHERE,
    accepted: [address({ value: '10.0.0.1' }), address({ type: 'IPAddress', value: '2001:db8::1' }), address({})],
    refused: [
      [address({ value: '10.0.0.256' }), /addresses\[0\]: .*exactly one alternative/],
      [address({ type: 'IPAddress', value: 'a.example.com' }), /exactly one alternative/],
    ],
  },
  {
    rule: 'W11',
    promise: 'keys of infrastructure labels and annotations are qualified names',
    on: EVERYWHERE,
    accepted: [labels({ 'example.com/a': 'b', c: '' }), annotations({ 'example.com/a_B.c': 'd' })],
    refused: [
      [labels({ 'Example.com/a': 'b' }), /infrastructure\.labels: Label keys must be in the form/],
      [annotations({ '-a': 'b' }), /infrastructure\.annotations: Annotation keys must be in the form/],
      [
        labels({ [`${'a.'.repeat(126)}a/b`]: 'c' }),
        /labels: If specified, the label key's prefix must be a DNS subdomain not longer than 253/,
      ],
      [
        annotations({ [`${'a.'.repeat(126)}a/b`]: 'c' }),
        /annotations: If specified, the annotation key's prefix must be/,
      ],
    ],
  },
  {
    rule: 'W12',
    promise: 'client certificates are set once per port',
    on: SINCE_1_5,
    accepted: [perPort(443, 8443)],
    refused: [[gateway({ tls: { frontend: {} } }), /tls\.frontend: default is required/]],
  },
  {
    rule: 'W13',
    promise: 'a Hostname address in the status is a host name',
    on: EVERYWHERE,
    accepted: [status('lb.example.com')],
    refused: [[status('LB.example.com'), /status\.addresses\[0\]: Hostname value must only contain valid characters/]],
  },
]);

describeRules('ListenerSet', [
  {
    rule: 'W1-W7',
    promise: 'listeners follow the rules of a Gateway',
    on: SINCE_1_5,
    accepted: [listenerSet(httpListener(), httpsListener(), tlsListener())],
    refused: [
      [
        listenerSet(httpListener({ tls: { certificateRefs: [{ name: 'a' }] } })),
        /tls must not be specified for protocols/,
      ],
      [listenerSet(httpsListener({ tls: { mode: 'Passthrough' } })), /tls mode must be Terminate/],
      [listenerSet(tlsListener({ tls: undefined })), /tls mode must be set for protocol TLS/],
      [
        listenerSet({ name: 'a', port: 90, protocol: 'TCP', hostname: 'a.example.com' }),
        /hostname must not be specified/,
      ],
      [
        listenerSet(httpListener(), httpListener({ name: 'b' })),
        /Combination of port, protocol and hostname must be unique/,
      ],
      [listenerSet(httpsListener({ tls: {} })), /listeners\[0\]\.tls: /],
      [listenerSet({ name: 'a', protocol: 'HTTP' }), /listeners\[0\]: port is required/],
    ],
  },
]);
