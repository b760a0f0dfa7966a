import type { Conversion } from '../conversion.js';
import { compareText } from '../kubernetes/compare-text.js';
import { formatRef } from '../kubernetes/object.js';
import { catalogue } from '../ledger/catalogue.js';
import { fingerprints } from '../ledger/fingerprint.js';
import type { Suppression } from '../ledger/suppression.js';
import type { Item, Note } from '../ledger/verdict.js';
import { count } from '../reports/wording.js';
import { mayBeKnown } from './suppressible.js';
import { withItems } from './with-items.js';

/** A finding that was there before. Only the fingerprint counts; the rest is for whoever reads the file. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly code: string;
  readonly file: string;
  readonly object?: string | undefined;
  readonly annotation?: string | undefined;
}

/** Findings of an earlier run. */
export interface Baseline {
  /** Its name, for messages. */
  readonly file: string;
  readonly entries: readonly BaselineEntry[];
}

const VERSION = 1;

/**
 * What a baseline of a conversion holds: the warnings and errors that count, each once, by file, object, code and
 * fingerprint.
 */
export function baselineOf(conversion: Conversion): BaselineEntry[] {
  const entries: BaselineEntry[] = [];
  const names = fingerprints(conversion.items);
  for (const item of conversion.items) {
    for (const finding of [item, ...item.also]) {
      const fingerprint = names.get(finding);
      if (fingerprint === undefined || !belongs(finding)) continue;
      const { object, annotation, source } = item;
      entries.push({
        fingerprint,
        code: finding.code,
        file: source.file,
        ...(object === undefined ? {} : { object: formatRef(object) }),
        ...(annotation === undefined ? {} : { annotation }),
      });
    }
  }
  return entries.sort(compareEntries);
}

function belongs({ code, severity, suppressed }: Item | Note): boolean {
  return suppressed === undefined && severity !== 'info' && mayBeKnown(code);
}

function compareEntries(a: BaselineEntry, b: BaselineEntry): number {
  return (
    compareText(a.file, b.file) ||
    compareText(a.object ?? '', b.object ?? '') ||
    compareText(a.code, b.code) ||
    compareText(a.annotation ?? '', b.annotation ?? '') ||
    compareText(a.fingerprint, b.fingerprint)
  );
}

/** The file: one finding a line, so that a review sees what came and what went. */
export function baselineText(entries: readonly BaselineEntry[]): string {
  const lines = entries.map((entry) => `    ${JSON.stringify(entry)}`);
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "version": ${VERSION},\n  "findings": ${list}\n}\n`;
}

/** Reads a baseline, or answers what is wrong with it. */
export function parseBaseline(file: string, text: string): Baseline | { readonly problem: string } {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { problem: 'it is no JSON; write it again with --write-baseline' };
  }
  if (!isRecord(content) || !Array.isArray(content.findings)) return { problem: 'it is no baseline of routeshift' };
  if (content.version !== VERSION) {
    return { problem: `it has version ${JSON.stringify(content.version)}, and this routeshift reads ${VERSION}` };
  }
  const entries: BaselineEntry[] = [];
  for (const [index, entry] of content.findings.entries()) {
    if (!isEntry(entry)) return { problem: `findings[${index}] has no fingerprint, code and file` };
    entries.push(entry);
  }
  return { file, entries };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEntry(value: unknown): value is BaselineEntry {
  if (!isRecord(value)) return false;
  const { fingerprint, code, file } = value;
  return typeof fingerprint === 'string' && typeof code === 'string' && typeof file === 'string';
}

/** Marks the findings that the baseline knows; how many of its findings are gone is told. */
export function applyBaseline(conversion: Conversion, { file, entries }: Baseline): Conversion {
  const known = new Set(entries.map(({ fingerprint }) => fingerprint));
  const suppressed: Suppression = { kind: 'baseline', reason: `known since ${file}` };
  const names = fingerprints(conversion.items);
  const seen = new Set<string>();
  const mark = <T extends Item | Note>(finding: T, name: string | undefined): T => {
    if (name === undefined || !known.has(name)) return finding;
    seen.add(name);
    return belongs(finding) ? { ...finding, suppressed } : finding;
  };
  const items = conversion.items.map((item) => {
    const name = names.get(item);
    const also = item.also.map((note) => mark(note, names.get(note)));
    const isSame = also.every((note, index) => note === item.also[index]);
    return mark(isSame ? item : { ...item, also }, name);
  });
  const gone = known.size - seen.size;
  return withItems(conversion, gone === 0 ? items : [...items, aboutGone(file, gone)]);
}

function aboutGone(file: string, gone: number): Item {
  return {
    source: { file, line: 1, column: 1 },
    field: 'findings',
    verdict: 'redundant',
    code: 'RS2336',
    severity: catalogue.RS2336.severity,
    message: `${count(gone, 'finding')} of the baseline ${gone === 1 ? 'is' : 'are'} gone`,
    next: catalogue.RS2336.fix,
    emitted: [],
    also: [],
  };
}
