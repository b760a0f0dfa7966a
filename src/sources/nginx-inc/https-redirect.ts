import type { ItemId } from '../../model/traced.js';
import type { PlainHttp } from '../../model/traffic.js';
import type { Annotations } from './annotations.js';
import type { Context } from './context.js';
import type { HostSecurity } from './tls.js';

const KEYS = ['nginx.org/ssl-redirect', 'ingress.kubernetes.io/ssl-redirect'] as const;

/** Whether plain HTTP of a host is sent to https, before anything else is looked at (semantics 3.4). */
export function redirectsToHttps(annotations: Annotations, { settings }: Context): boolean {
  const [key, older] = KEYS;
  const own = annotations.bool(key) ?? (annotations.has(key) ? undefined : annotations.bool(older));
  return own?.value ?? settings.bool('ssl-redirect', true);
}

/** What becomes of plain HTTP on a host. A server that only speaks gRPC has TLS alone. */
export function readPlainHttp(
  annotations: Annotations,
  security: HostSecurity,
  onlyCalls: boolean,
  context: Context,
): PlainHttp {
  const { settings, ledger } = context;
  const [key, older] = KEYS;
  annotations.leaveToMapping('nginx.org/redirect-to-https');
  if (annotations.has(key)) annotations.drop(older, 'RS0316', `${key} is set as well and wins`);
  const switches = annotations.itemsOf(KEYS);
  const code = annotations.text('nginx.org/http-redirect-code');
  if (security.kind === 'none') {
    ledger.sayAll([...switches, ...(code?.from ?? [])], {
      verdict: 'redundant',
      code: 'RS0309',
      message: 'the host has no TLS, so that nothing is redirected to it',
    });
    return { kind: 'serve', from: [] };
  }
  if (onlyCalls) return { kind: 'refuse', from: [] };
  if (!redirectsToHttps(annotations, context)) {
    const from = switches.length > 0 ? switches : settings.traced('ssl-redirect', 'false').from;
    ledger.sayAll(code?.from ?? [], {
      verdict: 'redundant',
      code: 'RS0309',
      message: 'nothing is redirected to https',
    });
    return { kind: 'serve', from };
  }
  const from: ItemId[] = switches.length > 0 ? [...switches] : [settings.item('ssl-redirect', 'true')];
  const number = code === undefined ? settings.integer('http-redirect-code', 301) : Number(code.value);
  if (code !== undefined) from.push(...code.from);
  else if (settings.text('http-redirect-code') !== undefined)
    from.push(settings.item('http-redirect-code', String(number)));
  const status = [301, 302, 307, 308].includes(number) ? number : 301;
  return { kind: 'redirect', status, keepsTrailingSlash: { value: true, from: [] }, from };
}
