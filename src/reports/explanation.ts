import type { Severity } from '../ledger/verdict.js';
import type {
  AnnotationEntry,
  ControllerSetting,
  ElsewhereEntry,
  InvalidEffect,
  Mapping,
  ObsoleteEntry,
  TargetEntry,
  TargetName,
  TargetVerdict,
} from '../mappings/mapping.js';
import { type FoundEntry, wholeKey } from '../mappings/mapping-index.js';
import { fillLines, WIDTH } from './wording.js';

/** What the catalogue says about a finding code. */
export interface FindingEntry {
  readonly title: string;
  readonly severity: Severity;
  readonly why: string;
  readonly fix: string;
}

const MARGIN = ' '.repeat(18);

const TARGET_NAMES: Readonly<Record<TargetName, string>> = {
  'gateway-api': 'Gateway API',
  'openshift-route': 'OpenShift Route',
};

/** What an annotation means, what it becomes per target, and why. */
export function explainAnnotation({ entry, alias }: FoundEntry, mapping: Mapping): string {
  const rows: (readonly [string, string | undefined])[] = [
    ['does', entry.summary],
    ['also under', mapping.alsoPrefixes?.map((prefix) => `${prefix}/`).join(', ')],
    ['older names', entry.aliases?.join(', ')],
    ['values', `${valueWords(entry)}; default: ${entry.default}`],
    ['stands on', entry.on?.map((kind) => `${kind === 'Ingress' ? 'an' : 'a'} ${kind}`).join(' or ')],
    ['acts on', scopeWords(entry)],
    ['if invalid', invalidWords(entry)],
    ['needs', entry.requires],
    [
      'set for all',
      entry.configmapKey === undefined ? undefined : `${entry.configmapKey} in the controller's ConfigMap`,
    ],
    ['risk', entry.risk],
    ['defined in', `${mapping.controller} ${mapping.version}, ${entry.source}`],
  ];
  const asked = alias === undefined ? '' : `${alias} is an older name of ${entry.key}.\n\n`;
  const targets = Object.entries(entry.targets).map(([name, target]) => targetText(name, target, entry));
  return `${asked}${wholeKey(mapping, entry.key)}\n\n${table(rows)}\n${targets.join('\n')}`;
}

/** What became of a key that only earlier releases of the controller read, or none at all. */
export function explainObsolete(entry: ObsoleteEntry, mapping: Mapping): string {
  const rows: (readonly [string, string | undefined])[] = [
    [entry.neverRead === true ? 'about' : 'did', entry.summary],
    ['instead', entry.instead],
  ];
  return `${wholeKey(mapping, entry.key)}\n\n${mapping.controller} ${mapping.version} does not read it.\n\n${table(rows)}`;
}

/** What an annotation of another kind of object decides. */
export function explainElsewhere(entry: ElsewhereEntry, mapping: Mapping): string {
  const rows = [
    ['does', entry.summary],
    ['stands on', entry.on],
  ] as const;
  return `${wholeKey(mapping, entry.key)}\n\nNo annotation of an Ingress or a Route, and not converted.\n\n${table(rows)}`;
}

/** What a key of the controller's ConfigMap sets. */
export function explainSetting(setting: ControllerSetting, mapping: Mapping): string {
  const rows = [
    ['does', setting.summary],
    ['default', setting.default],
    ['defined in', setting.source === undefined ? '' : `${mapping.controller} ${mapping.version}, ${setting.source}`],
  ] as const;
  const targets = Object.entries(setting.targets ?? {}).map(([name, target]) => `\n${targetText(name, target)}`);
  const heading = `${setting.key}, a key of the ConfigMap of ${mapping.controller} (--controller-config)`;
  return `${heading}\n\n${table(rows)}${targets.join('')}`;
}

/** What a finding means, why it matters and what to do. */
export function explainFinding(code: string, finding: FindingEntry): string {
  const rows = [
    ['severity', finding.severity],
    ['why', finding.why],
    ['what to do', finding.fix],
  ] as const;
  return `${code}: ${finding.title}\n\n${table(rows)}`;
}

