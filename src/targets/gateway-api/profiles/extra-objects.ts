import type { EmittedObject, KubernetesObject } from '../../../conversion.js';
import type { EmittedRef } from '../../../ledger/verdict.js';
import type { Owner } from '../../../model/traffic.js';
import type { Names } from '../../names.js';
import { originsOf, sourceLine } from '../../object-metadata.js';
import type { Grants } from '../references.js';

/** An object of an implementation that rules refer to by name. */
export interface ExtraObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  /** The name as it should be. */
  readonly wanted: string;
  /** Fields besides `metadata`: `spec`, or what stands in its place. */
  readonly content: Pick<KubernetesObject, 'spec' | 'type' | 'data' | 'stringData'>;
  readonly comments?: readonly string[] | undefined;
  /** A Service that it refers to, perhaps in another namespace. */
  readonly refersTo?: { readonly namespace: string; readonly service: string } | undefined;
}

interface Known {
  readonly refersTo: ExtraObject['refersTo'];
  readonly object: KubernetesObject;
  readonly owners: Set<Owner>;
  readonly comments: readonly string[];
}

/** The objects that filters and backends refer to. Equal ones of a namespace are written once, for all who need them. */
export class ExtraObjects {
  readonly #known = new Map<string, Known>();
  readonly #names: Names;

  constructor(names: Names) {
    this.#names = names;
  }

  /** Notes that an owner needs the object; answers what it is called. */
  need(wanted: ExtraObject, owner: Owner): EmittedRef {
    const { apiVersion, kind, namespace, content } = wanted;
    const identity = `${apiVersion}\n${kind}\n${namespace ?? ''}\n${JSON.stringify(content)}`;
    const known = this.#known.get(identity);
    if (known !== undefined) known.owners.add(owner);
    const name =
      known?.object.metadata.name ?? this.#names.give(`${kind}\n${namespace ?? ''}`, wanted.wanted, identity);
    if (known === undefined) {
      const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
      const object: KubernetesObject = { apiVersion, kind, metadata, ...content };
      this.#known.set(identity, {
        object,
        owners: new Set([owner]),
        comments: wanted.comments ?? [],
        refersTo: wanted.refersTo,
      });
    }
    return { apiVersion, kind, namespace, name };
  }

  /** Notes what the objects refer to in other namespaces. */
  grantTo(grants: Grants): void {
    for (const { object, owners, refersTo } of this.#known.values()) {
      if (refersTo === undefined || object.kind !== 'GatewayExtension') continue;
      const { namespace } = object.metadata;
      grants.need('GatewayExtension', namespace, 'Service', refersTo.namespace, refersTo.service, owners);
    }
  }

  objects(): EmittedObject[] {
    return [...this.#known.values()].map(({ object, owners, comments }) => ({
      object,
      sources: [...new Set([...owners].map(sourceLine))],
      origins: originsOf(owners),
      comments,
      ruleComments: new Map(),
    }));
  }
}
