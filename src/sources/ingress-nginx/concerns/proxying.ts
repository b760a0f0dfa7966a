import type { Affinity, BackendProtocol, BackendTls, Retries, Timeouts } from '../../../model/policies.js';
import type { Traced } from '../../../model/traced.js';
import type { Settings } from '../../settings.js';
import type { Annotations } from '../annotations.js';
import type { ServedIngress } from '../served-ingress.js';
import { splitName } from './authentication.js';

/** Timeouts that were written; the controller's defaults are not carried along. */
export function readTimeouts(annotations: Annotations): Timeouts | undefined {
  annotations.leaveToMapping('proxy-connect-timeout');
  const read = annotations.integer('proxy-read-timeout');
  const send = annotations.integer('proxy-send-timeout');
  return read === undefined && send === undefined ? undefined : { read, send };
}

/** proxy-next-upstream and its companions, or the settings that are their defaults (semantics §14). */
export function readRetries(annotations: Annotations, settings: Settings): Retries | undefined {
  annotations.leaveToMapping('proxy-next-upstream-timeout');
  const on = annotations.text('proxy-next-upstream') ?? settings.written('proxy-next-upstream');
  const tries =
    annotations.integer('proxy-next-upstream-tries') ?? settings.writtenInteger('proxy-next-upstream-tries');
  if (on === undefined && tries === undefined) return undefined;
  const words = on?.value.split(/\s+/) ?? [];
  const codes = words.flatMap((w) => (w.startsWith('http_') ? [Number(w.slice(5))] : []));
  const inexpressible = words.filter((w) => w === 'invalid_header' || w === 'non_idempotent');
  return {
    on:
      on === undefined
        ? undefined
        : { value: { codes, off: words.includes('off'), inexpressible, words }, from: on.from },
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
  if (annotations.hasLines('affinity')) {
    annotations.dropConcern('affinity', 'affinity', 'has a line break, with which it passes the check and is no word');
    return undefined;
  }
  const sameSite = annotations.text('session-cookie-samesite');
  if (sameSite !== undefined && !['None', 'Lax', 'Strict'].includes(sameSite.value)) {
    const message =
      'only the spellings None, Lax and Strict reach the client; this one passes the check and is then left out';
    annotations.drop('session-cookie-samesite', 'RS0304', message);
  }
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
    mode:
      mode === undefined
        ? undefined
        : { value: mode.value === 'persistent' ? 'persistent' : 'balanced', from: mode.from },
    sameSite: readSameSite(annotations),
    secure: annotations.bool('session-cookie-secure'),
    path: annotations.text('session-cookie-path'),
    domain: annotations.text('session-cookie-domain'),
    changesOnFailure: annotations.bool('session-cookie-change-on-failure'),
    details: [
      ...annotations.itemsOf(COOKIE_DETAILS),
      ...(Number.isFinite(seconds) && seconds > 0
        ? []
        : annotations.itemsOf(['session-cookie-max-age', 'session-cookie-expires'])),
    ],
  };
}

function readSameSite(annotations: Annotations): Affinity['sameSite'] {
  const written = annotations.text('session-cookie-samesite');
  const value = (['None', 'Lax', 'Strict'] as const).find((word) => word === written?.value);
  return written === undefined || value === undefined ? undefined : { value, from: written.from };
}

const PROTOCOLS: Readonly<Record<string, BackendProtocol>> = {
  HTTP: 'http',
  HTTPS: 'https',
  AUTO_HTTP: 'as-client',
  GRPC: 'grpc',
  GRPCS: 'grpcs',
  FCGI: 'fastcgi',
};

/** Protocols whose headers and timeouts the templates write only for the upper-case spelling (semantics §11.5). */
const SPELLING_MATTERS: readonly BackendProtocol[] = ['grpc', 'grpcs', 'fastcgi'];

const OF_FASTCGI = ['fastcgi-index', 'fastcgi-params-configmap'];

/** backend-protocol in any letter case, and what counts for FastCGI alone. */
export function readProtocol(annotations: Annotations): Traced<BackendProtocol> | undefined {
  const written = annotations.text('backend-protocol');
  const value = PROTOCOLS[written?.value.toUpperCase() ?? 'HTTP'] ?? 'http';
  for (const key of OF_FASTCGI) {
    if (value === 'fastcgi') annotations.leaveToMapping(key);
    else annotations.drop(key, 'RS0309', 'does nothing unless backend-protocol is FCGI');
  }
  if (written === undefined || value === 'http') return undefined;
  if (SPELLING_MATTERS.includes(value) && written.value !== written.value.toUpperCase()) {
    annotations.ledger.sayAll(written.from, {
      verdict: 'approximated',
      code: 'RS0324',
      message: `read as ${written.value.toUpperCase()}; in this spelling the controller leaves out the headers and timeouts of the protocol, so that backends may see more now than before`,
    });
  }
  return { value, from: written.from };
}

function sendsName(annotations: Annotations): NonNullable<BackendTls['tuning']>['sendsName'] {
  const written = annotations.text('proxy-ssl-server-name');
  return written === undefined ? undefined : { value: written.value === 'on', from: written.from };
}

const TLS_DETAILS = ['proxy-ssl-ciphers', 'proxy-ssl-protocols', 'proxy-ssl-verify-depth'];

const TLS_KEYS = ['proxy-ssl-secret', 'proxy-ssl-verify', 'proxy-ssl-name', 'proxy-ssl-server-name', ...TLS_DETAILS];

/** TLS towards the backend (semantics §11.5). Without proxy-ssl-secret nothing is verified. */
export function readBackendTls(served: ServedIngress, protocol: BackendProtocol | undefined): BackendTls | undefined {
  const { annotations } = served;
  if (protocol !== 'https' && protocol !== 'grpcs') {
    annotations.ledger.sayAll(annotations.itemsOf(TLS_KEYS), {
      verdict: 'redundant',
      code: 'RS0309',
      message: 'the backend is not spoken to over TLS (backend-protocol is not HTTPS or GRPCS)',
    });
    return undefined;
  }
  const secret = annotations.text('proxy-ssl-secret');
  const ca = secret === undefined ? undefined : splitName(secret.value.replaceAll(' ', ''));
  for (const key of TLS_DETAILS) annotations.leaveToMapping(key);
  const verify = annotations.text('proxy-ssl-verify');
  const name = annotations.text('proxy-ssl-name');
  // Off cannot be had from the target: a policy always sends its name.
  if (annotations.text('proxy-ssl-server-name')?.value === 'off') annotations.leaveToMapping('proxy-ssl-server-name');
  const sni =
    annotations.text('proxy-ssl-server-name')?.value === 'on' ? annotations.text('proxy-ssl-server-name') : undefined;
  return {
    verify: { value: verify?.value === 'on' && secret !== undefined, from: verify?.from ?? [] },
    caSecret:
      ca === undefined || secret === undefined
        ? undefined
        : { value: { namespace: ca.namespace, name: ca.name }, from: secret.from },
    serverName:
      name === undefined
        ? sni === undefined
          ? undefined
          : { value: '', from: sni.from }
        : { value: name.value, from: [...name.from, ...(sni?.from ?? [])] },
    tuning: {
      ciphers: annotations.text('proxy-ssl-ciphers'),
      protocols: annotations.text('proxy-ssl-protocols'),
      depth: annotations.integer('proxy-ssl-verify-depth'),
      sendsName: sendsName(annotations),
    },
  };
}
