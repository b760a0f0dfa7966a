import type { FindingCode } from '../ledger/catalogue.js';
import { concerns, type Situation } from './situation.js';

type Explains = (situation: Situation) => boolean;

/** What the codes about kgateway say of requests. */
export const kgatewayCodes: Partial<Readonly<Record<FindingCode, Explains>>> = {
  RS2681: concerns('guards.basic-auth', 'requestHeaders.authorization'),
  RS2682: concerns('guards.external-auth', 'requestHeaders'),
  RS2683: concerns('timeouts'),
  RS2684: concerns('guards.body-size'),
  RS2687: concerns('timeouts'),
  RS2688: concerns('guards.affinity', 'backend'),
  RS2690: concerns('guards.affinity', 'timeouts', 'backend'),
};
