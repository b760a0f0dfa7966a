import type { Affinity, BackendProtocol, BackendTls, Retries, Timeouts } from '../../../model/policies.js';
import type { Traced } from '../../../model/traced.js';
import type { Annotations } from '../annotations.js';
import { splitName } from './authentication.js';
import type { ServedIngress } from '../served-ingress.js';

/** Timeouts that were written; the controller's defaults are not carried along. */
export function readTimeouts(annotations: Annotations): Timeouts | undefined {
  annotations.leaveToMapping('proxy-connect-timeout');
  const read = annotations.integer('proxy-read-timeout');
  const send = annotations.integer('proxy-send-timeout');
  return read === undefined && send === undefined ? undefined : { read, send };
}

/** proxy-next-upstream and its companions (semantics §14). */
export function readRetries(annotations: Annotations): Retries | undefined {
  annotations.leaveToMapping('proxy-next-upstream-timeout');
  const on = annotations.text('proxy-next-upstream');
  const tries = annotations.integer('proxy-next-upstream-tries');
  if (on === undefined && tries === undefined) return undefined;
  const words = on?.value.split(/\s+/) ?? [];
  const codes = words.flatMap((w) => (w.startsWith('http_') ? [Number(w.slice(5))] : []));
  const inexpressible = words.filter((w) => w === 'invalid_header' || w === 'non_idempotent');
  return {
    on: on === undefined ? undefined : { value: { codes, off: words.includes('off'), inexpressible }, from: on.from },
    tries,
  };
}

const COOKIE_DETAILS = [
  'session-cookie-secure',
  'session-cookie-path',
  'session-cookie-domain',
  'session-cookie-samesite',
  'session-cookie-conditional-samesite-none',
  'session-cookie-change-on-failure',
];

/** Cookie affinity (semantics §15). */
export function readAffinity(annotations: Annotations): Affinity | undefined {
  const affinity = annotations.text('affinity');
  if (affinity === undefined) return undefined;
  const name = annotations.text('session-cookie-name');
  const maxAge = annotations.text('session-cookie-max-age') ?? annotations.text('session-cookie-expires');
  const seconds = maxAge === undefined ? Number.NaN : Number(maxAge.value);
  const mode = annotations.text('affinity-mode');
  return {
    cookie: { value: name?.value ?? 'INGRESSCOOKIE', from: [...affinity.from, ...(name?.from ?? [])] },
    maxAge:
      maxAge !== undefined && Number.isFinite(seconds) && seconds > 0
        ? { value: seconds, from: annotations.itemsOf(['session-cookie-max-age', 'session-cookie-expires']) }
        : undefined,
    mode: mode === undefined ? undefined : { value: mode.value === 'persistent' ? 'persistent' : 'balanced', from: mode.from },
    details: [
      ...annotations.itemsOf(COOKIE_DETAILS),
      ...(Number.isFinite(seconds) && seconds > 0 ? [] : annotations.itemsOf(['session-cookie-max-age', 'session-cookie-expires'])),
    ],
  };
}

const PROTOCOLS: Readonly<Record<string, BackendProtocol>> = {
  HTTP: 'http',
  HTTPS: 'https',
  AUTO_HTTP: 'as-client',
  GRPC: 'grpc',
  GRPCS: 'grpcs',
  FCGI: 'fastcgi',
};

/** backend-protocol in any letter case. */
export function readProtocol(annotations: Annotations): Traced<BackendProtocol> | undefined {
  const written = annotations.text('backend-protocol');
  if (written === undefined) return undefined;
  const value = PROTOCOLS[written.value.toUpperCase()] ?? 'http';
  if (value === 'http') {
    annotations.ledger.sayAll(written.from, { verdict: 'redundant', code: 'RS0308', message: 'asks for what happens anyway' });
    return undefined;
  }
  return { value, from: written.from };
}

const TLS_DETAILS = ['proxy-ssl-ciphers', 'proxy-ssl-protocols', 'proxy-ssl-verify-depth'];

/** TLS towards the backend (semantics §11.5). Without proxy-ssl-secret nothing is verified. */
export function readBackendTls(served: ServedIngress, protocol: BackendProtocol | undefined): BackendTls | undefined {
  const { annotations } = served;
  const keys = ['proxy-ssl-secret', 'proxy-ssl-verify', 'proxy-ssl-name', 'proxy-ssl-server-name'];
  if (protocol !== 'https' && protocol !== 'grpcs') {
    annotations.ledger.sayAll(annotations.itemsOf([...keys, ...TLS_DETAILS]), {
      verdict: 'redundant',
      code: 'RS0309',
      message: 'the backend is not spoken to over TLS (backend-protocol is not HTTPS or GRPCS)',
    });
    return undefined;
  }
  for (const key of TLS_DETAILS) annotations.leaveToMapping(key);
  const secret = annotations.text('proxy-ssl-secret');
  const verify = annotations.text('proxy-ssl-verify');
  const name = annotations.text('proxy-ssl-name');
  const sni = annotations.text('proxy-ssl-server-name');
  const ca = secret === undefined ? undefined : splitName(secret.value.replaceAll(' ', ''));
  return {
    verify: { value: verify?.value === 'on' && secret !== undefined, from: verify?.from ?? [] },
    caSecret: ca === undefined || secret === undefined ? undefined : { value: { namespace: ca.namespace, name: ca.name }, from: secret.from },
    serverName: name === undefined ? (sni === undefined ? undefined : { value: '', from: sni.from }) : { value: name.value, from: [...name.from, ...(sni?.from ?? [])] },
  };
}
