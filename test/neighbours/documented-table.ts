import type { Neighbour } from '../../src/neighbours/neighbour.js';
import { fateWords } from '../../src/reports/neighbour-words.js';

/** The table of docs/neighbours.md: a line for each tool and what becomes of its annotations, with their keys. */
export function documentedTable(neighbours: readonly Neighbour[]): string {
  const rows = new Map<string, string[]>();
  for (const { key, tool, to } of neighbours) {
    const row = `${tool} | ${fateWords(to['gateway-api'])} | ${fateWords(to['openshift-route'])}`;
    rows.set(row, [...(rows.get(row) ?? []), key]);
  }
  const lines = [...rows].map(([row, keys]) => `| ${row} | ${keysText(keys)} |`);
  return ['| tool | Gateway API | `--to openshift-route` | annotations |', '|---|---|---|---|', ...lines].join('\n');
}

/** Keys by their prefixes, which are written once. */
function keysText(keys: readonly string[]): string {
  const names = new Map<string, string[]>();
  for (const key of keys) {
    const prefix = key.slice(0, key.indexOf('/') + 1);
    names.set(prefix, [...(names.get(prefix) ?? []), key.slice(prefix.length)]);
  }
  const parts = [...names].map(([prefix, some]) =>
    some.length === 1 ? `\`${prefix}${some[0]}\`` : `\`${prefix}\`: ${some.map((name) => `\`${name}\``).join(', ')}`,
  );
  return parts.join('; ');
}