function targetText(name: string, target: TargetEntry, entry?: AnnotationEntry): string {
  let text = `  ${TARGET_NAMES[name as TargetName] ?? name}\n${table(verdictRows(target))}`;
  if (target.experimental !== undefined) {
    text += `\n  ${TARGET_NAMES[name as TargetName] ?? name}, experimental channel\n${table(verdictRows(target.experimental))}`;
  }
  if (entry?.protects === true) {
    const rule = `a rule that would lose this protection is withheld; --accept ${entry.key} publishes it all the same`;
    text += `\n${table([['protects', rule]])}`;
  }
  return text;
}

function verdictRows(target: TargetVerdict): (readonly [string, string | undefined])[] {
  return [
    ['verdict', `${target.verdict} at best`],
    ['becomes', target.field],
    ['caveat', target.caveat],
    ['what to do', target.next],
  ];
}

function table(rows: readonly (readonly [string, string | undefined])[]): string {
  let text = '';
  for (const [name, value] of rows) {
    if (value === undefined || value === '') continue;
    const lines = fillLines(value, MARGIN, WIDTH);
    text += `  ${name.padEnd(MARGIN.length - 2)}${lines.slice(MARGIN.length)}`;
  }
  return text;
}

function valueWords(entry: AnnotationEntry): string {
  switch (entry.kind) {
    case 'bool':
      return 'true or false';
    case 'switch':
      return 'true or false, also as on or off';
    case 'int':
      return 'a number';
    case 'seconds':
      return 'seconds';
    case 'size':
      return 'a size such as 8m';
    case 'enum':
      return entry.values?.join(', ') ?? 'one of a list';
    case 'csv':
      return 'a list, separated by commas';
    case 'cidrs':
      return 'addresses and CIDR ranges, separated by commas';
    case 'addresses':
      return 'addresses and CIDR ranges, separated by blanks';
    case 'duration':
      return `a number with one of us, ms, s, m, h and d, such as 30s${unitWords(entry)}`;
    case 'url':
      return 'a URL';
    case 'regex':
      return 'a regular expression';
    case 'secret':
      return `a Secret${referenceWords(entry)}`;
    case 'configmap':
      return `a ConfigMap${referenceWords(entry)}`;
    case 'string':
      return 'text';
    case 'snippet':
      return 'configuration text of the proxy';
  }
}

/** Unless the pattern asks for a unit. */
function unitWords({ pattern }: AnnotationEntry): string {
  return pattern === undefined || new RegExp(pattern).test('30') ? '; without a unit, milliseconds' : '';
}

/** The form is told only where the pattern settles it; elsewhere the summary says it, since code decides. */
function referenceWords({ pattern }: AnnotationEntry): string {
  return pattern === undefined || new RegExp(pattern).test('name') ? '' : ': namespace/name';
}

function scopeWords(entry: AnnotationEntry): string {
  switch (entry.scope) {
    case 'location':
      return 'each path of the Ingress';
    case 'host':
      return 'the whole host, other Ingresses of that host included';
    case 'upstream':
      return 'the Service, wherever it is used through the same port';
    case 'ingress':
      return 'the Ingress';
    case 'route':
      return 'the Route; on an Ingress, every Route that is made of it';
    case 'controller':
      return 'the whole controller';
  }
}

function invalidWords({ invalid, ifInvalid, ifIgnored }: AnnotationEntry): string {
  if (ifInvalid !== undefined) return ifInvalid;
  return effectWords(invalid) + (ifIgnored === undefined ? '' : `: ${ifIgnored}`);
}

function effectWords(effect: InvalidEffect): string {
  switch (effect) {
    case 'ignored':
      return 'the default applies';
    case 'group-dropped':
      return 'all annotations of its group on the Ingress are ignored';
    case 'denied':
      return 'the paths of the Ingress answer 503';
    case 'host-denied':
      return 'the whole host answers 403';
    case 'rejected':
      return 'the whole Ingress is dropped';
  }
}
