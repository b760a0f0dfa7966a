import type { AnnotationEntry, Mapping } from '../mappings/mapping.js';
import type { FindingEntry } from './explanation.js';

type Catalogue = Readonly<Record<string, FindingEntry>>;

/** The annotation table and the finding codes as aligned text. */
export function listText(mapping: Mapping, catalogue: Catalogue): string {
  const rows = mapping.annotations.map((entry) => {
    const target = entry.targets['gateway-api'];
    return [[entry.key, ...(entry.aliases ?? [])].join(', '), target.verdict, target.field ?? ''] as const;
  });
  const obsolete = mapping.obsolete.map(({ key, instead }) => [key, instead ?? ''] as const);
  const findings = codes(catalogue).map(([code, { severity, title }]) => [code, severity, title] as const);
  return [
    `Annotations of ${mapping.controller} ${mapping.version} (${mapping.prefix}/), and the best the Gateway API can do\n`,
    columns(rows),
    '\nOf old releases, no longer read\n',
    columns(obsolete),
    '\nFindings\n',
    columns(findings),
    '\n`routeshift explain KEY` or `routeshift explain CODE` says more.\n',
  ].join('');
}

/** The same for programs. */
export function listJson(mapping: Mapping, catalogue: Catalogue): string {
  const { controller, prefix, version } = mapping;
  const list = {
    controller,
    prefix,
    version,
    annotations: mapping.annotations.map(annotationRow),
    obsolete: mapping.obsolete,
    settings: mapping.settings,
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
