import { compareText } from '../../values/plain-object.js';
import type { IngressPath } from './ingress-objects.js';
import type { CompiledIngress } from './pipelines.js';

/** A row of the maps: a path of an Ingress and where it leads. */
export interface Row {
  readonly path: IngressPath;
  readonly ingress: CompiledIngress;
  readonly backend: string;
}

/** How a row came to be hit. */
export interface Hit {
  readonly row: Row;
  readonly by: 'exact' | 'whole prefix' | 'prefix';
}

interface Paths {
  readonly exact: Map<string, Row>;
  readonly whole: Map<string, Row>;
  readonly prefix: Map<string, Row>;
  readonly rows: Row[];
}

/** The name under which the maps know a host: of a wildcard only what follows the star. */
export function hostKey(host: string): string {
  return host.startsWith('*') ? host.slice(1) : host;
}

/** A name without its first label, as the second look-up of a host has it; empty without a dot. */
export function withoutLabel(name: string): string {
  return name.replace(/^[^.]*/, '');
}

/** The maps host, path-exact, path-prefix-exact, path-prefix and sni (AddHostPathRoute in pkg/route/route.go; reference §2.2). */
export class RoutingTable {
  private readonly hosts = new Map<string, Paths>();
  private readonly names = new Map<string, Row>();

  /** Returns why a path is left out; its host is known all the same. */
  add(row: Row, passthrough: boolean): string | undefined {
    const host = hostKey(row.path.host);
    const { path, pathType } = row.path;
    if (passthrough) {
      if (host === '') return 'TLS passthrough without a host';
      put(this.names, host, row);
    }
    if (host === '' && path === '') return 'neither a host nor a path';
    const known: Paths = this.hosts.get(host) ?? { exact: new Map(), whole: new Map(), prefix: new Map(), rows: [] };
    this.hosts.set(host, known);
    known.rows.push(row);
    const trimmed = path.replace(/\/$/, '');
    if (pathType === 'Exact') put(known.exact, path, row);
    else if (path === '' || path === '/') put(known.prefix, '/', row);
    else if (pathType === 'Prefix') {
      put(known.whole, trimmed, row);
      put(known.prefix, `${trimmed}/`, row);
    } else if (pathType === 'ImplementationSpecific') {
      put(known.whole, trimmed, row);
      put(known.prefix, trimmed, row);
    } else {
      known.rows.pop();
      return `unknown path type '${pathType}'`;
    }
    return undefined;
  }

  /** The rows of the one host that counts: the name itself, else the wildcard one label up, else those without a host. */
  private pathsFor(host: string): Paths | undefined {
    const exact = host === '' ? undefined : this.hosts.get(host);
    return exact ?? this.hosts.get(withoutLabel(host)) ?? this.hosts.get('');
  }

  rowsFor(host: string): readonly Row[] {
    return this.pathsFor(host)?.rows ?? [];
  }

  find(host: string, path: string): Hit | undefined {
    const paths = this.pathsFor(host);
    if (paths === undefined) return undefined;
    const exact = paths.exact.get(path);
    if (exact !== undefined) return { row: exact, by: 'exact' };
    const whole = paths.whole.get(path);
    if (whole !== undefined) return { row: whole, by: 'whole prefix' };
    for (let length = path.length; length > 0; length--) {
      const row = paths.prefix.get(path.slice(0, length));
      if (row !== undefined) return { row, by: 'prefix' };
    }
    const any = paths.prefix.get('');
    return any === undefined ? undefined : { row: any, by: 'prefix' };
  }

  /** For TLS passthrough: a wildcard beats the name itself, since the second look-up is not tied to a miss of the first. */
  findName(name: string): Row | undefined {
    return this.names.get(withoutLabel(name)) ?? this.names.get(name);
  }
}

/** Of two rows with one key the first of the sorted file is hit, whatever their age (pkg/haproxy/maps). */
function put(map: Map<string, Row>, key: string, row: Row): void {
  const known = map.get(key);
  if (known === undefined || compareRows(row, known) < 0) map.set(key, row);
}

function compareRows(a: Row, b: Row): number {
  const [first, second] = [a, b].map((row) => [row.backend, ...row.ingress.ids()].join('.'));
  return compareText(first ?? '', second ?? '') || compareText(a.path.rule, b.path.rule);
}
