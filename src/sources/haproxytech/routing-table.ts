import type { IngressPath } from '../../kubernetes/ingress.js';
import type { ItemId, Traced } from '../../model/traced.js';
import type { Backend } from '../../model/traffic.js';
import type { ServedIngress } from './served-ingress.js';

/** One path of an Ingress that leads somewhere. */
export interface Row {
  readonly served: ServedIngress;
  readonly path: string;
  readonly pathType: NonNullable<IngressPath['pathType']>;
  /** Such as `spec.rules[0].http.paths[1]`. */
  readonly label: string;
  readonly backend: Backend;
  /** The name of the backend in HAProxy. */
  readonly name: string;
  /** What all rules of its Ingress come to: rows that agree in it, and in the backend, do the same. */
  readonly signature: string;
  readonly items: readonly ItemId[];
  /** Set where TLS of the Ingress passes through, so that its backend takes no HTTP. */
  readonly passes: boolean;
  /** Condition of its Service (route-acl), with which it is no row of the maps. */
  readonly acl?: Traced<string> | undefined;
}

/** The rows of one host as the controller's maps hold them, by what is looked up (pkg/route/route.go; reference §2.2). */
export interface HostRows {
  readonly host: string;
  readonly hostItems: ItemId[];
  readonly exact: Map<string, Row[]>;
  /** Paths that equal a prefix. */
  readonly whole: Map<string, Row[]>;
  /** Beginnings of paths; with a slash at the end for those that respect elements. */
  readonly prefix: Map<string, Row[]>;
}

export function newHostRows(host: string): HostRows {
  return { host, hostItems: [], exact: new Map(), whole: new Map(), prefix: new Map() };
}

export function addRow(rows: HostRows, row: Row): void {
  const trimmed = row.path.replace(/\/$/, '');
  if (row.pathType === 'Exact') put(rows.exact, row.path, row);
  else if (trimmed === '') put(rows.prefix, '/', row);
  else {
    put(rows.whole, trimmed, row);
    put(rows.prefix, row.pathType === 'Prefix' ? `${trimmed}/` : trimmed, row);
  }
}

function put(map: Map<string, Row[]>, key: string, row: Row): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [row]);
  else known.push(row);
}

/** The row that a key leads to, and those that lose. */
export interface Decided {
  readonly winner: Row;
  readonly losers: readonly Row[];
  /** Set where rows lead to one backend with different rules: which of them counts is a matter of their hashes. */
  readonly undecided: readonly Row[];
}

/** Of several rows with one key the smallest by the name of the backend is hit, whatever their age (reference §2.2). */
export function decide(rows: readonly Row[]): Decided | undefined {
  const sorted = [...rows].sort(compareRows);
  const [winner, ...losers] = sorted;
  if (winner === undefined) return undefined;
  const undecided = losers.filter(({ name, signature }) => name === winner.name && signature !== winner.signature);
  return { winner, losers, undecided };
}

function compareRows(a: Row, b: Row): number {
  const [x, y] = [a, b].map(({ name, signature }) => (signature === '' ? name : `${name}.`));
  if (x !== y && a.name !== b.name) return (x ?? '') < (y ?? '') ? -1 : 1;
  // Of two that differ in having rules at all, the bare name is the shorter.
  if ((a.signature === '') !== (b.signature === '')) return a.signature === '' ? -1 : 1;
  return a.served.key < b.served.key ? -1 : a.served.key > b.served.key ? 1 : 0;
}
