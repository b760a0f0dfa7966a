import type { EmittedObject, KubernetesObject } from '../../../../conversion.js';
import type { ExistingPolicy } from '../../../../kubernetes/companions.js';
import type { ParentRef } from '../../../../kubernetes/gateway-api.js';
import { formatRef } from '../../../../kubernetes/object.js';
import type { Ledger } from '../../../../ledger/ledger.js';
import type { EmittedRef } from '../../../../ledger/verdict.js';

type Target = ExistingPolicy['targets'][number];

/**
 * Says of policies in the input what becomes of them beside those of the output: of two of a kind on one target the older
 * counts, and one of a route comes before that of its Gateway (implementation-policies.md §1.1, §6).
 */
export function sayExistingPolicies(
  policies: readonly ExistingPolicy[],
  emitted: readonly EmittedObject[],
  ledger: Ledger,
): void {
  if (policies.length === 0) return;
  const objects = emitted.map(({ object }) => object);
  for (const policy of policies) {
    const rivals = objects.filter((object) => object.kind === policy.manifest.ref.kind && isOfGroup(object, policy));
    sayRivals(
      policy,
      rivals.filter((rival) =>
        targetsOf(rival, policy).some((own) => policy.targets.some((other) => isSame(own, other))),
      ),
      ledger,
    );
    const below = rivals.filter((rival) => targetsOf(rival).some((own) => isBelow(own, rival, policy, objects)));
    sayMerged(policy, below.filter(merges), ledger);
    sayReplaced(
      policy,
      below.filter((rival) => !merges(rival)),
      ledger,
    );
  }
}

function sayRivals(policy: ExistingPolicy, rivals: readonly KubernetesObject[], ledger: Ledger): void {
  if (rivals.length === 0) return;
  ledger.say(ledger.openField(policy.manifest, ['spec', 'targetRefs']), {
    verdict: 'manual',
    code: 'RS2622',
    message: `${named(rivals)} ${rivals.length === 1 ? 'is' : 'are'} for the same target: of two policies of a kind only the older acts, so that what the younger one guards is lost`,
    next: 'Put what both of them say into one policy before you apply the output.',
    emitted: rivals.map(refOf),
  });
}

function sayMerged(policy: ExistingPolicy, rivals: readonly KubernetesObject[], ledger: Ledger): void {
  if (rivals.length === 0) return;
  ledger.say(ledger.openField(policy.manifest, ['spec', 'targetRefs']), {
    verdict: 'approximated',
    code: 'RS2623',
    message: `${named(rivals)} of routes on the Gateway ${rivals.length === 1 ? 'merges' : 'merge'} with it (mergeType) and ${rivals.length === 1 ? 'wins' : 'win'} where both set a field; a list, such as authorization.rules, is taken whole from the route`,
    next: 'Check whether the routes are still meant to have what this policy says.',
    emitted: rivals.map(refOf),
  });
}

function sayReplaced(policy: ExistingPolicy, rivals: readonly KubernetesObject[], ledger: Ledger): void {
  if (rivals.length === 0) return;
  ledger.say(ledger.openField(policy.manifest, ['spec', 'targetRefs']), {
    verdict: 'manual',
    code: 'RS2622',
    message: `${named(rivals)} of routes on the Gateway ${rivals.length === 1 ? 'takes' : 'take'} its place altogether: nothing of what it guards is left on these routes`,
    next: 'Repeat what it says in the policies of the routes before you apply the output.',
    emitted: rivals.map(refOf),
  });
}

function isOfGroup({ apiVersion, metadata }: KubernetesObject, { manifest }: ExistingPolicy): boolean {
  return (
    apiVersion.split('/')[0] === manifest.ref.apiVersion.split('/')[0] &&
    (metadata.name !== manifest.ref.name || metadata.namespace !== manifest.ref.namespace)
  );
}

/** What an emitted policy is tied to; nothing where it is in another namespace than the other one. */
function targetsOf({ spec, metadata }: KubernetesObject, beside?: ExistingPolicy): readonly Target[] {
  if (beside !== undefined && metadata.namespace !== beside.manifest.ref.namespace) return [];
  return (spec as { readonly targetRefs?: readonly Target[] } | undefined)?.targetRefs ?? [];
}

function isSame(a: Target, b: Target): boolean {
  return a.kind === b.kind && a.name === b.name && a.sectionName === b.sectionName;
}

/** Whether a target is a route on one of the policy's Gateways. */
function isBelow(
  target: Target,
  { metadata }: KubernetesObject,
  { targets, manifest }: ExistingPolicy,
  objects: readonly KubernetesObject[],
): boolean {
  const route = objects.find(
    (object) =>
      object.kind === target.kind &&
      object.metadata.name === target.name &&
      object.metadata.namespace === metadata.namespace,
  );
  const parents = (route?.spec as { readonly parentRefs?: readonly ParentRef[] } | undefined)?.parentRefs ?? [];
  return parents.some(
    (parent) =>
      (parent.namespace ?? metadata.namespace) === manifest.ref.namespace &&
      targets.some(({ kind, name }) => kind === (parent.kind ?? 'Gateway') && name === parent.name),
  );
}

function merges({ spec }: KubernetesObject): boolean {
  return (spec as { readonly mergeType?: string } | undefined)?.mergeType !== undefined;
}

function named(objects: readonly KubernetesObject[]): string {
  return objects.map((object) => formatRef(refOf(object))).join(', ');
}

function refOf({ apiVersion, kind, metadata }: KubernetesObject): EmittedRef {
  return { apiVersion, kind, namespace: metadata.namespace, name: metadata.name };
}
