import type { BackendTls, Policies } from '../../../../model/policies.js';
import type { Backend } from '../../../../model/traffic.js';
import type { Said } from './middleware.js';

export interface Transport {
  /** `spec` of the ServersTransport; empty where none is needed. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly said: readonly Said[];
}

/** Times and TLS towards a backend (implementation-policies.md §2.2 proxy-connect-timeout, proxy-read-send-timeout, proxy-ssl-*). */
export function transportOf(
  policies: Policies,
  backend: Backend,
  routeNamespace: string | undefined,
  version: string,
): Transport {
  const times = timesOf(policies);
  const tls = policies.protocol?.value === 'https' ? tlsOf(policies, backend, routeNamespace, version) : undefined;
  return {
    spec: { ...tls?.spec, ...times.spec },
    said: [...(tls?.said ?? []), ...times.said],
  };
}

function timesOf({ tuning, timeouts }: Policies): Transport {
  const connect = tuning?.connectTimeout;
  const read = timeouts?.read;
  const forwardingTimeouts = {
    ...(connect === undefined ? {} : { dialTimeout: `${connect.value}s` }),
    ...(read === undefined ? {} : { responseHeaderTimeout: `${read.value}s` }),
  };
  const said: Said[] = [
    {
      items: connect?.from ?? [],
      at: 'spec.forwardingTimeouts.dialTimeout',
      remark: {
        verdict: 'converted',
        code: 'RS2661',
        message: `connections to the backend have to come about within ${connect?.value} s`,
      },
    },
    {
      items: read?.from ?? [],
      at: 'spec.forwardingTimeouts.responseHeaderTimeout',
      remark: {
        verdict: 'approximated',
        code: 'RS2661',
        message: `the backend has to begin its answer within ${read?.value} s; pauses within the answer are not limited, so that nothing is cut that works today`,
      },
    },
    ...sendSaid({ timeouts }),
  ];
  return { spec: Object.keys(forwardingTimeouts).length === 0 ? {} : { forwardingTimeouts }, said };
}

/** Traefik has no time for what it sends to one backend. */
export function sendSaid({ timeouts }: Pick<Policies, 'timeouts'>): Said[] {
  return [
    {
      items: timeouts?.send?.from ?? [],
      remark: {
        verdict: 'unsupported',
        code: 'RS2665',
        message: 'Traefik has no limit of the time between two writes to a backend',
        next: 'Nothing is cut that works today; respondingTimeouts of the entry point limit what clients may take.',
      },
    },
  ];
}

/** Versions as OpenSSL names them, in order. */
const VERSIONS = [
  ['TLSv1', 'VersionTLS10'],
  ['TLSv1.1', 'VersionTLS11'],
  ['TLSv1.2', 'VersionTLS12'],
  ['TLSv1.3', 'VersionTLS13'],
] as const;

/** The suites of TLS 1.2 that Go has, by the names of OpenSSL. */
const SUITES: Readonly<Record<string, string>> = {
  'ECDHE-ECDSA-AES128-GCM-SHA256': 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256': 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384': 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384': 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305': 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
  'ECDHE-RSA-CHACHA20-POLY1305': 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-SHA': 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA',
  'ECDHE-RSA-AES128-SHA': 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
  'ECDHE-ECDSA-AES256-SHA': 'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA',
  'ECDHE-RSA-AES256-SHA': 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
};

function tlsOf(
  { protocol, backendTls }: Policies,
  backend: Backend,
  routeNamespace: string | undefined,
  version: string,
): Transport {
  const verifies = backendTls?.verify.value === true;
  const named = backendTls?.serverName?.value.toLowerCase() ?? '';
  const fallback = backend.namespace === undefined ? backend.service : `${backend.service}.${backend.namespace}.svc`;
  const serverName = named !== '' ? named : verifies ? fallback : undefined;
  const ca = backendTls?.caSecret;
  const isForeign = ca?.value.namespace !== undefined && ca.value.namespace !== routeNamespace;
  const secret = ca === undefined ? undefined : isForeign ? `${ca.value.namespace}-${ca.value.name}` : ca.value.name;
  const details = detailsOf(backendTls, version);
  const spec = {
    ...(serverName === undefined ? {} : { serverName }),
    ...(verifies ? {} : { insecureSkipVerify: true }),
    ...(verifies && secret !== undefined ? { rootCAs: [{ secret }] } : {}),
    ...(secret === undefined ? {} : { certificatesSecrets: [secret] }),
    ...details.spec,
  };
  const said: Said[] = [
    {
      items: protocol?.from ?? [],
      at: verifies ? 'spec.serverName' : 'spec.insecureSkipVerify',
      remark: {
        verdict: 'converted',
        code: 'RS2662',
        message: verifies
          ? `the backend is spoken to over TLS, and its certificate has to name ${serverName}`
          : 'the backend is spoken to over TLS, and its certificate is not looked at, as before',
      },
    },
    {
      items: backendTls?.verify.from ?? [],
      at: verifies ? 'spec.rootCAs' : 'spec.insecureSkipVerify',
      remark: {
        verdict: 'converted',
        code: 'RS2662',
        message: verifies
          ? 'the certificate of the backend is verified'
          : 'the certificate of the backend is not looked at',
      },
    },
    {
      items: ca?.from ?? [],
      at: 'spec.certificatesSecrets',
      remark: isForeign
        ? {
            verdict: 'manual',
            code: 'RS2662',
            message: `Traefik reads Secrets of the namespace of the route only: CA and client certificate are expected in Secret ${secret}`,
            next: `Copy Secret ${ca?.value.namespace}/${ca?.value.name} there under that name.`,
          }
        : {
            verdict: 'converted',
            code: 'RS2662',
            message: `the certificate in Secret ${secret} is presented to the backend${verifies ? ', and its ca.crt is trusted' : ''}`,
          },
    },
    {
      items: backendTls?.serverName?.from ?? [],
      at: 'spec.serverName',
      remark:
        named !== ''
          ? { verdict: 'converted', code: 'RS2662', message: `${named} is sent as server name and verified` }
          : {
              verdict: 'approximated',
              code: 'RS2662',
              message: `${serverName === undefined ? 'no name is' : `${serverName} is`} sent as server name; before, nginx sent its own internal name`,
            },
    },
    ...details.said,
  ];
  return { spec, said };
}

function detailsOf(tls: BackendTls | undefined, version: string): Transport {
  if (version < '3.7') return { spec: {}, said: [] };
  const { protocols, ciphers } = tls?.tuning ?? {};
  const words = protocols?.value.trim().split(/\s+/) ?? [];
  const kept = VERSIONS.filter(([name]) => words.includes(name)).map(([, name]) => name);
  const suites = ciphers?.value.split(':').map((name) => SUITES[name.trim()]) ?? [];
  const known = suites.filter((suite) => suite !== undefined);
  const all = known.length > 0 && known.length === suites.length;
  const [lowest] = kept;
  const highest = kept.at(-1);
  const said: Said[] = [];
  if (protocols !== undefined && lowest !== undefined) {
    const message = `versions of TLS from ${lowest} to ${highest}`;
    said.push({
      items: protocols.from,
      at: 'spec.minVersion',
      remark: { verdict: 'converted', code: 'RS2662', message },
    });
  }
  if (ciphers !== undefined) {
    said.push({
      items: ciphers.from,
      at: all ? 'spec.cipherSuites' : undefined,
      remark: all
        ? { verdict: 'converted', code: 'RS2662', message: `the same suites, by their IANA names: ${known.join(', ')}` }
        : {
            verdict: 'unsupported',
            code: 'RS2665',
            message: 'the list holds words of OpenSSL, or suites, that Go does not have; the defaults of Traefik apply',
            next: 'Write the suites one by one, by names such as ECDHE-RSA-AES128-GCM-SHA256.',
          },
    });
  }
  return {
    spec: {
      ...(all ? { cipherSuites: known } : {}),
      ...(lowest === undefined ? {} : { minVersion: lowest, maxVersion: highest }),
    },
    said,
  };
}
