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

/** Looks at every host once, because there are many and each look at all of them takes long. */
export function surveyOf(plans: readonly HostPlan[]): Survey {
  let isOfRoutes = false;
  let isAsWritten = false;
  const namespaces = new Set<string | undefined>();
  for (const plan of plans) {
    for (const { ref, namespace } of plan.owners) {
      isOfRoutes ||= ref.kind === 'Route';
      if (plan.isPublished) namespaces.add(namespace);
    }
    for (const { path } of plan.host.rules) isAsWritten ||= path.kind !== 'regex' && path.asWritten === true;
  }
  return { isOfRoutes, isAsWritten, namespaces };
}
