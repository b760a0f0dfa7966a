import type { ObjectRef } from '../../kubernetes/object.js';
import type { EmittedRef } from '../../ledger/verdict.js';
import type { Owner } from '../../model/traffic.js';

/** The routes of one host, by the object whose rules they hold. A host may have thousands of objects with a route each. */
export class HostRefs {
  readonly all: EmittedRef[] = [];
  #first: ObjectRef | undefined;
  /** Absent where all are of one object, as on most hosts. */
  #byObject: Map<ObjectRef, EmittedRef[]> | undefined;

  add({ ref }: Owner, refs: readonly EmittedRef[]): void {
    if (refs.length === 0) return;
    this.#first ??= ref;
    if (ref !== this.#first) this.#byObject ??= new Map([[this.#first, [...this.all]]]);
    this.all.push(...refs);
    const own = this.#byObject?.get(ref);
    if (own === undefined) this.#byObject?.set(ref, [...refs]);
    else own.push(...refs);
  }

  /** The routes that hold rules of an object; where it has none of its own, those of the whole host. */
  of(object: ObjectRef | undefined): readonly EmittedRef[] {
    return (object === undefined ? undefined : this.#byObject?.get(object)) ?? this.all;
  }
}
