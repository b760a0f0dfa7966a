import type { EmittedObject, KubernetesObject } from '../../../conversion.js';
import type { ParentRef } from '../../../kubernetes/gateway-api.js';
import type { Ledger } from '../../../ledger/ledger.js';
import { type EmittedRef, refAt } from '../../../ledger/verdict.js';
import type { Owner } from '../../../model/traffic.js';
import type { Names } from '../../names.js';
import { originsOf, sourceLine } from '../../object-metadata.js';
import type { RuleDraft } from '../draft.js';
import { GatewayPolicies } from './gateway-policies.js';
import type { PolicyClaim, PolicyDraft } from './policy-draft.js';
import { ruleNames } from './rule-names.js';
import { ServiceUsers } from './service-users.js';

/** What a policy is tied to, as it is written. */
export interface TargetRef {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly sectionName?: string | undefined;
}

export interface Entry {
  readonly draft: PolicyDraft;
  readonly namespace: string | undefined;
  /** The owner that asked first, after whom it is named. */
  readonly owner: Owner;
  readonly targets: Map<string, TargetRef>;
  readonly claims: PolicyClaim[];
  readonly owners: Set<Owner>;
}

/** A route whose rules ask for policies. */
export interface TiedRoute {
  readonly kind: 'HTTPRoute' | 'GRPCRoute';
  readonly name: string;
  readonly owner: Owner;
  readonly parents: readonly ParentRef[];
}

const GROUP = 'gateway.networking.k8s.io';
/** targetRefs of the policies of all implementations that limit them (CRDs of Envoy Gateway, NGINX Gateway Fabric). */
const MAX_TARGETS = 16;

/**
 * Gathers the policies that rules ask for: one for each set of values and namespace, with a reference to everything it is
 * for. A route whose rules agree is named as a whole; otherwise its rules get names.
 */
export class PolicyBook {
  readonly #entries = new Map<string, Entry>();
  readonly #services = new Map<string, Entry>();
  readonly #gateways = new GatewayPolicies();
  readonly #users = new ServiceUsers();
  readonly #names: Names;
  readonly #ledger: Ledger;

  constructor(names: Names, ledger: Ledger) {
    this.#names = names;
    this.#ledger = ledger;
  }

  /** Ties the policies of a route's rules; answers the rules, with names where a policy has to name them. */
  tie<R extends { readonly name?: string | undefined }>(
    route: TiedRoute,
    drafts: readonly RuleDraft[],
    rules: readonly R[],
  ): readonly R[] {
    for (const draft of drafts) this.#users.note(draft, route.owner);
    const kinds = new Set(drafts.flatMap(({ policies }) => (policies ?? []).map(kindOf)));
    if (kinds.size === 0) return rules;
    const names = ruleNames(drafts);
    const named = new Set<number>();
    for (const kind of kinds) {
      const wanted = drafts.map(({ policies }) => policies?.filter((policy) => kindOf(policy) === kind) ?? []);
      const [first] = wanted;
      const alike = wanted.every((one) => JSON.stringify(one.map(shape)) === JSON.stringify(first?.map(shape)));
      wanted.forEach((policies, index) => {
        for (const policy of policies) {
          const section = policy.target.kind === 'rule' && !alike ? names[index] : undefined;
          if (section !== undefined) named.add(index);
          this.#add(policy, route, section);
        }
      });
    }
    return rules.map((rule, index) => (named.has(index) ? { name: names[index], ...rule } : rule));
  }

