import type { Conversion } from '../conversion.js';
import type { ObjectRef } from '../kubernetes/object.js';
import type { Item } from '../ledger/verdict.js';

/** A finding of a conversion with the item that it is about. */
export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly item: Item;
  /** `Ingress namespace/name`, or of a Route: the object that the item belongs to, where it has hosts of its own. */
  readonly owner: string | undefined;
  /** Key of the annotation, without its prefix. */
  readonly annotation: string | undefined;
  /** Key of the controller's ConfigMap, for settings. */
  readonly setting: string | undefined;
  /** The object is a master of F5's controller: what it says holds for the paths of its minions. */
  readonly isOfMaster: boolean;
}

/** Where differences look for their explanation: the findings by the object that they speak of. */
export class FindingIndex {
  readonly #byObject = new Map<string, Finding[]>();
  readonly #elsewhere: Finding[] = [];

  /** @param namespace of objects whose manifest has none */
  constructor(conversion: Conversion, namespace: string) {
    const masters = new Set(conversion.items.filter(isMasterMark).map(({ object }) => object));
    for (const item of conversion.items) {
      const owner = ownerOf(item.object, namespace);
      const findings = owner === undefined ? this.#elsewhere : this.#listOf(owner);
      for (const { code, message } of [item, ...item.also]) {
        const annotation = item.annotation?.replace(/^.*\//, '');
        const setting = /^(?:controller|data)\.(.+)$/.exec(item.field)?.[1];
        const isOfMaster = item.object !== undefined && masters.has(item.object);
        findings.push({ code, message, item, annotation, setting, owner, isOfMaster });
      }
    }
  }

  /** The findings about these owners, and those about none: settings, Services, Gateways. */
  about(owners: Iterable<string>): Finding[] {
    return [...[...owners].flatMap((key) => this.#byObject.get(key) ?? []), ...this.#elsewhere];
  }

  #listOf(key: string): Finding[] {
    const known = this.#byObject.get(key);
    if (known !== undefined) return known;
    const list: Finding[] = [];
    this.#byObject.set(key, list);
    return list;
  }
}

function isMasterMark({ annotation, value }: Item): boolean {
  return annotation === 'nginx.org/mergeable-ingress-type' && value === 'master';
}

function ownerOf(object: ObjectRef | undefined, namespace: string): string | undefined {
  if (object?.kind !== 'Ingress' && object?.kind !== 'Route') return undefined;
  return `${object.kind} ${object.namespace ?? namespace}/${object.name}`;
}
