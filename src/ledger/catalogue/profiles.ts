import type { CatalogueEntry } from './entry.js';

/** What policies of implementations have in common; each implementation has a file of its own. */
export const profiles = {
  RS2470: {
    title: 'A policy of a Service can say one thing only',
    severity: 'warning',
    why: 'The implementation ties the setting to the Service, so that all rules that use it share it; two rules ask for different things.',
    fix: 'Give the paths Services of their own.',
  },
  RS2471: {
    title: 'What the profile takes for granted',
    severity: 'info',
    why: 'A profile stands for a release of an implementation and for the GatewayClass that its documentation creates.',
    fix: 'Pass --gateway-class if it is called otherwise, and --profile NAME@VERSION for another release.',
  },
  RS2472: {
    title: 'Another Gateway API than that of the implementation',
    severity: 'warning',
    why: 'A release of an implementation is tested with one version of the CRDs; with others fields may be missing or not acted on.',
    fix: 'Leave out --gateway-api-version, or name the release that is installed.',
  },
} as const satisfies Record<string, CatalogueEntry>;
