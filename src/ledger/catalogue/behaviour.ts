import type { CatalogueEntry } from './entry.js';

/** RS90: behaviour. */
export const behaviour = {} as const satisfies Record<string, CatalogueEntry>;
