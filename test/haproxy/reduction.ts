import { type Disagreement, firstDisagreement, newTally } from './agreement.js';

/**
 * The same disagreement with as few Routes as it takes. Does what fast-check would do by starting HAProxy some hundred times
 * for a whole batch.
 */
export async function reduced(found: Disagreement): Promise<Disagreement> {
  let least = found;
  for (const route of found.routes) {
    const routes = least.routes.filter((other) => other !== route);
    const requests = found.request === undefined ? [] : [found.request];
    const smaller = await firstDisagreement([{ routes, requests }], newTally());
    if (smaller !== undefined) least = smaller;
  }
  return least;
}
