import type { CatalogueEntry } from './entry.js';

/** RS13: canaries. */
export const canaries = {
  RS1300: {
    title: 'A canary',
    severity: 'info',
    why: 'Weights and header rules of the main route.',
    fix: 'Nothing to do.',
  },
  RS1301: {
    title: 'A path that a canary takes away',
    severity: 'warning',
    why: 'A Service port that an older canary uses is a canary backend only: ordinary paths to it are not served.',
    fix: 'Spell the port in another way in one of the two.',
  },
  RS1302: {
    title: 'A second canary',
    severity: 'warning',
    why: 'Only the first canary of a backend is ever used.',
    fix: 'Remove one.',
  },
  RS1303: {
    title: 'A canary without a main Ingress',
    severity: 'warning',
    why: 'Host, path and path type must be those of an ordinary Ingress.',
    fix: 'Convert both together.',
  },
  RS1304: {
    title: 'A canary without endpoints',
    severity: 'warning',
    why: 'The controller sends it no traffic.',
    fix: 'Correct the port.',
  },
  RS1305: {
    title: 'A canary decided by an expression',
    severity: 'warning',
    why: 'Regular expressions on headers are up to the implementation.',
    fix: 'Test it.',
  },
  RS1306: {
    title: 'A canary rule that cannot be matched',
    severity: 'warning',
    why: 'Header matches take plain names and values.',
    fix: 'Choose a plain name.',
  },
  RS1307: {
    title: 'A canary that is never asked',
    severity: 'info',
    why: 'Without weight, header or cookie no request goes to the canary.',
    fix: 'Remove it, or give it a share.',
  },
} as const satisfies Record<string, CatalogueEntry>;
