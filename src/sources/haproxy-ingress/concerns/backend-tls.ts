import type { BackendProtocol, BackendTls } from '../../../model/policies.js';
import type { Traced } from '../../../model/traced.js';
import type { ServedIngress } from '../context.js';
import type { Values } from '../values.js';

const PROTOCOLS: Readonly<Record<string, BackendProtocol>> = {
  'h1-ssl': 'https',
  https: 'https',
  h2: 'grpc',
  grpc: 'grpc',
  'h2-ssl': 'grpcs',
  grpcs: 'grpcs',
  fcgi: 'fastcgi',
  'fcgi-ssl': 'fastcgi',
};

/** backend-protocol, and secure-backends, which adds TLS to what has none (reference §1.13). */
export function readProtocol(values: Values): Traced<BackendProtocol> | undefined {
  const written = values.text('backend-protocol');
  const secure = values.bool('secure-backends');
  const protocol = PROTOCOLS[written?.value.toLowerCase() ?? ''] ?? 'http';
  const from = [...(written?.from ?? []), ...(secure?.value === true ? secure.from : [])];
  if (secure?.value === true && protocol === 'http') return { value: 'https', from };
  if (secure?.value === true && protocol === 'grpc') return { value: 'grpcs', from };
  return protocol === 'http' ? undefined : { value: protocol, from: written?.from ?? [] };
}

const DETAILS = ['secure-crt-secret', 'ssl-ciphers-backend', 'ssl-cipher-suites-backend', 'ssl-options-backend'];

/** TLS towards the pods: verified only where a CA is named. */
export function readBackendTls(
  { owner, namespaceKey }: ServedIngress,
  values: Values,
  protocol: BackendProtocol | undefined,
): BackendTls | undefined {
  if (protocol !== 'https' && protocol !== 'grpcs') return undefined;
  values.leave(...DETAILS);
  const ca = values.annotation('secure-verify-ca-secret');
  const name = values.annotation('secure-verify-hostname');
  const sni = values.annotation('secure-sni');
  const isFixed = sni !== undefined && sni.value !== 'sni' && sni.value !== 'host';
  if (sni !== undefined && !isFixed) values.leave('secure-sni');
  const serverName = name ?? (isFixed ? sni : undefined);
  const [first = '', second] = (ca?.value ?? '').split('/');
  return {
    verify: { value: ca !== undefined, from: ca?.from ?? [] },
    caSecret:
      ca === undefined
        ? undefined
        : {
            value:
              second === undefined
                ? { namespace: owner.namespace, name: first }
                : { namespace: first === namespaceKey ? owner.namespace : first, name: second },
            from: ca.from,
          },
    serverName:
      serverName === undefined
        ? undefined
        : { value: serverName.value, from: [...(name?.from ?? []), ...(isFixed ? sni.from : [])] },
  };
}
