import type { CatalogueEntry } from './entry.js';

/** RS24: lines of a proxy's own configuration. */
export const snippets = {
  RS2400: {
    title: 'A snippet, line by line',
    severity: 'info',
    why: 'Each directive of the snippet is an item of its own, with its line. The snippet as a whole has the worst verdict among them.',
    fix: 'See the findings of its lines.',
  },
  RS2401: {
    title: 'A directive that is not translated',
    severity: 'warning',
    why: 'It is none of the idioms that a target has words for, or it depends on the request in a way that none can say.',
    fix: 'Read the line and write what it does as a filter or a policy.',
  },
  RS2402: {
    title: 'A directive that is translated with a difference',
    severity: 'info',
    why: 'The target does something close.',
    fix: 'See the finding for how it differs.',
  },
  RS2403: {
    title: 'A directive without effect',
    severity: 'info',
    why: 'The proxy never acts on it, or does the same without it.',
    fix: 'Nothing to do.',
  },
  RS2404: {
    title: 'A snippet that the proxy refuses',
    severity: 'error',
    why: 'A text of which one part cannot be read is refused as a whole, and the controller goes on with an older configuration.',
    fix: 'Correct the snippet.',
  },
} as const satisfies Record<string, CatalogueEntry>;
