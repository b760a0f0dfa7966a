import type { CatalogueEntry } from './entry.js';

/** RS226: F5's NGINX Ingress Controller. */
export const nginxIncCodes = {
  RS2260: {
    title: 'A guard that the target does not have',
    severity: 'error',
    why: 'The guard is of a kind that no field of the target stands for. The paths are withheld.',
    fix: 'Rebuild the guard by other means, then accept its loss by name.',
  },
} as const satisfies Record<string, CatalogueEntry>;
