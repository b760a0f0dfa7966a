import type { CatalogueEntry } from './entry.js';

/** What policies of implementations have in common; each implementation has a file of its own. */
export const profiles = {
  RS2470: {
    title: 'A policy of a Service can say one thing only',
    severity: 'warning',
    why: 'The implementation ties the setting to the Service, so that all rules that use it share it; two rules ask for different things.',
    fix: 'Give the paths Services of their own.',
  },
} as const satisfies Record<string, CatalogueEntry>;
