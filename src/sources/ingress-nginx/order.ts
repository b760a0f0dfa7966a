import { displayName } from '../served-ingress.js';
import type { ServedIngress } from './served-ingress.js';

/**
 * The controller's order: older first; among equals the greater `namespace/name` first
 * (internal/ingress/controller/store/store.go ListIngresses). Objects without a creation time count as created together.
 */
export function compareAge(a: ServedIngress, b: ServedIngress): number {
  const created = (a.ingress.meta.creationTimestamp ?? 0) - (b.ingress.meta.creationTimestamp ?? 0);
  if (created !== 0) return created;
  if (a.key !== b.key) return a.key < b.key ? 1 : -1;
  // Two files with the same object: the cluster can hold one of them only. Any fixed order serves.
  const [x, y] = [a.ingress.manifest.source, b.ingress.manifest.source];
  if (x.file !== y.file) return x.file < y.file ? -1 : 1;
  return x.line - y.line || x.column - y.column;
}

/** Whether the order of two Ingresses is known from their creation times. */
export function orderIsKnown(a: ServedIngress, b: ServedIngress): boolean {
  const [x, y] = [a.ingress.meta.creationTimestamp, b.ingress.meta.creationTimestamp];
  return x !== undefined && y !== undefined && x !== y;
}

/** The words that follow a decision by age: how sure it is. */
export function orderAssumption(winner: ServedIngress, loser: ServedIngress): string {
  if (winner === loser || orderIsKnown(winner, loser)) return '';
  const [first, second] = [displayName(winner), displayName(loser)];
  return first === second
    ? `. Both objects are called ${first}: the cluster can hold only one of them`
    : `. The manifests do not tell which is older; ${first} is assumed to be, as for objects created in the same second (greater name first)`;
}
