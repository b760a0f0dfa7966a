import { type Fields, items, number, optionalFields, stringMap, text } from '../reading.js';
import { isHostname } from './hostname.js';

/** Why the listeners of a Gateway or ListenerSet are refused. */
export function refusedListeners(listeners: readonly Fields[]): string | undefined {
  if (listeners.length < 1 || listeners.length > 64) return `${listeners.length} listeners, 1 to 64 are allowed`;
  const names = new Set<unknown>();
  const places = new Set<string>();
  for (const listener of listeners) {
    if (names.has(listener.name)) return `two listeners named ${JSON.stringify(listener.name)}`;
    names.add(listener.name);
    const place = JSON.stringify([listener.port, listener.protocol, text(listener.hostname) ?? '']);
    if (places.has(place)) return 'two listeners with the same port, protocol and hostname';
    places.add(place);
    const found = refusedListener(listener);
    if (found !== undefined) return found;
  }
  return undefined;
}

function refusedListener(listener: Fields): string | undefined {
  const protocol = text(listener.protocol) ?? '';
  const port = number(listener.port) ?? 0;
  if (port < 1 || port > 65535) return `port ${port}`;
  const hostname = text(listener.hostname);
  if (hostname !== undefined && !isHostname(hostname)) return `hostname ${JSON.stringify(hostname)}`;
  if (hostname !== undefined && (protocol === 'TCP' || protocol === 'UDP'))
    return `${protocol} listener with a hostname`;
  const tls = optionalFields(listener.tls);
  if (tls === undefined) return protocol === 'TLS' ? 'TLS listener without tls' : undefined;
  if (protocol === 'HTTP' || protocol === 'TCP' || protocol === 'UDP') return `${protocol} listener with tls`;
  const mode = text(tls.mode) ?? 'Terminate';
  if (protocol === 'HTTPS' && mode !== 'Terminate') return 'HTTPS listener that does not terminate TLS';
  if (mode !== 'Terminate') return undefined;
  const certificate = items(tls.certificateRefs).length > 0 || stringMap(tls.options).size > 0;
  return certificate ? undefined : 'Terminate without certificateRefs and options';
}
