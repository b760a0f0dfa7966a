import type { FindingCode } from '../ledger/catalogue.js';
import type { Situation } from './situation.js';

type Explains = (situation: Situation) => boolean;

/** What the codes about Istio say of requests. */
export const istioCodes: Partial<Readonly<Record<FindingCode, Explains>>> = {
  // The policy acts before anything else, on plain HTTP as well.
  RS2670: ({ difference, target }) =>
    difference.field.startsWith('guards.') ||
    (difference.field === 'status' && target.status === 403) ||
    target.status === 403,
  RS2671: ({ difference }) => difference.field.startsWith('guards.affinity') || difference.field === 'backend',
  RS2672: ({ difference }) => difference.field === 'timeouts',
};
