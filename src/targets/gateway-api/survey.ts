import { isPublished } from './host-groups.js';
import type { HostPlan } from './host-plan.js';

/** What there is to say of all hosts together. */
export interface Survey {
  /** Whether the objects behind the hosts are Routes. */
  readonly isOfRoutes: boolean;
  /** Whether the source compares paths, and rewrites them, letter by letter. */
  readonly isAsWritten: boolean;
  /** The namespaces of everything that is published; none: nothing is. */
  readonly namespaces: ReadonlySet<string | undefined>;
}

/** Looks at every rule once, because there are many and each look at all of them takes long. */
export function surveyOf(plans: readonly HostPlan[]): Survey {
  let isOfRoutes = false;
  let isAsWritten = false;
  const namespaces = new Set<string | undefined>();
  for (const plan of plans) {
    const published = isPublished(plan);
    for (const { rule } of plan.planned) {
      const { owner, path } = rule;
      isOfRoutes ||= owner.ref.kind === 'Route';
      isAsWritten ||= path.kind !== 'regex' && path.asWritten === true;
      if (published) namespaces.add(owner.namespace);
    }
  }
  return { isOfRoutes, isAsWritten, namespaces };
}
