import type { IngressObject } from './ingress-objects.js';

const longestBase = 58;

/**
 * Names for new Routes. The controller makes the last five characters up; here they count, so that the same Ingresses give
 * the same names and earlier paths come first.
 */
export class RouteNaming {
  private readonly taken: Set<string>;
  private readonly counts = new Map<string, number>();

  /** @param taken `namespace/name` of the Routes that there are */
  constructor(taken: Iterable<string>) {
    this.taken = new Set(taken);
  }

  next({ namespace, name }: IngressObject): string {
    const base = `${name}-`.slice(0, longestBase);
    const identity = `${namespace}/${base}`;
    let count = this.counts.get(identity) ?? 0;
    while (this.taken.has(identity + suffix(count))) count++;
    this.counts.set(identity, count + 1);
    return base + suffix(count);
  }
}

function suffix(count: number): string {
  return String(count).padStart(5, '0');
}
