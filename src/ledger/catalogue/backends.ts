import type { CatalogueEntry } from './entry.js';

/** RS15 and RS16: timeouts, sessions and backends. */
export const backends = {
  RS1502: {
    title: 'Retries are lost',
    severity: 'warning',
    why: 'The standard channel has no retries.',
    fix: 'Use the experimental channel or a policy.',
  },
  RS1503: {
    title: 'No retries',
    severity: 'info',
    why: 'The source asked for none.',
    fix: 'Check the default of your implementation.',
  },
  RS1504: {
    title: 'Retries',
    severity: 'info',
    why: 'Conditions and methods differ a little.',
    fix: 'See the finding.',
  },
  RS1505: {
    title: 'Session affinity is lost',
    severity: 'warning',
    why: 'The standard channel has no session affinity.',
    fix: 'Use the experimental channel or a policy.',
  },
  RS1506: {
    title: 'A cookie attribute is lost',
    severity: 'warning',
    why: 'sessionPersistence has no field for it.',
    fix: 'Use a policy.',
  },
  RS1507: { title: 'Session affinity', severity: 'info', why: 'A cookie of the gateway.', fix: 'Nothing to do.' },
  RS1601: { title: 'A mirror', severity: 'info', why: 'Mirrored to a Service.', fix: 'Nothing to do.' },
  RS1602: {
    title: 'A Service without endpoints of its own',
    severity: 'warning',
    why: 'Implementations should not support ExternalName Services, because they can reach what the author may not.',
    fix: 'Use a Backend resource.',
  },
  RS1603: {
    title: 'A mirror outside the cluster',
    severity: 'warning',
    why: 'Gateway API mirrors to Services.',
    fix: 'Put a Service in front of it.',
  },
  RS1604: {
    title: 'TLS to the backend',
    severity: 'warning',
    why: 'BackendTLSPolicy always verifies the backend; the controller does not unless told.',
    fix: 'Provide the CA and a certificate with the right name.',
  },
  RS1605: {
    title: 'A protocol that follows the client',
    severity: 'warning',
    why: 'The protocol to a backend is fixed.',
    fix: 'Choose one.',
  },
  RS1606: { title: 'FastCGI', severity: 'error', why: 'Gateways speak HTTP.', fix: 'Put an HTTP server in front.' },
  RS1607: {
    title: 'HTTP/2 to the backend',
    severity: 'warning',
    why: 'In an HTTPRoute the Service port says it.',
    fix: 'Set appProtocol kubernetes.io/h2c.',
  },
  RS1608: { title: 'Verification of the backend', severity: 'info', why: 'It is always on.', fix: 'Nothing to do.' },
  RS1609: { title: 'The CA of the backend', severity: 'warning', why: 'It is read from a ConfigMap.', fix: 'Copy it.' },
  RS1610: {
    title: 'The name of the backend',
    severity: 'info',
    why: 'Sent as server name and verified.',
    fix: 'Nothing to do.',
  },
  RS1611: {
    title: 'gRPC',
    severity: 'info',
    why: 'Served by a GRPCRoute. Where an HTTPRoute with an overlapping hostname is on the same listener, an implementation may accept only the older of the two.',
    fix: 'Nothing to do.',
  },
  RS1700: {
    title: 'Part of a withheld rule',
    severity: 'info',
    why: 'Nothing was emitted for the paths it belongs to.',
    fix: 'See the finding that withholds the rule.',
  },
} as const satisfies Record<string, CatalogueEntry>;
