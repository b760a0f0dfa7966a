import type { CatalogueEntry } from './entry.js';

/** RS17: guards. */
export const guards = {
  RS1701: {
    title: 'A withheld rule',
    severity: 'info',
    why: 'The target cannot express a guard, or the routing itself, and publishing the rule without it would open what is closed or send requests astray. The error is the finding of what holds it back; the paths refer to it, with a warning where it stands on another object.',
    fix: 'Accept the loss by name, or rebuild the guard with a policy of your implementation.',
  },
  RS1702: {
    title: 'An accepted loss',
    severity: 'warning',
    why: 'The rule was published without a guard because that was accepted by name.',
    fix: 'Rebuild the guard.',
  },
  RS1703: {
    title: 'An exemption from global authentication',
    severity: 'warning',
    why: 'The paths are public today and stay so.',
    fix: 'Check that the paths are meant to be public.',
  },
  RS1704: {
    title: 'External authentication',
    severity: 'warning',
    why: 'The ExternalAuth filter is close but not the same.',
    fix: 'Test it.',
  },
  RS1705: {
    title: 'A detail of external authentication is lost',
    severity: 'warning',
    why: 'The filter has no such setting.',
    fix: 'Configure the service that answers.',
  },
  RS1706: {
    title: 'A closed path stays closed',
    severity: 'warning',
    why: 'Gateway API has no fixed answers; a rule without backend answers 500.',
    fix: 'Correct the cause.',
  },
  RS1711: {
    title: 'Password authentication is missing',
    severity: 'error',
    why: 'Core Gateway API has no basic or digest authentication. The paths are withheld, not published without it.',
    fix: 'Use a policy of your implementation.',
  },
  RS1712: {
    title: 'External authentication is missing',
    severity: 'error',
    why: 'The standard channel has no external authentication, and no channel has a sign-in redirect. The paths are withheld.',
    fix: 'Use a policy of your implementation.',
  },
  RS1713: {
    title: 'Client certificates are missing',
    severity: 'error',
    why: 'Gateway API checks client certificates per port of a Gateway, never per host. The paths are withheld.',
    fix: 'Give the host a Gateway of its own.',
  },
  RS1714: {
    title: 'An address list is missing',
    severity: 'error',
    why: 'Core Gateway API cannot look at addresses. The paths are withheld.',
    fix: 'Use a policy or a firewall.',
  },
  RS1715: {
    title: 'A rate limit is missing',
    severity: 'error',
    why: 'Core Gateway API has no limits. The paths are withheld.',
    fix: 'Use a policy.',
  },
  RS1716: {
    title: 'A guard that is not read is missing',
    severity: 'error',
    why: 'A snippet, or a list that is not in the input, seems to decide who may pass. It is not translated, and the paths are withheld.',
    fix: 'Rebuild the check.',
  },
} as const satisfies Record<string, CatalogueEntry>;
