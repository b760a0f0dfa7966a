import type { Summary, Target, VerificationSummary, WithheldRule } from '../conversion.js';
import type { ObjectRef, SourcePosition } from '../kubernetes/object.js';
import type { Suppression } from '../ledger/suppression.js';
import { type EmittedRef, type Item, type Note, SEVERITIES, type Severity, VERDICTS } from '../ledger/verdict.js';
import { SCHEMA_VERSION } from './json.js';
import { Shape, ShapeFault } from './report-shape.js';

/** What a JSON report holds, after report.schema.json; what can be counted again is not kept. */
export interface ReadReport {
  readonly target: Target;
  readonly inputs: Summary['inputs'];
  readonly objects: Summary['objects'];
  readonly items: readonly Item[];
  readonly withheld: readonly WithheldRule[];
  readonly verification?: VerificationSummary | undefined;
}

/** Reads the text of a JSON report, or answers what is wrong with it. Never throws. */
export function readReport(text: string): ReadReport | { readonly fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
  } catch {
    return { fault: 'it is not JSON' };
  }
  try {
    return reportOf(new Shape(value));
  } catch (error) {
    if (error instanceof ShapeFault) return { fault: error.message };
    throw error;
  }
}

function reportOf(report: Shape): ReadReport {
  report.at('tool').at('name').oneOf(['routeshift']);
  const version = report.at('schemaVersion').number(0);
  if (version !== SCHEMA_VERSION) {
    const release = report.at('tool').at('version').text();
    throw new ShapeFault(
      'schemaVersion',
      `it is ${version} (of routeshift ${release}), and this release reads ${SCHEMA_VERSION}`,
    );
  }
  const objects = new ObjectNames();
  const summary = report.at('summary');
  return {
    target: targetOf(report.at('target')),
    inputs: summary.at('inputs').number(0),
    objects: summary.at('objects').number(0),
    items: report.at('items').list((item) => itemOf(item, objects)),
    withheld: report.at('withheld').list((rule) => withheldOf(rule, objects)),
    verification: report.at('verification').optional(verificationOf),
  };
}

function targetOf(target: Shape): Target {
  const version = target.at('version').text();
  const api = target.at('api').oneOf(['gateway-api', 'openshift-route']);
  switch (api) {
    case 'gateway-api':
      return { api, version, channel: target.at('channel').text() };
    case 'openshift-route':
      return { api, version: target.at('version').oneOf(['route.openshift.io/v1']), channel: null };
  }
}

function verificationOf(counts: Shape): VerificationSummary {
  const count = (key: keyof VerificationSummary) => counts.at(key).number(0);
  return {
    probes: count('probes'),
    agree: count('agree'),
    explained: count('explained'),
    unexplained: count('unexplained'),
  };
}

function itemOf(item: Shape, objects: ObjectNames): Item {
  const source = sourceOf(item.at('source'));
  return {
    object: item.at('object').optional((object) => objects.of(object, source)),
    source,
    field: item.at('field').text(),
    annotation: item.at('annotation').optional((key) => key.text()),
    value: item.at('value').optional((value) => value.text()),
    verdict: item.at('verdict').oneOf(VERDICTS),
    ...noteOf(item),
    emitted: item.at('emitted').list(emittedOf),
    also: item.at('also').list(noteOf),
  };
}

function noteOf(note: Shape): Note {
  const code = note.at('code').matching(/^RS[0-9]{4}$/, 'a code such as RS0001');
  const severity: Severity = note.at('severity').oneOf(SEVERITIES);
  const message = note.at('message').text();
  const next = note.at('next').optional((step) => step.text());
  const suppressed = note.at('suppressed').optional(suppressionOf);
  return { code, severity, message, next, ...(suppressed === undefined ? {} : { suppressed }) };
}

function suppressionOf(suppressed: Shape): Suppression {
  return {
    kind: suppressed.at('kind').oneOf(['config', 'object', 'baseline']),
    reason: suppressed.at('reason').text(),
    until: suppressed.at('until').optional((day) => day.text()),
  };
}

function withheldOf(rule: Shape, objects: ObjectNames): WithheldRule {
  const source = sourceOf(rule.at('source'));
  return {
    object: objects.of(rule.at('object'), source),
    source,
    field: rule.at('field').text(),
    hostname: rule.at('hostname').text(),
    path: rule.at('path').text(),
    blockedBy: rule.at('blockedBy').list((key) => key.text()),
  };
}

function sourceOf(source: Shape): SourcePosition {
  return {
    file: source.at('file').text(),
    line: source.at('line').number(1),
    column: source.at('column').number(1),
  };
}

function refOf(object: Shape): ObjectRef {
  return {
    apiVersion: object.at('apiVersion').text(),
    kind: object.at('kind').text(),
    namespace: object.at('namespace').optional((name) => name.text()),
    name: object.at('name').text(),
  };
}

function emittedOf(ref: Shape): EmittedRef {
  return { ...refOf(ref), path: ref.at('path').optional((path) => path.text()) };
}

/** Reports group items by the object itself: what a report names alike in one file is one object. */
class ObjectNames {
  readonly #known = new Map<string, ObjectRef>();

  of(object: Shape, { file }: SourcePosition): ObjectRef {
    const ref = refOf(object);
    const key = JSON.stringify([file, ref.apiVersion, ref.kind, ref.namespace ?? null, ref.name]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, ref);
    return ref;
  }
}
