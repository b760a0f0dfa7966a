import type { Problem } from '../../attachment.js';
import type { KubeObject } from '../../objects.js';
import type { Extension, Place, Plane } from '../../plane.js';
import { fields, items, number, text } from '../../reading.js';
import { noTreatment, type Treatment } from '../../treatment.js';
import type { PlaneContext } from '../implementation.js';
import { type AttachedPolicies, attachPolicies, attachSinglePolicies } from '../policies/attachment.js';
import { notFound } from '../standard.js';
import { backendSettings } from './backend-config.js';
import { kgatewayGroup } from './group.js';
import { clientAddressOf } from './listener-policy.js';
import { effectiveSpec } from './merging.js';
import { noTrafficRules, readTrafficSpec } from './traffic-policy.js';

/** What kgateway makes of its policies and extensions (implementation-policies.md §1.4). */
export function readKgatewayPlane(context: PlaneContext): Plane {
  const problems: Problem[] = [];
  const kinds = ['Gateway', 'ListenerSet', 'HTTPRoute', 'GRPCRoute'];
  const referenced = namedByFilters(context);
  // A TrafficPolicy that a filter names needs no target.
  const untargeted = (problem: Problem) =>
    !(problem.reason === 'not attached: it has no target' && referenced.has(problem.object));
  const found: Problem[] = [];
  const traffic = attachPolicies(kgatewayGroup, 'TrafficPolicy', { kinds, sections: true }, context, found);
  problems.push(...found.filter(untargeted));
  const listeners = attachSinglePolicies(
    kgatewayGroup,
    'ListenerPolicy',
    { kinds: ['Gateway'], sections: false },
    context,
    problems,
  );
  const services = attachSinglePolicies(
    kgatewayGroup,
    'BackendConfigPolicy',
    { kinds: ['Service'], sections: false },
    context,
    problems,
  );
  return {
    problems,
    treatment: (place) => treat(place, traffic, listeners, context),
    extension({ group, kind, name }, route): Extension | { readonly failure: string } {
      if (group !== kgatewayGroup || (kind !== 'TrafficPolicy' && kind !== 'DirectResponse')) {
        return { failure: `UnsupportedValue: ${text(kind)}` };
      }
      const object = context.objects.find(kgatewayGroup, kind, route.namespace, text(name) ?? '');
      if (object === undefined) return { failure: notFound(kind, name, route.namespace) };
      // A TrafficPolicy is worked out with those that are attached, above which it stands.
      return kind === 'TrafficPolicy' ? {} : directResponse(object);
    },
    backends: () => undefined,
    service: (namespace, name) => backendSettings(services(`Service ${namespace}/${name}`)?.spec),
  };
}

function directResponse({ label, spec }: KubeObject): Extension {
  const reply = { status: number(spec.status) ?? 200, reason: label };
  return { steps: [{ answer: () => reply }] };
}

function treat(
  place: Place,
  traffic: AttachedPolicies,
  listeners: (key: string) => KubeObject | undefined,
  context: PlaneContext,
): Treatment {
  const spec = effectiveSpec(place, filtersOf(place, context), traffic);
  const rules = Object.keys(spec).length === 0 ? noTrafficRules : readTrafficSpec(spec, context);
  if ('problem' in rules) {
    return { ...noTreatment, failure: { status: 500, reason: `TrafficPolicy: ${rules.problem}` } };
  }
  const clientAddress = clientAddressOf(listeners(`Gateway ${place.listener.gateway}`), place.listener);
  return { ...noTreatment, ...rules, clientAddress };
}

/** The TrafficPolicies that the filters of the rule name. */
function filtersOf({ route, ruleIndex }: Place, { objects }: PlaneContext): readonly KubeObject[] {
  const rule = fields(items(route.spec.rules)[ruleIndex]);
  return items(rule.filters).flatMap((filter) => {
    const { group, kind, name } = fields(filter.extensionRef);
    if (group !== kgatewayGroup || kind !== 'TrafficPolicy') return [];
    return objects.find(kgatewayGroup, kind, route.namespace, text(name) ?? '') ?? [];
  });
}

function namedByFilters({ routes }: PlaneContext): ReadonlySet<string> {
  const names = routes.flatMap((route) =>
    items(route.spec.rules).flatMap((rule) =>
      items(rule.filters).map((filter) => `TrafficPolicy ${route.namespace}/${text(fields(filter.extensionRef).name)}`),
    ),
  );
  return new Set(names);
}
