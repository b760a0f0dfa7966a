import type { Severity } from '../verdict.js';

/** What a code means, for `routeshift explain`, the documentation and the reports. */
export interface CatalogueEntry {
  readonly title: string;
  /** Unless the finding itself says otherwise. */
  readonly severity: Severity;
  /** Why it is so: what the source does, what the target does. */
  readonly why: string;
  /** What to do. */
  readonly fix: string;
}
