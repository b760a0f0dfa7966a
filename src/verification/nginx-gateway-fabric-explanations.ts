import type { FindingCode } from '../ledger/catalogue.js';
import { concerns, type Situation } from './situation.js';

type Explains = (situation: Situation) => boolean;

/** What the codes about NGINX Gateway Fabric say of requests. */
export const nginxGatewayFabricCodes: Partial<Readonly<Record<FindingCode, Explains>>> = {
  RS2630: concerns('guards.body-size', 'timeouts'),
  RS2631: concerns('guards.basic-auth', 'requestHeaders.authorization'),
  RS2632: concerns('guards.basic-auth', 'requestHeaders.authorization', 'status'),
  RS2634: concerns('guards.rate-limit', 'guards.connection-limit'),
  RS2635: concerns('guards.external-auth', 'requestHeaders', 'responseHeaders'),
  RS2636: concerns('guards.body-size', 'timeouts'),
  RS2638: concerns('guards.body-size', 'timeouts', 'guards.rate-limit', 'guards.affinity', 'guards.external-auth'),
  RS2639: concerns('timeouts'),
  RS2640: concerns(
    'guards.rate-limit',
    'guards.connection-limit',
    'timeouts',
    'retries',
    'requestHeaders',
    'responseHeaders',
    'status',
    'path',
    'location',
  ),
  RS2641: concerns('guards.body-size', 'timeouts'),
  RS2642: concerns('requestHeaders', 'responseHeaders', 'status', 'path', 'location'),
  RS2643: concerns('requestHeaders', 'responseHeaders', 'status', 'path', 'location'),
  // The policy acts on the Service, for every route that uses it.
  RS2644: concerns('guards.affinity', 'backend'),
  RS2645: concerns('guards.affinity', 'backend'),
};
