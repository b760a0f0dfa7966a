import type { Conversion } from '../conversion.js';
import type { ObjectRef } from '../kubernetes/object.js';
import type { Item } from '../ledger/verdict.js';

/** A finding of a conversion with the item that it is about. */
export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly item: Item;
  /** `namespace/name` of the Ingress that the item belongs to. */
  readonly ingress: string | undefined;
  /** Key of the annotation, without its prefix. */
  readonly annotation: string | undefined;
  /** Key of the controller's ConfigMap, for settings. */
  readonly setting: string | undefined;
}

/** Where differences look for their explanation: the findings by the object that they speak of. */
export class FindingIndex {
  readonly #byObject = new Map<string, Finding[]>();
  readonly #elsewhere: Finding[] = [];

  /** @param namespace of objects whose manifest has none */
  constructor(conversion: Conversion, namespace: string) {
    for (const item of conversion.items) {
      const ingress = item.object?.kind === 'Ingress' ? keyOf(item.object, namespace) : undefined;
      const owner = ingress === undefined ? this.#elsewhere : this.#listOf(ingress);
      for (const { code, message } of [item, ...item.also]) {
        const annotation = item.annotation?.replace(/^.*\//, '');
        const setting = /^(?:controller|data)\.(.+)$/.exec(item.field)?.[1];
        owner.push({ code, message, item, annotation, setting, ingress });
      }
    }
  }

  /** The findings about these Ingresses (`namespace/name`), and those about no Ingress: settings, Services, Gateways. */
  about(ingresses: Iterable<string>): Finding[] {
    return [...[...ingresses].flatMap((key) => this.#byObject.get(key) ?? []), ...this.#elsewhere];
  }

  #listOf(key: string): Finding[] {
    const known = this.#byObject.get(key);
    if (known !== undefined) return known;
    const list: Finding[] = [];
    this.#byObject.set(key, list);
    return list;
  }
}

/** `namespace/name`. */
function keyOf(object: ObjectRef, namespace: string): string {
  return `${object.namespace ?? namespace}/${object.name}`;
}