  #add(draft: PolicyDraft, route: TiedRoute, sectionName: string | undefined): void {
    const { target } = draft;
    const { owner } = route;
    switch (target.kind) {
      case 'rule': {
        const ref = {
          group: GROUP,
          kind: route.kind,
          name: route.name,
          ...(sectionName === undefined ? {} : { sectionName }),
        };
        this.#note(draft, owner.namespace, [ref], owner);
        return;
      }
      case 'gateway': {
        for (const parent of route.parents) {
          const ref = { group: GROUP, kind: parent.kind ?? 'Gateway', name: parent.name };
          this.#gateways.add(draft, parent.namespace ?? owner.namespace, ref, owner);
        }
        return;
      }
      case 'beside-others': {
        for (const parent of route.parents) {
          const ref = { group: GROUP, kind: parent.kind ?? 'Gateway', name: parent.name };
          this.#note(draft, parent.namespace ?? owner.namespace, [ref], owner);
        }
        return;
      }
      case 'none':
        this.#note(draft, target.namespace, [], owner);
        return;
      case 'service': {
        const ref = { group: '', kind: 'Service', name: target.name };
        const namespace = target.namespace ?? owner.namespace;
        const place = `${kindOf(draft)}\n${namespace ?? ''}/${target.name}`;
        const other = this.#services.get(place);
        if (other !== undefined && JSON.stringify(shape(other.draft)) !== JSON.stringify(shape(draft))) {
          this.#sayOverruled(draft, other);
          return;
        }
        this.#services.set(place, this.#note(draft, namespace, target.named === true ? [] : [ref], owner));
      }
    }
  }

  #note(draft: PolicyDraft, namespace: string | undefined, refs: readonly TargetRef[], owner: Owner): Entry {
    const apart = draft.perOwner === true ? `\n${sourceLine(owner)}` : '';
    const key = `${kindOf(draft)}\n${namespace ?? ''}\n${JSON.stringify(shape(draft))}${apart}`;
    const entry: Entry = this.#entries.get(key) ?? {
      draft,
      namespace,
      owner,
      targets: new Map(),
      claims: [],
      owners: new Set(),
    };
    for (const ref of refs) entry.targets.set(JSON.stringify(ref), ref);
    entry.claims.push(...draft.claims);
    entry.owners.add(owner);
    this.#entries.set(key, entry);
    return entry;
  }

  /** A Service has one policy of a kind: the first in the order of hosts and rules. */
  #sayOverruled({ kind, claims, target }: PolicyDraft, other: Entry): void {
    const name = target.kind === 'service' ? target.name : '';
    for (const { items } of claims) {
      this.#ledger.sayAll(items, {
        verdict: 'unsupported',
        code: 'RS2470',
        message: `a ${kind} acts on every request to Service ${name}, and that of ${sourceLine(other.owner)} asks for something else: its values are written`,
        next: 'Give the paths Services of their own, or let both ask for the same.',
      });
    }
  }

  /** The policies, named, with what they tell the ledger. To be called once, when all routes are written. */
  objects(): EmittedObject[] {
    for (const { draft, owner } of this.#services.values()) this.#users.say(draft, owner, this.#ledger);
    const ofGateways = this.#gateways.all().map((entry) => this.#object(entry, [entry.target], 0, true));
    const counts = new Map<string, number>();
    for (const entry of this.#entries.values()) counts.set(familyOf(entry), (counts.get(familyOf(entry)) ?? 0) + 1);
    const ofRules = [...this.#entries.values()].flatMap((entry) => {
      const targets = [...entry.targets.values()].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
      const chunks: TargetRef[][] = [];
      const most = entry.draft.oneTarget === true ? 1 : MAX_TARGETS;
      for (let i = 0; i < targets.length; i += most) chunks.push(targets.slice(i, i + most));
      const { whenSplit } = entry.draft;
      if (whenSplit !== undefined && chunks.length > 1)
        for (const { items } of entry.claims) this.#ledger.sayAll(items, whenSplit);
      return (chunks.length === 0 ? [[]] : chunks).map((chunk, index) =>
        this.#object(entry, chunk, index, counts.get(familyOf(entry)) === 1),
      );
    });
    return [...ofGateways, ...ofRules];
  }

  #object(
    { draft, namespace, owner, claims, owners }: Omit<Entry, 'targets'>,
    targetRefs: readonly TargetRef[],
    index: number,
    isOnly: boolean,
  ): EmittedObject {
    const { apiVersion, kind, purpose, spec } = draft;
    const [first] = targetRefs;
    // A name says which rule it is for only where its object has several of the kind.
    const section = first?.sectionName === undefined || isOnly ? '' : `-${first.sectionName}`;
    const isUnited = draft.target.kind === 'gateway';
    const base = isUnited ? (first?.name ?? '') : `${owner.ref.name}${section}`;
    const wanted = `${base}-${purpose}${index === 0 ? '' : `-${index + 1}`}`;
    const own = draft.perOwner === true ? `\n${sourceLine(owner)}` : '';
    const identity = `${JSON.stringify(isUnited ? first : shape(draft))}\n${index}${own}`;
    const target = first === undefined ? {} : draft.oneTarget === true ? { targetRef: first } : { targetRefs };
    const name = this.#names.give(`${kind}\n${namespace ?? ''}`, wanted, identity);
    const object: KubernetesObject = {
      apiVersion,
      kind,
      metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
      spec: { ...target, ...spec },
    };
    const ref: EmittedRef = { apiVersion, kind, namespace, name };
    for (const { items, remark, at } of claims) this.#ledger.sayAll(items, remark, [refAt(ref, at)]);
    return {
      object,
      sources: [...new Set([...owners].map(sourceLine))],
      origins: originsOf(owners),
      comments: draft.comments ?? [],
      ruleComments: new Map(),
    };
  }
}

function kindOf({ apiVersion, kind }: PolicyDraft): string {
  return `${apiVersion}\n${kind}`;
}

/** The policies of a kind that one object asked for first. */
function familyOf({ draft, namespace, owner }: Entry): string {
  return `${kindOf(draft)}\n${namespace ?? ''}\n${draft.purpose}\n${sourceLine(owner)}`;
}

/** What makes two policies the same: everything but the items they came from, and the Services that one may name together. */
function shape({ purpose, target, spec }: PolicyDraft): unknown {
  return [purpose, target.kind === 'service' ? target.kind : target, spec];
}

function sortKey({ kind, name, sectionName = '' }: TargetRef): string {
  return `${kind}\n${name}\n${sectionName}`;
}
