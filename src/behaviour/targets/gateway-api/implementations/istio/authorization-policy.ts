import type { Guard } from '../../../../outcome.js';
import type { KubeObject } from '../../objects.js';
import { type Fields, fields, items, text, texts } from '../../reading.js';
import type { Step, Visit } from '../../step.js';
import { addressGuard } from '../policies/addresses.js';
import { conditionsHold, operationsHold, type Subject, sourceHolds } from './operation.js';

/** From a visit to what policies ask about. */
type Look = (visit: Visit) => Subject;

/**
 * The AuthorizationPolicies of a Gateway, in the order in which Istio asks them: CUSTOM, DENY, ALLOW. As soon as there is one
 * ALLOW policy, what none of them takes in is refused, for every host (implementation-policies.md §1.3, §6.3).
 */
export function authorizationSteps(policies: readonly KubeObject[], look: Look): readonly Step[] {
  const of = (action: string) => policies.filter(({ spec }) => (text(spec.action) ?? 'ALLOW') === action);
  const [custom, deny, allow] = [of('CUSTOM'), of('DENY'), of('ALLOW')];
  const takenIn = (policy: KubeObject, visit: Visit) =>
    items(policy.spec.rules).some((rule) => ruleHolds(rule, look(visit)));
  return [
    ...custom.map((policy): Step => ({ guard: externalGuard(policy), applies: (visit) => takenIn(policy, visit) })),
    ...deny.map((policy): Step => {
      const refusal = { status: 403, reason: `${policy.label} denies` };
      return { answer: (visit) => (takenIn(policy, visit) ? refusal : undefined) };
    }),
    ...(allow.length === 0
      ? []
      : [
          {
            answer: (visit: Visit) =>
              allow.some((policy) => takenIn(policy, visit))
                ? undefined
                : { status: 403, reason: 'there are ALLOW policies, and none allows the request' },
          },
        ]),
    ...deny.flatMap((policy) => addressSteps(policy, 'deny-list', 'allow-list', look)),
    ...allow.flatMap((policy) => addressSteps(policy, 'allow-list', 'deny-list', look)),
  ];
}

function ruleHolds(rule: Fields, subject: Subject): boolean {
  const sources = items(rule.from).map(({ source }) => fields(source));
  return (
    (sources.length === 0 || sources.some((source) => sourceHolds(source, subject))) &&
    operationsHold(rule, subject) &&
    conditionsHold(rule, subject)
  );
}

function externalGuard({ spec }: KubeObject): Guard {
  return { kind: 'external-auth', parameters: { provider: text(fields(spec.provider).name) ?? '' } };
}

/** The lists of addresses that concern a request: a list of all others is the opposite of a list. */
function addressSteps(
  policy: KubeObject,
  own: 'allow-list' | 'deny-list',
  opposite: 'allow-list' | 'deny-list',
  look: Look,
): readonly Step[] {
  return items(policy.spec.rules).flatMap((rule) => {
    const applies = (visit: Visit) => operationsHold(rule, visit) && conditionsHold(rule, look(visit));
    return items(rule.from).flatMap(({ source }): Step[] => {
      const given = fields(source);
      const inside = [...texts(given.remoteIpBlocks), ...texts(given.ipBlocks)];
      const outside = [...texts(given.notRemoteIpBlocks), ...texts(given.notIpBlocks)];
      return [
        ...(inside.length > 0 ? [{ guard: addressGuard(own, inside), applies }] : []),
        ...(outside.length > 0 ? [{ guard: addressGuard(opposite, outside), applies }] : []),
      ];
    });
  });
}
