import { gatewayGroup, type KubeObject } from '../../objects.js';
import type { Place } from '../../plane.js';
import { type Fields, fields, items, optionalFields, stringMap, text } from '../../reading.js';
import type { PlaneContext } from '../implementation.js';

/** What a policy is attached to: an object, or a listener or rule of it. */
export interface PolicyTarget {
  readonly object: KubeObject;
  readonly section: string | undefined;
}

/** The key of a target, by which levels are looked up. */
export function targetKey(label: string, section: string | undefined): string {
  return section === undefined ? label : `${label} ${section}`;
}

/** The levels above and at a place, the most specific first (implementation-policies.md §1.1). */
export function levelsOf({ listener, route, ruleName }: Place): readonly string[] {
  const { owner } = listener;
  const gateway = `Gateway ${listener.gateway}`;
  return [
    ...(ruleName === undefined ? [] : [targetKey(route.label, ruleName)]),
    route.label,
    targetKey(owner.label, listener.name),
    owner.label,
    ...(owner.label === gateway ? [] : [gateway]),
  ];
}

/** How policies of a kind may be attached. */
export interface TargetRules {
  readonly kinds: readonly string[];
  /** Whether a target may name a listener or a rule. */
  readonly sections: boolean;
}

/** The targets of a policy that are there, and why the others are not reached. */
export function targetsOf(
  policy: KubeObject,
  context: PlaneContext,
  { kinds, sections }: TargetRules,
): { readonly targets: readonly PolicyTarget[]; readonly faults: readonly string[] } {
  const targets: PolicyTarget[] = [];
  const faults: string[] = [];
  const single = optionalFields(policy.spec.targetRef);
  for (const reference of [...(single === undefined ? [] : [single]), ...items(policy.spec.targetRefs)]) {
    const kind = text(reference.kind) ?? '';
    const group = text(reference.group) ?? '';
    const named = `${kind} ${policy.namespace}/${text(reference.name) ?? ''}`;
    const expected = kind === 'Service' ? '' : gatewayGroup;
    if (!kinds.includes(kind) || group !== expected) {
      faults.push(`not attached: ${named} is no target for it`);
      continue;
    }
    const elsewhere = text(reference.namespace);
    if (elsewhere !== undefined && elsewhere !== policy.namespace) {
      faults.push(`not attached: the target lies in namespace ${elsewhere}`);
      continue;
    }
    const object = find(group, kind, policy.namespace, text(reference.name) ?? '', context);
    if (object === undefined) {
      faults.push(`TargetNotFound: ${named}`);
      continue;
    }
    const section = text(reference.sectionName);
    if (section !== undefined && !sections) {
      faults.push(`not attached: sectionName ${section} is not looked at`);
    } else if (section !== undefined && !sectionsOf(object).includes(section)) {
      faults.push(`TargetNotFound: ${named} has nothing named ${section}`);
    } else {
      targets.push({ object, section });
    }
  }
  for (const selector of items(policy.spec.targetSelectors)) {
    const found = selected(selector, policy, context, kinds);
    if (found.length === 0) faults.push('TargetNotFound: nothing has the labels of targetSelectors');
    targets.push(...found.map((object) => ({ object, section: undefined })));
  }
  if (targets.length + faults.length === 0) faults.push('not attached: it has no target');
  return { targets, faults };
}

/** Services may exist without being told; everything else of the Gateway API is among the objects. */
function find(group: string, kind: string, namespace: string, name: string, context: PlaneContext) {
  const found = context.objects.find(group, kind, namespace, name);
  if (found !== undefined || kind !== 'Service' || !context.assumeServicesExist) return found;
  const label = `Service ${namespace}/${name}`;
  const nothing = { spec: {}, content: {}, labels: new Map<string, string>(), created: Number.POSITIVE_INFINITY };
  return { group, kind, namespace, name, key: `${namespace}/${name}`, label, ...nothing };
}

function selected(selector: Fields, policy: KubeObject, context: PlaneContext, kinds: readonly string[]) {
  const kind = text(selector.kind) ?? '';
  const wanted = stringMap(selector.matchLabels);
  if (!kinds.includes(kind)) return [];
  return context.objects
    .all(text(selector.group) ?? gatewayGroup, kind)
    .filter(
      ({ namespace, labels }) =>
        namespace === policy.namespace && [...wanted].every(([name, value]) => labels.get(name) === value),
    );
}

/** Names of listeners or rules. */
function sectionsOf({ spec, kind }: KubeObject): readonly string[] {
  if (kind === 'Service') return items(spec.ports).flatMap((port) => text(port.name) ?? []);
  const parts = kind === 'Gateway' || kind === 'ListenerSet' ? spec.listeners : spec.rules;
  return items(parts).flatMap((part) => text(fields(part).name) ?? []);
}
