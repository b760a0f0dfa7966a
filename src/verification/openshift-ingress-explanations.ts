import { answerKind } from '../behaviour/compare.js';
import type { FindingCode } from '../ledger/catalogue.js';
import type { Finding } from './findings.js';
import { becameRule, nowServed, type Situation } from './situation.js';

type Explains = (situation: Situation, finding: Finding) => boolean;

/** What the codes about OpenShift's Ingresses, and about Routes that are written, say of requests. */
export const openshiftIngressCodes: Partial<Readonly<Record<FindingCode, Explains>>> = {
  // A Route of former days is served with a certificate that only it holds.
  RS2143: (s, f) => s.difference.field === 'certificate' && / its certificate is not taken over/.test(f.message),
  // A Route that was added: nothing took its requests before.
  RS2149: (s, f) => nowServed(s) && becameRule(f.item, s.target.rule),
  // Which Routes hold a host and path, their age decides, and the new ones have none yet. All of them bring certificates.
  // That a protection may not act, only those say that speak of it.
  RS2154: (s, f) =>
    s.difference.field === 'certificate' ||
    (wasTakenBy(s, f) !== becameRule(f.item, s.target.rule) &&
      (!losesProtection(s) || / not protected alike /.test(f.message))),
  // Without its port a Route sends requests to every port of the Service.
  RS2157: (s) => s.difference.field === 'backend' || s.difference.field === 'backends',
};

/** Whether the path of an Ingress that a finding is about, or the Route, took the request. */
function wasTakenBy({ source: { rule } }: Situation, { item, owner }: Finding): boolean {
  if (owner === undefined) return false;
  const path = /^spec\.rules\[\d+\]\.http\.paths\[\d+\]/.exec(item.field)?.[0];
  return rule === (path === undefined ? owner : `${owner} ${path}`);
}

/** Whether somebody gets in who was kept out, or might have been. */
function losesProtection({ difference: { field, target }, source, target: after }: Situation): boolean {
  if (field.startsWith('guards.')) return target === null && field !== 'guards.affinity';
  return answerKind(source) === 'refused' && source.guards.length > 0 && answerKind(after) === 'forward';
}
