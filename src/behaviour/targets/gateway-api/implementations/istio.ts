import { defaultProfile } from '../profile.js';
import { fullSupport, type Implementation, settled } from './implementation.js';
import { readIstioPlane } from './istio/plane.js';

/** Istio 1.31 (implementation-policies.md §1.0, §1.3; gateway-support.yaml `istio`). */
export const istio: Implementation = {
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
  },
  pathExpression: (value) => value,
  readPlane: readIstioPlane,
};

/** Releases before 1.31, and OpenShift, which has one of them: the Gateway's frontend validation is not looked at. */
export const istioWithoutFrontendValidation: Implementation = {
  ...istio,
  support: { ...istio.support, frontendValidation: false },
};
