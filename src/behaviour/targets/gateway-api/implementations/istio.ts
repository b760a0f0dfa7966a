import { defaultProfile } from '../profile.js';
import { fullSupport, type Implementation, settled } from './implementation.js';
import { readIstioPlane } from './istio/plane.js';
import { isBefore, type Release } from './release.js';

/** Istio 1.31 (implementation-policies.md §1.0, §1.3; gateway-support.yaml `istio`). */
const current: Implementation = {
  profile: {
    ...defaultProfile,
    // Every prefix comes before every expression.
    regexPrecedence: 'exact-prefix-regex',
    regexAnchoring: 'full',
    listenerIsolation: true,
    hostnameFallback: false,
  },
  open: settled,
  support: {
    ...fullSupport,
    ignoredFields: ['sessionPersistence'],
    ignoredKinds: ['ListenerSet'],
    rejectedFilters: ['ExtensionRef', 'ExternalAuth'],
    preflightStatus: 200,
    headersOnReplies: 'all',
  },
  pathExpression: (value) => value,
  readPlane: readIstioPlane,
};

/** OpenShift has a release before 1.31, in which the frontend validation of a Gateway is not looked at. */
export const openshift: Implementation = {
  ...current,
  support: { ...current.support, frontendValidation: false },
};

/** Istio of a release. */
export function istio(release: Release): Implementation {
  return isBefore(release, [1, 31]) ? openshift : current;
}
