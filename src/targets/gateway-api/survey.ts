import type { HostPlan } from './host-plan.js';

/**
 * What there is to say of all hosts together. Each is noted when it is planned, because looking at thousands of them once more
 * for every question takes long.
 */
export class Survey {
  /** Whether the objects behind the hosts are Routes. */
  isOfRoutes = false;
  /** Whether the source compares paths, and rewrites them, letter by letter. */
  isAsWritten = false;
  /** Whether a backend speaks gRPC. */
  speaksGrpc = false;
  /** The namespaces of everything that is published; none: nothing is. */
  readonly namespaces = new Set<string | undefined>();

  note({ host, owners, isPublished }: HostPlan): void {
    for (const { ref, namespace } of owners) {
      this.isOfRoutes ||= ref.kind === 'Route';
      if (isPublished) this.namespaces.add(namespace);
    }
    for (const { path, policies } of host.rules) {
      this.isAsWritten ||= path.kind !== 'regex' && path.asWritten === true;
      this.speaksGrpc ||= policies.protocol?.value === 'grpc' || policies.protocol?.value === 'grpcs';
    }
  }
}
