import type { Service } from '../../kubernetes/companions.js';
import type { Context } from './context.js';

/** Keys that change what a TCP backend sends to its pods, and that no TCPRoute has a field for (scope Backend). */
const BLOCKING = [
  'send-proxy-protocol',
  'server-ssl',
  'server-crt',
  'server-ca',
  'server-proto',
  'backend-config-snippet',
  'cr-backend',
] as const;

/** What keeps the port of an entry from being published: words behind the Service, annotations of it, settings for all. */
export function tcpBlockers(
  rest: readonly string[],
  service: Service | undefined,
  { mapping: { mapping }, settings }: Context,
): string | undefined {
  const unknown = rest.find((one) => one !== '');
  if (unknown !== undefined) return `Gateway API has no field for ${unknown}`;
  const prefixes = [mapping.prefix, ...(mapping.alsoPrefixes ?? [])];
  const written = service?.meta.annotations ?? {};
  const found = BLOCKING.filter((key) => {
    const own = prefixes.map((prefix) => written[`${prefix}/${key}`]).find((value) => value !== undefined);
    const value = (own ?? settings.text(key) ?? '').trim();
    return value !== '' && value !== 'false';
  });
  return found.length === 0 ? undefined : `Gateway API has no field for ${found.join(', ')} on it`;
}
