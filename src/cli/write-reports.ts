import type { ReportFlag, ReportStyle } from './report-flags.js';

/** Writes each report where its flag says: to its file, or in pieces to a stream. */
export async function writeReportsTo<Format extends string>(
  wanted: readonly ReportFlag<Format>[],
  stream: { readonly write: (text: string) => Promise<void>; readonly isTerminal: boolean },
  render: (format: Format, style: ReportStyle) => Promise<Iterable<string>>,
): Promise<void> {
  const colour = stream.isTerminal && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
  for (const { format, file } of wanted) {
    if (file === undefined) for (const piece of await render(format, { colour })) await stream.write(piece);
    else (await import('./write-pieces.js')).writePieces(file, await render(format, { colour: false }));
  }
}
