import type { Planning } from '../../planning.js';

/**
 * Whether clients are told apart by the address of their connection, as nginx does unless a NginxProxy says whom to believe.
 * Says so to the setting that decides it at the source.
 */
export function looksAtConnections({ defaults, ledger }: Planning): boolean {
  if (defaults === undefined || defaults.looksAtConnections === true) return true;
  const { value, from } = defaults.forwardedHeaders();
  const isProxied = defaults.trustedProxies?.().value.kind === 'proxy-protocol';
  const where = defaults.clientAddress?.() ?? (value === 'replaced' ? 'connection' : 'forwarded');
  if (where === 'connection' && !isProxied) {
    const message =
      'address lists and limits look at the address of the connection, as those of the controller do; where a proxy stands in front of the Gateway, NginxProxy spec.rewriteClientIP tells which address is the client';
    ledger.sayAll(from, { verdict: 'converted', code: 'RS2637', message });
    return true;
  }
  ledger.sayAll(from, {
    verdict: 'manual',
    code: 'RS2648',
    message:
      'the controller takes what a proxy in front says for the address of the client (X-Forwarded-For, or the PROXY protocol); NGINX Gateway Fabric takes the address of the connection, so address lists and limits would act on the proxy in front',
    next: 'Set spec.rewriteClientIP of the NginxProxy of the Gateway (mode XForwardedFor or ProxyProtocol, the addresses of the proxy as trustedAddresses), and write the lists and limits by hand.',
  });
  return false;
}

export const OTHER_ADDRESSES =
  ', which would look at the address of the proxy in front: the controller believes what that says, and NGINX Gateway Fabric does not unless its NginxProxy says so';
