import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type Audit, audit } from '../../src/audit/audit.js';
import type { Grouping } from '../../src/audit/groups.js';
import { auditCsv } from '../../src/reports/audit-csv.js';
import { auditJson } from '../../src/reports/audit-json.js';
import { auditMarkdown } from '../../src/reports/audit-markdown.js';
import { auditText } from '../../src/reports/audit-text.js';
import { type Case, cases, read } from './arbitraries.js';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 80);
vi.setConfig({ testTimeout: Math.max(60_000, RUNS * 200) });

const TOOL = { name: 'routeshift', version: '0.0.0' };
const groupings = fc.constantFrom<Grouping>({ by: 'folder' }, { by: 'namespace' }, { by: 'label', key: 'app' });

function bytes(result: Audit): string {
  const reports = [auditText(result, { colour: false }), auditMarkdown(result, TOOL), auditJson(result, TOOL)];
  return [...reports, auditCsv(result)].map((pieces) => [...pieces].join('')).join('\f');
}

const of = ({ objects, options }: Case, grouping: Grouping) => audit([{ input: read(objects), options }], grouping);

describe('an audit of whatever Ingresses', () => {
  it('counts each object once, in total, by controller, by group and for every target', () => {
    fc.assert(
      fc.property(cases, groupings, (example, grouping) => {
        const { total, controllers, groups, objects, targets } = of(example, grouping);
        const sum = (rows: readonly { objects: number; withheld: number; errors: number }[]) =>
          rows
            .map((row) => [row.objects, row.withheld, row.errors])
            .reduce((a, b) => a.map((n, at) => n + (b[at] ?? 0)), [0, 0, 0]);
        expect(objects).toHaveLength(total.objects);
        for (const rows of [controllers, groups]) expect(sum(rows)).toEqual(sum([total]));
        for (const { readiness } of targets)
          expect(Object.values(readiness).reduce((a, b) => a + b)).toBe(total.objects);
      }),
      { numRuns: RUNS },
    );
  });

  it('is the same in whatever order the manifests come', () => {
    fc.assert(
      fc.property(cases, groupings, fc.nat(), ({ objects, options }, grouping, turn) => {
        const input = read(objects);
        const at = turn % Math.max(1, input.manifests.length);
        const manifests = [...input.manifests.slice(at), ...input.manifests.slice(0, at)].reverse();
        expect(bytes(audit([{ input: { ...input, manifests }, options }], grouping))).toBe(
          bytes(audit([{ input, options }], grouping)),
        );
      }),
      { numRuns: RUNS / 2 },
    );
  });
});
