import type { OtherGuard, Policies } from './policies.js';
import type { Traced } from './traced.js';
import type { Owner, TrafficModel } from './traffic.js';

/** A guard that an annotation asks for on every path of its object. */
export type ObjectGuards = (owner: Owner) => readonly Traced<OtherGuard>[];

/** The traffic with more guards on the rules of some objects, on canaries of theirs, and on connections passed through. */
export function guardedBy(model: TrafficModel, guardsOf: ObjectGuards): TrafficModel {
  // Rules share policies, and what is worked out for policies is worked out once.
  const known = new Map<Policies, Map<string, Policies>>();
  const add = (policies: Policies, guards: readonly Traced<OtherGuard>[]): Policies => {
    const key = guards.flatMap(({ from }) => from).join(' ');
    const byGuards = known.get(policies) ?? new Map<string, Policies>();
    const found = byGuards.get(key) ?? { ...policies, otherGuards: [...(policies.otherGuards ?? []), ...guards] };
    known.set(policies, byGuards.set(key, found));
    return found;
  };
  return {
    ...model,
    hosts: model.hosts.map((host) => ({
      ...host,
      rules: host.rules.map((rule) => {
        const alternative = rule.action.kind === 'forward' ? rule.action.split.alternative?.owner : undefined;
        const owners =
          alternative === undefined || alternative === rule.owner ? [rule.owner] : [rule.owner, alternative];
        const guards = owners.flatMap((owner) => guardsOf(owner));
        return guards.length === 0 ? rule : { ...rule, policies: add(rule.policies, guards) };
      }),
    })),
    passthroughs: model.passthroughs.map((passthrough) => {
      const guards = guardsOf(passthrough.owner);
      return guards.length === 0 ? passthrough : { ...passthrough, policies: add(passthrough.policies ?? {}, guards) };
    }),
    tcpServices: model.tcpServices?.map((service) => {
      const guards = guardsOf(service.owner);
      return guards.length === 0 ? service : { ...service, policies: add(service.policies ?? {}, guards) };
    }),
  };
}
