import type { SourcePosition } from '../kubernetes/object.js';
import { catalogue, type FindingCode } from './catalogue.js';
import type { FieldTexts } from './field-texts.js';
import { weightOf } from './item-order.js';
import type { OpenItem } from './open-item.js';
import { ACCEPT_ANNOTATION } from './own-annotations.js';
import { withoutRepeats } from './places.js';
import { redact } from './redact.js';
import type { Item, Note, Remark, Severity } from './verdict.js';

const NO_NOTES: readonly Note[] = [];

/** The name of the field that an item stands in. */
export function fieldOf({ named, path }: OpenItem, fields: FieldTexts): string {
  if (named !== undefined) return named.field;
  return path === undefined ? 'metadata.annotations' : fields.of(path);
}

function sourceOf({ object, named, manifest, path, annotation }: OpenItem): SourcePosition {
  if (named !== undefined) return named.source;
  if (manifest === undefined) throw new Error(`ledger: an item of ${object?.name} is nowhere`);
  if (path === undefined) return manifest.locate(['metadata', 'annotations', annotation ?? '']);
  return path.length === 0 ? manifest.source : manifest.locate(path);
}

/** What becomes of an item of which nobody spoke. */
const LOST: Remark = {
  verdict: 'unsupported',
  code: 'RS0001',
  message: 'routeshift read this and then lost sight of it; treat it as not converted',
  next: 'Please report it with the manifest.',
};

/** What is reported of an item: of several remarks the heaviest, the others as notes. */
export function settleItem(open: OpenItem, fields: FieldTexts): Item {
  const first = open.first ?? open.otherwise ?? LOST;
  const { others } = open;
  let remark = first;
  let also = NO_NOTES;
  let { emitted } = open;
  if (others !== undefined) {
    const all = [first, ...others.map((other) => other.remark)];
    for (const candidate of all) if (weight(candidate) > weight(remark)) remark = candidate;
    also = all.flatMap((one) => (one === remark ? [] : [noteOf(one)]));
    emitted = [...emitted, ...others.flatMap((other) => other.emitted)];
  }
  const severity = severityOf(remark);
  return {
    object: open.object,
    source: sourceOf(open),
    field: fieldOf(open, fields),
    annotation: open.annotation,
    value: shownValue(open),
    verdict: remark.verdict,
    code: remark.code,
    severity,
    message: remark.message,
    next: nextOf(remark, severity),
    emitted: withoutRepeats(emitted),
    also,
  };
}

/** Reasons are words, and are read again: what looks like a credential in them is none. */
function shownValue({ annotation, value }: OpenItem): string | undefined {
  return value === undefined || annotation === ACCEPT_ANNOTATION ? value : redact(value);
}

function noteOf(remark: Remark): Note {
  const severity = severityOf(remark);
  return { code: remark.code, severity, message: remark.message, next: nextOf(remark, severity) };
}

/** A warning or an error is something to do: where the remark does not say what, the catalogue does. */
function nextOf(remark: Remark, severity: Severity): string | undefined {
  if (remark.next !== undefined || severity === 'info') return remark.next;
  return catalogue[remark.code as FindingCode]?.fix;
}

function weight(remark: Remark): number {
  return weightOf({ verdict: remark.verdict, severity: severityOf(remark) });
}

function severityOf(remark: Remark): Severity {
  return remark.severity ?? catalogue[remark.code as FindingCode]?.severity ?? 'warning';
}
