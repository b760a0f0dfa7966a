import type { ConfigMap } from '../kubernetes/companions.js';
import type { Ledger } from '../ledger/ledger.js';
import type { ConvertOptions } from '../options.js';
import { listenerWords } from './tcp-words.js';

/** `namespace/service:port`, and what the controller reads behind it. */
const ENTRY = /^\s*(?:[^/:\s]+\/)?([^/:\s]+):([^/:\s]+)((?::[^:]*)*)\s*$/;

/**
 * ConfigMaps of TCP services, which a flag of the controller names and manifests do not: taken for one is what has ports for
 * keys and Services for values. Each of its ports is told.
 *
 * @param endsTls whether what stands behind the port of the Service makes the controller end TLS
 */
export function sayTcpConfigMaps(
  configMaps: readonly ConfigMap[],
  endsTls: (rest: readonly string[]) => boolean,
  options: ConvertOptions,
  ledger: Ledger,
): void {
  for (const { manifest, data } of configMaps) {
    const entries = Object.entries(data).map(([port, value]) => ({ port, value, found: ENTRY.exec(value) }));
    if (entries.length === 0 || !entries.every(({ port, found }) => isPort(port) && found !== null)) continue;
    for (const { port, value, found } of entries) {
      const [, service = '', servicePort = '', rest = ''] = found ?? [];
      const hasTls = endsTls(rest.split(':').slice(1));
      const words = listenerWords({ port: Number(port), host: '', service, servicePort, hasTls }, options);
      const item = ledger.openField(manifest, ['data', port], value);
      ledger.say(item, { verdict: 'manual', code: 'RS2201', ...words });
    }
  }
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536;
}
