import { isAbsent } from '../behaviour/compare.js';
import type { FindingCode } from '../ledger/catalogue.js';
import type { Finding } from './findings.js';
import { becameRule, nowServed, type Situation } from './situation.js';

type Explains = (situation: Situation, finding: Finding) => boolean;

/** What the codes about OpenShift's Ingresses, and about Routes that are written, say of requests. */
export const openshiftIngressCodes: Partial<Readonly<Record<FindingCode, Explains>>> = {
  // A Route that was added: nothing took its requests before.
  RS2149: (s, f) => nowServed(s) && becameRule(f.item, s.target.rule),
  // Which of two Routes holds a host and path, their age decides, and the new ones have none yet.
  RS2154: (s) => isAbsent(s.source) !== isAbsent(s.target) || s.source.rule !== s.target.rule,
  // Without its port a Route sends requests to every port of the Service.
  RS2157: (s) => s.difference.field === 'backend' || s.difference.field === 'backends',
};
