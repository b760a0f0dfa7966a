import { catalogue } from '../ledger/catalogue.js';
import { nearMissFinder } from '../mappings/near-miss.js';
import { isDay } from './rule.js';

/** One entry of the annotation `routeshift.dev/accept`. */
export interface AcceptEntry {
  readonly code: string;
  readonly reason: string;
  readonly until?: string | undefined;
}

/**
 * The entries of `routeshift.dev/accept`, separated by line ends or semicolons: `RS1204 reason`, or
 * `RS1204 until=2027-01-31 reason`. A piece that does not begin with a code goes on with the reason before it.
 */
export function parseAccept(value: string): { readonly entries: AcceptEntry[]; readonly problems: string[] } {
  const entries: AcceptEntry[] = [];
  const problems: string[] = [];
  for (const piece of pieces(value)) {
    const entry = parseEntry(piece);
    if (typeof entry === 'string') problems.push(entry);
    else entries.push(entry);
  }
  if (entries.length + problems.length === 0) problems.push('it is empty; write the code of a finding and a reason');
  return { entries, problems };
}

function pieces(value: string): string[] {
  const found: string[] = [];
  let previous: string | undefined;
  for (const separated of value.split(/([\n;])/)) {
    const piece = separated.trim();
    if (separated === ';' || separated === '\n' || piece === '') continue;
    if (previous !== undefined && !/^rs\d/i.test(piece)) found[found.length - 1] = `${previous}; ${piece}`;
    else found.push(piece);
    previous = found.at(-1);
  }
  return found;
}

function parseEntry(piece: string): AcceptEntry | string {
  const [, word = '', until, reason = ''] = /^(\S+)(?:\s+until=(\S*))?(?:\s+(.*))?$/s.exec(piece) ?? [];
  const code = word.toUpperCase().replace(/[:,]$/, '');
  const unknown = unknownCode(code);
  if (unknown !== undefined) return unknown;
  if (until !== undefined && !isDay(until))
    return `${code}: ${JSON.stringify(until)} is no day; write until=YYYY-MM-DD`;
  if (reason.trim() === '') return `${code}: a suppression needs a reason; write it behind the code`;
  return { code, reason: reason.trim(), ...(until === undefined ? {} : { until }) };
}

/** What is wrong with the code of a finding; undefined for those that there are. */
export function unknownCode(code: string): string | undefined {
  if (Object.hasOwn(catalogue, code)) return undefined;
  const near = /^RS\d/.test(code) ? nearMissFinder(Object.keys(catalogue))(code) : undefined;
  const hint = near === undefined ? 'routeshift list shows all' : `did you mean ${near}?`;
  return `there is no finding ${JSON.stringify(code)}; ${hint}`;
}
