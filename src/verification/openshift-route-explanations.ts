import { isAbsent } from '../behaviour/compare.js';
import type { FindingCode } from '../ledger/catalogue.js';
import type { Finding } from './findings.js';
import { noLongerServed, type Situation } from './situation.js';

type Explains = (situation: Situation, finding: Finding) => boolean;

/** What the codes about OpenShift's Routes say of requests. */
export const openshiftRouteCodes: Partial<Readonly<Record<FindingCode, Explains>>> = {
  // The router's default certificate is in the Secret that --default-ssl-certificate names.
  RS1202: (s, { message }) =>
    s.difference.field === 'certificate' &&
    s.source.certificate === 'default' &&
    message.endsWith('with the default certificate'),
  RS2104: noLongerServed,
  RS2107: noLongerServed,
  RS2108: (s) => s.difference.field === 'path',
  // What routers have said is not asked again: the model of the router decides by age alone.
  RS2110: (s, { message, owner }) =>
    / status says that /.test(message) && (s.source.rule === owner || isAbsent(s.source)) && !isOfGuard(s),
  RS2114: (s) => s.difference.field === 'certificate',
  RS2115: (s) => s.difference.field === 'certificate',
  // The passthrough Route of a wildcard took the connections of hosts below it.
  RS2116: (s, { owner }) =>
    s.request.scheme === 'https' &&
    (s.source.rule === owner || / wildcard passthrough Route /.test(s.source.reason ?? '')),
  RS2117: noLongerServed,
  // A wildcard of which no domain is known.
  RS2118: noLongerServed,
  RS2126: noLongerServed,
  RS2127: (s) => s.difference.field === 'host',
  RS2132: (s, { annotation }) => annotation !== undefined && isOfTuning(s, annotation),
  RS2128: (s) => s.request.scheme === 'http' && s.difference.field === 'responseHeaders.strict-transport-security',
  RS2137: (s, { item }) =>
    s.difference.field.startsWith(`${directionOf(item.field)}Headers.`) ||
    (s.difference.field === 'host' && directionOf(item.field) === 'request'),
  RS2138: (s, { item }) => isOfDefault(s, item.field),
};

function isOfGuard({ difference: { field } }: Situation): boolean {
  return field.startsWith('guards.');
}

function isOfTuning({ difference: { field } }: Situation, annotation: string): boolean {
  return annotation.startsWith('timeout') && field === 'timeouts';
}

function directionOf(field: string): 'request' | 'response' {
  return field.includes('.response') ? 'response' : 'request';
}

function isOfDefault({ difference: { field } }: Situation, name: string): boolean {
  switch (name) {
    case 'router.cookie':
      return field === 'guards.affinity';
    case 'router.timeout':
    case 'router.tunnel':
      return field === 'timeouts';
    default:
      return false;
  }
}
