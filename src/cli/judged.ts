import { access, writeFile } from 'node:fs/promises';
import { asList } from '../config/content.js';
import { globMatcher } from '../config/globs.js';
import { withUnusedGateways } from '../config/unused-gateways.js';
import type { Conversion } from '../conversion.js';
import { count } from '../reports/wording.js';
import { applySuppressions } from '../suppressions/apply.js';
import { applyBaseline, type Baseline, baselineOf, baselineText, parseBaseline } from '../suppressions/baseline.js';
import type { SuppressionRule } from '../suppressions/rule.js';
import { applySeverities } from '../suppressions/severities.js';
import type { ConvertFlags } from './options.js';
import { textOf } from './read-own-files.js';
import type { Setup } from './setup.js';
import type { Streams } from './streams.js';
import { today } from './today.js';
import { UsageError } from './usage-error.js';

/** Flags that decide which findings count. */
export interface JudgingFlags extends Pick<ConvertFlags, 'setup'> {
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly quiet?: boolean;
}

/**
 * The conversion with everything that configuration, objects and baseline say about its findings: what they count as, and
 * which of them do not count. Writes the baseline where that is asked for.
 */
export async function judged(conversion: Conversion, flags: JudgingFlags, streams: Streams): Promise<Conversion> {
  const { setup, baseline: file, writeBaseline } = flags;
  const { severities = {} } = setup?.config.content ?? {};
  const graded = applySeverities(conversion, new Map(Object.entries(severities)), setup?.config.file ?? '');
  const settled = setup === undefined ? graded : withUnusedGateways(graded, setup.config);
  const suppressed = applySuppressions(settled, setup === undefined ? [] : await rulesOf(setup), today());
  const before = file === undefined ? undefined : await readBaseline(file, writeBaseline !== undefined);
  if (writeBaseline === undefined) return before === undefined ? suppressed : applyBaseline(suppressed, before);
  const entries = baselineOf(suppressed);
  await writeFile(writeBaseline, baselineText(entries));
  if (flags.quiet !== true) await streams.err(summaryOf(writeBaseline, entries, before));
  return applyBaseline(suppressed, { file: writeBaseline, entries });
}

async function rulesOf({ config, folder }: Setup): Promise<SuppressionRule[]> {
  return (config.content.suppressions ?? []).map(({ path, ...rule }, index) => {
    const matches = path === undefined ? undefined : globMatcher(asList(path));
    const isInPath = (file: string): boolean => {
      const name = folder.nameOf(file);
      return name !== undefined && matches?.(name) === true;
    };
    const at = ['suppressions', index] as const;
    return {
      ...rule,
      source: config.locate(at),
      field: `suppressions[${index}]`,
      ...(matches === undefined ? {} : { isInPath }),
    };
  });
}

/** @throws UsageError when it is no baseline, or is not there although it is not about to be written */
async function readBaseline(file: string, mayBeAbsent: boolean): Promise<Baseline | undefined> {
  if (mayBeAbsent && !(await exists(file))) return undefined;
  const baseline = parseBaseline(file, await textOf(file, `--baseline ${file}`));
  if ('problem' in baseline) throw new UsageError(`--baseline ${file}: ${baseline.problem}`);
  return baseline;
}

async function exists(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}

function summaryOf(file: string, entries: Baseline['entries'], before: Baseline | undefined): string {
  const all = `routeshift: wrote ${count(entries.length, 'finding')} to ${file}`;
  if (before === undefined) return `${all}\n`;
  const [now, then] = [entries, before.entries].map((list) => new Set(list.map(({ fingerprint }) => fingerprint)));
  const added = [...(now ?? [])].filter((one) => then?.has(one) !== true).length;
  const gone = [...(then ?? [])].filter((one) => now?.has(one) !== true).length;
  return `${all}: ${added} new, ${gone} gone\n`;
}
