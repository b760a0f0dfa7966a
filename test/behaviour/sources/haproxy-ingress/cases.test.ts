import { describe, it } from 'vitest';
import { cases, casesAreThere } from './case-file.js';
import { replay } from './replay.js';

describe.skipIf(!casesAreThere)('the haproxy-ingress model gives the answers of the cases in ../shared', () => {
  for (const entry of cases) it(`${entry.id}: ${entry.about}`, () => replay(entry));
});
