import type { InputProblem } from '../kubernetes/input-problem.js';
import type { FoundFile } from './find-files.js';

/** An Ingress or Route, or a kind that only rendering tells. */
const HOLDS_OURS = /\bkind["']?[ \t]*:[ \t]*["']?(?:Ingress|Route)\b|\bkind["']?[ \t]*:[ \t]*["']?\{\{/;
const MOST_NAMED = 3;

/** The templates of Helm charts that were come across: one finding for each chart, however many there are. */
export class ChartTemplates {
  readonly #byChart = new Map<string, string[]>();

  /** Whether a file is a template of a chart, and nothing to read as it is. */
  take({ chart, name }: Pick<FoundFile, 'chart' | 'name'>, bytes: Buffer): boolean {
    if (chart === undefined || !bytes.includes('{{')) return false;
    // Charts are full of templates that nobody wants to have converted.
    if (HOLDS_OURS.test(bytes.toString('latin1'))) {
      const known = this.#byChart.get(chart);
      if (known === undefined) this.#byChart.set(chart, [name]);
      else known.push(name);
    }
    return true;
  }

  problems(): InputProblem[] {
    return [...this.#byChart]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([chart, names]) => {
        const shown = names.sort().slice(0, MOST_NAMED).join(', ');
        const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
        return {
          code: 'RS2310',
          severity: 'error',
          source: { file: chart === '.' ? 'Chart.yaml' : `${chart}/Chart.yaml`, line: 1, column: 1 },
          message: `a Helm chart: its templates that hold Ingresses or Routes were not read (${shown}${more})`,
          next: `Render it and convert the result: helm template ${quoted(chart)} | routeshift convert -`,
        };
      });
  }
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
