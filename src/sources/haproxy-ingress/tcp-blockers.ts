import type { ItemId } from '../../model/traced.js';
import type { Annotations } from './annotations.js';
import type { Context } from './context.js';

/**
 * Keys that act on a TCP port and that neither a TCP listener nor a TCPRoute has a field for: guards, the PROXY protocol, TLS
 * towards the pods, shares among them, and raw lines (UpdateTCPPortConfig and the TCP backends of the template).
 */
const BLOCKING = [
  'tcp-service-proxy-protocol',
  'config-tcp-service',
  'allowlist-source-range',
  'whitelist-source-range',
  'denylist-source-range',
  'limit-connections',
  'limit-rps',
  'auth-tls-secret',
  'proxy-protocol',
  'secure-backends',
  'backend-protocol',
  'config-backend',
  'config-backend-early',
  'config-backend-late',
  'fcgi-app',
  'blue-green-balance',
  'blue-green-deploy',
  'blue-green-mode',
] as const;

/** Settings with raw lines: for proxies by name, and for those of a ConfigMap of TCP services. */
const RAW_LINES = ['config-proxy', 'config-tcp'] as const;

/** What keeps the entry of a ConfigMap of TCP services from being published, by the words behind the port of its Service. */
export function entryBlockers(
  [fromClients = '', toPods = '', , , ...authorities]: readonly string[],
  { settings }: Pick<Context, 'settings'>,
): string | undefined {
  if (fromClients !== '' || toPods !== '') return 'Gateway API has no field for the PROXY protocol on it';
  if (authorities.some((one) => one !== '')) return 'Gateway API has no field for what the entry checks of TLS';
  const lines = RAW_LINES.find((key) => (settings.text(key)?.trim() ?? '') !== '');
  return lines === undefined ? undefined : `${lines} may guard it with raw lines`;
}

/** Keys that act on a TCP port, too, and without which it works all the same. */
const TUNING =
  /^(?:agent-check-|backend-check-|health-check-|timeout-)|^(?:balance-algorithm|initial-weight|max(?:conn|queue)-server|service-upstream|source-address-intf|tcp-service-log-format|use-resolver)$/;

/** What keeps a TCP port from being published; the keys that do are told. */
export function tcpBlockers(
  sources: readonly Annotations[],
  { settings, ledger }: Pick<Context, 'settings' | 'ledger'>,
): string | undefined {
  const found = new Set<string>();
  for (const source of sources)
    for (const { entry, item } of source.written) {
      const key = BLOCKING.find((one) => one === entry.key);
      if (key === undefined || isIdle(source, key)) continue;
      found.add(key);
      if (ledger.isSilent(item)) sayBlocking(key, item, ledger);
    }
  for (const key of BLOCKING) {
    const value = settings.text(key)?.trim() ?? '';
    if (value !== '' && value !== 'false') found.add(key);
  }
  const isRaw = (settings.text('config-proxy')?.trim() ?? '') !== '';
  if (found.size === 0 && isRaw) return 'config-proxy may guard it with raw lines';
  const keys = BLOCKING.filter((key) => found.has(key));
  return keys.length === 0 ? undefined : `Gateway API has no field for ${keys.join(', ')} on it`;
}

/** Says of what tunes a TCP port that it is lost, where nothing else was said. */
export function sayLostTuning({ written }: Annotations, port: number, { ledger }: Pick<Context, 'ledger'>): void {
  for (const { entry, item } of written) {
    if (!TUNING.test(entry.key) || !ledger.isSilent(item)) continue;
    const message = `it acts on TCP port ${port}, and neither a TCP listener nor a TCPRoute has a field for it`;
    ledger.say(item, { verdict: 'unsupported', code: 'RS2219', severity: 'info', message });
  }
}

/** Switched off, or plain TCP. */
function isIdle(source: Annotations, key: string): boolean {
  if (source.bool(key)?.value === false) return true;
  const text = source.text(key)?.value.toLowerCase();
  return text === 'no' || (key === 'backend-protocol' && (text === 'h1' || text === 'tcp'));
}

function sayBlocking(key: string, item: ItemId, ledger: Context['ledger']): void {
  ledger.say(item, {
    verdict: 'unsupported',
    code: 'RS2201',
    message: `${key} acts on a TCP port, and neither a TCP listener nor a TCPRoute has a field for it; the port is not published`,
    next: 'Do it with a policy of your implementation when you write the listener.',
  });
}
