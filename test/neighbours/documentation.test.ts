import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { NEIGHBOURS } from '../../src/neighbours/table.js';
import { routeshift } from '../cli/captured.js';
import { documentedTable } from './documented-table.js';

const FILE = 'docs/neighbours.md';
const TABLE = /^\| tool \|[\s\S]*?\n(?=\n)/m;

it('the documentation has the table (to write it anew: UPDATE_DOCS=1 npx vitest run test/neighbours)', () => {
  const document = readFileSync(FILE, 'utf8');
  const wanted = document.replace(TABLE, () => `${documentedTable(NEIGHBOURS)}\n`);
  if (process.env.UPDATE_DOCS === '1') writeFileSync(FILE, wanted);
  expect(TABLE.test(document)).toBe(true);
  expect(wanted).toBe(readFileSync(FILE, 'utf8'));
});

it('explain says what becomes of an annotation of another tool', async () => {
  const { status, out } = await routeshift('explain', 'external-dns.kubernetes.io/ingress-hostname-source');
  expect(status).toBe(0);
  expect(out).toContain('An annotation of ExternalDNS.');
  expect(out).toContain('kept on the routes as external-dns.kubernetes.io/gateway-hostname-source');
  expect(out).toContain('OpenShift Route   told: ');
});

it('list has all of them', async () => {
  const text = await routeshift('list');
  const { neighbours } = JSON.parse((await routeshift('list', '--json')).out) as { neighbours: { key: string }[] };
  expect(neighbours.map(({ key }) => key)).toEqual(NEIGHBOURS.map(({ key }) => key));
  for (const { key } of NEIGHBOURS) expect(text.out).toContain(`  ${key}  `);
});
