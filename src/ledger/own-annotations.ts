import type { FindingCode } from './catalogue.js';
import type { Remark } from './verdict.js';

/** Annotations under this prefix are words to routeshift. */
export const OWN_PREFIX = 'routeshift.dev/';
/** Findings of the object that are known, each with its reason. */
export const ACCEPT_ANNOTATION = 'routeshift.dev/accept';

/** What is said of an annotation before any controller is asked. */
export type SettledRemark = Remark & { readonly code: FindingCode };

/** What becomes of an annotation that is a word to routeshift; undefined for all others. */
export function ownRemark(key: string): SettledRemark | undefined {
  if (!key.startsWith(OWN_PREFIX)) return undefined;
  if (key === ACCEPT_ANNOTATION) {
    const message = 'says which findings of this object are known; it is not carried over';
    return { verdict: 'redundant', code: 'RS2330', message };
  }
  return {
    verdict: 'invalid',
    code: 'RS2335',
    message: `routeshift has no such annotation; there is ${ACCEPT_ANNOTATION}`,
  };
}
