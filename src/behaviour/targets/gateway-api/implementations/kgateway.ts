import { defaultProfile } from '../profile.js';
import { fullSupport, type Implementation, settled } from './implementation.js';
import { readKgatewayPlane } from './kgateway/plane.js';

/** kgateway 2.4 (implementation-policies.md §1.0, §1.4; gateway-support.yaml `kgateway`). */
export const kgateway: Implementation = {
  profile: {
    ...defaultProfile,
    regexPrecedence: 'exact-regex-prefix',
    regexOrder: 'listed',
    regexAnchoring: 'full',
    listenerIsolation: true,
    hostnameFallback: false,
  },
  open: settled,
  support: { ...fullSupport, failingFilters: ['ExternalAuth'], preflightStatus: 200, headersOnReplies: 'all' },
  pathExpression: (value) => value,
  readPlane: readKgatewayPlane,
};
