import type { Neighbour } from './neighbour.js';
import { bookkeeping } from './tools/bookkeeping.js';
import { certManager } from './tools/cert-manager.js';
import { controllers } from './tools/controllers.js';
import { dashboards } from './tools/dashboards.js';
import { delivery } from './tools/delivery.js';
import { externalDns } from './tools/external-dns.js';

/** The annotations of other tools that are known, as the documentation lists them. */
export const NEIGHBOURS: readonly Neighbour[] = [
  ...certManager,
  ...externalDns,
  ...delivery,
  ...dashboards,
  ...controllers,
  ...bookkeeping,
];

const WHOLE: ReadonlyMap<string, Neighbour> = new Map(NEIGHBOURS.map((one) => [one.key, one]));
/** Longest beginning first. */
const BEGINNINGS: readonly (readonly [string, Neighbour])[] = NEIGHBOURS.filter(({ key }) => key.endsWith('*'))
  .map((one): readonly [string, Neighbour] => [one.key.slice(0, -1), one])
  .sort(([a], [b]) => b.length - a.length);

/** The tool whose annotation a key is; undefined for keys that nobody is known to read. */
export function neighbourOf(key: string): Neighbour | undefined {
  return WHOLE.get(key) ?? BEGINNINGS.find(([beginning]) => key.startsWith(beginning))?.[1];
}
