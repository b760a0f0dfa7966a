import type { RouteTls } from '../../kubernetes/route.js';
import { leastLength } from '../../kubernetes/stand-ins.js';

const LONGEST_HOST = 253;
const LONGEST_LABEL = 63;

/**
 * Why the API server refuses the Route that the controller would like to make (reference §1.6 point 9, §2.11); the controller
 * tries again and again, and no Route ever exists.
 */
export function refusalOf(
  host: string,
  path: string,
  tls: RouteTls | undefined,
): { why: string; next: string } | undefined {
  if (tls?.termination === 'passthrough' && path !== '')
    return {
      why: `a passthrough Route must not have a path, and this one has ${path}`,
      next: 'Set path "" with pathType ImplementationSpecific, which is the only form that works.',
    };
  if (/[# ]/.test(path)) return { why: 'the path of a Route must not contain # or a space', next: 'Change the path.' };
  if (leastLength(host) > LONGEST_HOST || host.split('.').some((label) => leastLength(label) > LONGEST_LABEL))
    return {
      why: `a host has at most ${LONGEST_HOST} characters and ${LONGEST_LABEL} in each label`,
      next: 'Shorten the host.',
    };
  return undefined;
}
