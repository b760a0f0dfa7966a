import type { BackendContext } from './backend-request.js';
import { HeaderSet } from './header-set.js';

/** What the backend is told about the client, and what annotations set (reference §1.14). */
export function forwardHeaders({ configuration, facts, backend, host }: BackendContext, sender: string): HeaderSet {
  const { global } = configuration.inventory;
  const { request, headers } = facts;
  const source = request.clientAddress ?? '127.0.0.1';
  const forward = new HeaderSet();
  forward.set('x-forwarded-proto', request.scheme);
  const prefix = global.get('ssl-headers-prefix').text.toLowerCase();
  const names = ['cn', 'dn', 'sha1', 'sha2', 'cert'].map((name) => `${prefix}-client-${name}`);
  for (const name of names) if (headers.has(name)) forward.remove(name);
  const sent = headers.get('x-forwarded-for');
  switch (forwardMode(global.get('forwardfor').text)) {
    case 'add': {
      const keep = global.get('original-forwarded-for-hdr').text;
      if (keep !== '' && sent !== undefined) forward.set(keep, (sent.split(',').at(-1) ?? '').trim());
      forward.set('x-forwarded-for', sender);
      break;
    }
    case 'update':
      forward.add('x-forwarded-for', sender);
      break;
    case 'ifmissing':
      if (sent === undefined) forward.set('x-forwarded-for', sender);
      break;
    case 'ignore':
      break;
  }
  const realIp = global.get('real-ip-hdr').text;
  if (realIp !== '') forward.set(realIp, source);
  for (const header of backend.settings.requestHeaders) forward.apply(header);
  const certificates = request.scheme === 'https' ? host?.clientCertificates : undefined;
  const shown = certificates === undefined ? undefined : configuration.input.checks?.clientCertificate?.(request);
  if (shown !== undefined && shown !== null) forward.set(`${prefix}-client-dn`, shown.subject);
  return forward;
}

/** Other words count as `add` (buildGlobalForwardFor). */
function forwardMode(text: string): 'add' | 'update' | 'ignore' | 'ifmissing' {
  return text === 'update' || text === 'ignore' || text === 'ifmissing' ? text : 'add';
}
