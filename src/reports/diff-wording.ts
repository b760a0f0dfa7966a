import { type BehaviourGroup, isTraceable } from '../differences/behaviour-groups.js';
import type { ConversionDifferences } from '../differences/compare-conversions.js';
import type { Differences } from '../differences/differences.js';
import type { LoneFinding } from '../differences/finding-changes.js';
import type { ObjectChanges } from '../differences/object-changes.js';
import type { TextChange } from '../differences/unified-diff.js';
import { formatPlace } from '../kubernetes/cluster-place.js';
import { formatRef } from '../kubernetes/object.js';
import { SEVERITIES } from '../ledger/verdict.js';
import { shortName } from './grouping.js';
import { shellWord } from './shell-word.js';
import type { Tool } from './tool.js';
import { count } from './wording.js';

/** What a report of differences has to know besides them. */
export interface DiffContext {
  readonly tool: Tool;
  /** The paths and flags of the run, as words for a shell: what `routeshift trace` is told, too. */
  readonly traceWords: string;
}

const SHORT_HASH = 10;

/** Everything in one line: `1 object changed, 2 new findings (1 error), 3 requests answered differently`. */
export function headline(differences: Differences): string {
  const parts = partsOf(differences);
  return parts.length === 0 ? 'no difference' : parts.join(', ');
}

function partsOf(differences: Differences): string[] {
  switch (differences.mode) {
    case 'revision':
      return revisionParts(differences.result);
    case 'against':
      return objectParts(differences.result.objects);
    case 'write':
      return fileParts(differences.result.changes);
  }
}

function fileParts(changes: readonly TextChange[]): string[] {
  const created = changes.filter(({ before }) => before === undefined).length;
  const removed = changes.filter(({ after }) => after === undefined).length;
  const edited = changes.length - created - removed;
  return [
    ...some(created, `${count(created, 'file')} created`),
    ...some(edited, `${count(edited, 'file')} changed`),
    ...some(removed, `${count(removed, 'file')} removed`),
  ];
}

/** What becomes of a file. */
export function changeWord({ before, after }: TextChange): 'created' | 'changed' | 'removed' {
  return before === undefined ? 'created' : after === undefined ? 'removed' : 'changed';
}

const SECRET = /\bkind["']?\s*:\s*["']?Secret\b|PRIVATE KEY/;

/** Whether the lines of a change may hold a secret, which only the patch itself shows. */
export function holdsSecret({ before = '', after = '' }: TextChange): boolean {
  return SECRET.test(before) || SECRET.test(after);
}

function revisionParts({ objects, findings, withheld, behaviour }: ConversionDifferences): string[] {
  const { appeared, vanished, changed } = withheld;
  const appearedFindings = findings.appeared.filter(counts);
  const newlySuppressed = findings.appeared.length - appearedFindings.length;
  const gone = findings.vanished.filter(counts).length;
  const suppressedGone = findings.vanished.length - gone;
  return [
    ...objectParts(objects),
    ...some(appeared.length, `${count(appeared.length, 'rule')} newly withheld`),
    ...some(vanished.length, `${count(vanished.length, 'rule')} no longer withheld`),
    ...some(changed.length, `${count(changed.length, 'rule')} withheld for other reasons`),
    ...some(appearedFindings.length, `${count(appearedFindings.length, 'new finding')}${graveness(appearedFindings)}`),
    ...some(newlySuppressed, `${count(newlySuppressed, 'finding')} newly suppressed`),
    ...some(gone, `${count(gone, 'finding')} gone`),
    ...some(suppressedGone, `${count(suppressedGone, 'suppressed finding')} gone`),
    ...some(behaviour.differing, `${count(behaviour.differing, 'request')} answered differently`),
    ...some(behaviour.unfollowed, `${count(behaviour.unfollowed, 'request')} changed at the controller alone`),
  ];
}

function counts({ finding }: LoneFinding): boolean {
  return finding.suppressed === undefined;
}

function objectParts({ added, removed, changed }: ObjectChanges): string[] {
  return [
    ...some(added.length, `${count(added.length, 'object')} added`),
    ...some(removed.length, `${count(removed.length, 'object')} removed`),
    ...some(changed.length, `${count(changed.length, 'object')} changed`),
  ];
}

function some(n: number, words: string): string[] {
  return n === 0 ? [] : [words];
}

/** ` (1 error, 2 warnings)`; nothing where all is for information. */
function graveness(findings: readonly LoneFinding[]): string {
  const counts = SEVERITIES.filter((severity) => severity !== 'info')
    .map((severity) => [severity, findings.filter(({ finding }) => finding.severity === severity).length] as const)
    .filter(([, n]) => n > 0);
  return counts.length === 0 ? '' : ` (${counts.map(([severity, n]) => count(n, severity)).join(', ')})`;
}

/** `main (4b1107da26)`, or the commit alone where that is what was asked for. */
export function revisionName({ name, commit }: { readonly name: string; readonly commit: string }): string {
  const short = commit.slice(0, SHORT_HASH);
  return commit.startsWith(name) ? short : `${name} (${short})`;
}

/** What became of the configuration between a revision and the work tree; undefined where nothing did. */
export function configurationWords(differences: Differences): string | undefined {
  if (differences.mode !== 'revision' || differences.configuration === undefined) return undefined;
  const { file, change } = differences.configuration;
  switch (change) {
    case 'added':
      return `${file} is new: the revision is converted without it`;
    case 'removed':
      return `${file} is gone: only the revision is converted with it`;
    case 'changed':
      return `${file} changed: each side is converted by its own`;
  }
}

/** What the controller's own answer did, where the converted results differ. */
export function controllerWords(controller: BehaviourGroup['controller']): string {
  switch (controller) {
    case 'unchanged':
      return 'the controller answers as before: only the converted result changed';
    case 'otherwise':
      return 'the controller changed, too, but in another way';
    case 'alone':
      return 'only the controller changed: the converted result answers as before';
    case 'closer':
      return 'the converted result now answers as the controller does';
    case 'alike':
      return 'the controller changed in the same way';
  }
}

/** The command that shows one request of a group before and after the conversion; undefined where no flag expresses it. */
export function traceCommandOf({ example }: BehaviourGroup, { traceWords }: DiffContext): string | undefined {
  if (!isTraceable(example)) return undefined;
  const { method, scheme, host, path, headers } = example;
  const given = Object.entries(headers ?? {}).map(([name, value]) => ` -H ${shellWord(`${name}: ${value}`)}`);
  return `routeshift trace ${shellWord(`${method} ${scheme}://${host}${path}`)}${given.join('')} ${traceWords}`;
}

/** `Ingress shop/web metadata.annotations`, where a finding belongs. */
export function findingPlace({ item }: LoneFinding): { readonly about: string; readonly at: string } {
  const owner = item.object === undefined ? [] : [formatRef(item.object)];
  const name = shortName(item);
  return {
    about: [...owner, ...(name === '' ? [] : [name])].join(' '),
    at: formatPlace(item.source),
  };
}

/** Why an object may be missing on one side although nobody removed it. */
export function unreadWords(file: string, side: 'before' | 'after', revision: string): string {
  const where = side === 'before' ? `at ${revision}` : 'in the work tree';
  return `${file} could not be read ${where}: the object may have been there`;
}
