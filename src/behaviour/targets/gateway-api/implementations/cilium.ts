import { noSettings } from '../plane.js';
import { defaultProfile } from '../profile.js';
import { text } from '../reading.js';
import { noTreatment } from '../treatment.js';
import { fullSupport, type Implementation, settled } from './implementation.js';
import { isBefore, type Release } from './release.js';

/** Cilium 1.20: the core and no policies (implementation-policies.md §1.0, §1.6; gateway-support.yaml `cilium`). */
const current: Implementation = {
  profile: {
    ...defaultProfile,
    // The longer of prefix and expression: read from the source of an older release, so that the other orders stay open.
    regexPrecedence: 'length',
    regexAnchoring: 'full',
    listenerIsolation: true,
    hostnameFallback: false,
  },
  open: { ...settled, regexes: true },
  support: {
    ...fullSupport,
    ignoredFields: ['sessionPersistence'],
    failingFilters: ['ExternalAuth'],
    frontendValidation: false,
    preflightStatus: 200,
    headersOnReplies: 'all',
  },
  pathExpression: (value) => value,
  readPlane: () => ({
    problems: [],
    treatment: () => noTreatment,
    extension: ({ kind }) => ({ failure: `UnsupportedValue: ${text(kind)}` }),
    backends: () => undefined,
    service: () => noSettings,
  }),
};

/** Cilium of a release: before 1.20 there is no CORS. */
export function cilium(release: Release): Implementation {
  if (!isBefore(release, [1, 20])) return current;
  return { ...current, support: { ...current.support, failingFilters: ['ExternalAuth', 'CORS'] } };
}
