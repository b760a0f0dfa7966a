import type { AnnotationEntry, Mapping } from '../mappings/mapping.js';
import type { Neighbour } from '../neighbours/neighbour.js';
import type { FindingEntry } from './explanation.js';
import { fateWords } from './neighbour-words.js';

type Catalogue = Readonly<Record<string, FindingEntry>>;

/** The annotation tables, controller by controller, and the finding codes as aligned text. */
export function listText(
  mappings: readonly Mapping[],
  catalogue: Catalogue,
  neighbours: readonly Neighbour[] = [],
): string {
  const findings = codes(catalogue).map(([code, { severity, title }]) => [code, severity, title] as const);
  return [
    ...mappings.map(mappingText),
    section(
      'Annotations of other tools, with Gateway API and with Routes of OpenShift',
      neighbours.map(({ key, tool, to }) => [
        key,
        tool,
        fateWords(to['gateway-api']),
        fateWords(to['openshift-route']),
      ]),
    ),
    'Findings\n',
    columns(findings),
    '\n`routeshift explain KEY` or `routeshift explain CODE` says more.\n',
  ].join('');
}

function mappingText(mapping: Mapping): string {
  const { controller, version, prefix, alsoPrefixes = [], annotations, obsolete, elsewhere = [] } = mapping;
  const rows = annotations.map((entry) => {
    const target = entry.targets['gateway-api'];
    return [[entry.key, ...(entry.aliases ?? [])].join(', '), target.verdict, target.field ?? ''] as const;
  });
  const unread = (neverRead: boolean) =>
    obsolete
      .filter((entry) => (entry.neverRead ?? false) === neverRead)
      .map(({ key, instead }) => [key, instead ?? ''] as const);
  const prefixes = [prefix, ...alsoPrefixes].filter((one) => one !== '').map((one) => `${one}/`);
  const name = `${controller} ${version}${prefixes.length === 0 ? '' : ` (${prefixes.join(', ')})`}`;
  return [
    section(`Annotations of ${name}, and the best the Gateway API can do`, rows),
    section('Of old releases, no longer read', unread(false)),
    section('Written by many, and never read', unread(true)),
    section(
      'Of other objects',
      elsewhere.map(({ key, on }) => [key, on]),
    ),
  ].join('');
}

function section(title: string, rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : `${title}\n${columns(rows)}\n`;
}

/** The same for programs: every key says which controller it belongs to. */
export function listJson(
  mappings: readonly Mapping[],
  catalogue: Catalogue,
  neighbours: readonly Neighbour[] = [],
): string {
  const rows = <T extends object>(pick: (mapping: Mapping) => readonly T[]) =>
    mappings.flatMap((mapping) => pick(mapping).map((entry) => ({ controller: mapping.controller, ...entry })));
  const list = {
    controllers: mappings.map(({ controller, prefix, alsoPrefixes, version }) => ({
      controller,
      prefix,
      alsoPrefixes,
      version,
    })),
    annotations: rows(({ annotations }) => annotations.map(annotationRow)),
    obsolete: rows(({ obsolete }) => obsolete),
    elsewhere: rows(({ elsewhere = [] }) => elsewhere),
    settings: rows(({ settings }) => settings),
    neighbours,
    findings: codes(catalogue).map(([code, { title, severity, why, fix }]) => ({ code, title, severity, why, fix })),
  };
  return `${JSON.stringify(list, null, 2)}\n`;
}

/** What users may rely on: not how the tests use an entry, nor which function reads it. */
function annotationRow({
  sample: _sample,
  concern: _concern,
  pattern: _pattern,
  strip: _strip,
  ...entry
}: AnnotationEntry) {
  return entry;
}

function codes(catalogue: Catalogue): [string, FindingEntry][] {
  return Object.entries(catalogue).sort(([a], [b]) => (a < b ? -1 : 1));
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  return rows
    .map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd())
    .map((line) => `${line}\n`)
    .join('');
}
