import type { ObjectRef } from '../../kubernetes/object.js';
import type { EmittedRef } from '../../ledger/verdict.js';
import type { Owner } from '../../model/traffic.js';

/** The routes of one host, by the object whose rules they hold. A host may have thousands of objects with a route each. */
export class HostRefs {
  readonly all: EmittedRef[] = [];
  readonly #byObject = new Map<ObjectRef, EmittedRef[]>();

  add({ ref }: Owner, refs: readonly EmittedRef[]): void {
    this.all.push(...refs);
    const own = this.#byObject.get(ref);
    if (own === undefined) this.#byObject.set(ref, [...refs]);
    else own.push(...refs);
  }

  /** The routes that hold rules of an object; where it has none of its own, those of the whole host. */
  of(object: ObjectRef | undefined): readonly EmittedRef[] {
    const own = object === undefined ? undefined : this.#byObject.get(object);
    return own === undefined || own.length === 0 ? this.all : own;
  }
}
