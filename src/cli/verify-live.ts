import type { LiveVerification } from '../live/live-verification.js';
import type { LiveSettings } from '../live/settings.js';
import type { Foresight } from '../verification/foresight.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { uninterrupted } from './interruption.js';
import { requestProgress } from './progress.js';
import type { ReportFlag } from './report-flags.js';
import type { Streams } from './streams.js';
import { writeReportsTo } from './write-reports.js';

export type LiveFormat = 'text' | 'markdown' | 'json' | 'junit' | 'csv';

/**
 * Sends the requests to both sides and writes what came of it, also where somebody stopped it half way.
 *
 * @param whenClean the exit status where nothing has to be looked into
 */
export async function verifyLive(
  foresights: readonly Foresight[],
  settings: LiveSettings,
  reports: readonly ReportFlag<LiveFormat>[],
  streams: Streams,
  whenClean: ExitCode,
): Promise<ExitCode> {
  const [{ verifyLive: verify }, { hasErrors, isInVain }] = await Promise.all([
    import('../live/verify-live.js'),
    import('../live/live-verification.js'),
  ]);
  const progress = requestProgress(streams);
  const { result: live, wasInterrupted } = await uninterrupted((signal) =>
    verify(foresights, settings, signal, progress.onProgress).finally(progress.stop),
  );
  await writeReportsTo(reports, { write: streams.out, isTerminal: streams.outIsTerminal }, (format, style) =>
    renderLive(format, live, style),
  );
  if (isInVain(live) && !wasInterrupted) return EXIT.failed;
  if (hasErrors(live)) return EXIT.findings;
  if (wasInterrupted) return EXIT.interrupted;
  // Half a comparison that found nothing proves nothing.
  return live.ended === undefined ? whenClean : EXIT.findings;
}

async function renderLive(
  format: LiveFormat,
  live: LiveVerification,
  style: { readonly colour: boolean },
): Promise<Iterable<string>> {
  switch (format) {
    case 'text':
      return (await import('../reports/live-text.js')).liveText(live, style);
    case 'markdown':
      return (await import('../reports/live-markdown.js')).liveMarkdown(live);
    case 'json':
      return (await import('../reports/live-json.js')).liveJson(live);
    case 'junit':
      return (await import('../reports/live-junit.js')).liveJunit(live);
    case 'csv':
      return (await import('../reports/live-csv.js')).liveCsv(live);
  }
}
