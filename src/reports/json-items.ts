import type { ObjectRef } from '../kubernetes/object.js';
import { FindingNames } from '../ledger/fingerprint.js';
import type { Suppression } from '../ledger/suppression.js';
import type { EmittedRef, Item, Note } from '../ledger/verdict.js';
import { RecurringTexts } from './recurring-texts.js';

/**
 * The items of a report as JSON texts, in its order. A report has many, and most of what they say is said of others, too:
 * it is put together from texts that are quoted once instead of being serialised as a whole.
 */
export class JsonItems {
  readonly #names = new FindingNames();
  readonly #quoted = new RecurringTexts<string>(
    (text) => text,
    (a, b) => a === b,
    (text) => JSON.stringify(text),
  );
  readonly #objects = new RecurringTexts<ObjectRef>(
    ({ name }) => name,
    (a, b) => a.kind === b.kind && a.namespace === b.namespace && a.apiVersion === b.apiVersion,
    objectText,
  );
  readonly #told = new RecurringTexts<Item>(({ message }) => message, tellTheSame, toldText);
  /** Items of one object stand behind each other. */
  #place: Place | undefined;

  /** To be asked once for each item, in the order of the report. */
  textOf(item: Item): string {
    const { annotation, value, suppressed } = item;
    const { line, column } = item.source;
    const named = annotation === undefined ? '' : `,"annotation":${this.#quoted.of(annotation)}`;
    const valued = value === undefined ? '' : `,"value":${this.#quoted.of(value)}`;
    const fingerprint = this.#names.next(item, item);
    return `${this.#placeOf(item)}${line},"column":${column}},"field":${this.#quoted.of(item.field)}${named}${valued}${this.#told.of(item)}${this.#emittedText(item.emitted)}${this.#notesText(item)}${fingerprint}"${suppressedText(suppressed)}}`;
  }

  /** The text of an item up to its line. */
  #placeOf({ object, source: { file } }: Item): string {
    const place = this.#place;
    if (place !== undefined && place.object === object && place.file === file) return place.text;
    const row = object === undefined ? 'null' : `{${this.#objects.of(object)}}`;
    const text = `{"object":${row},"source":{"file":${this.#quoted.of(file)},"line":`;
    this.#place = { object, file, text };
    return text;
  }

  #emittedText(refs: readonly EmittedRef[]): string {
    let text = '';
    for (const ref of refs) {
      const path = ref.path === undefined ? 'null' : this.#quoted.of(ref.path);
      text += `${text === '' ? '{' : ',{'}${this.#objects.of(ref)},"path":${path}}`;
    }
    return `[${text}]`;
  }

  #notesText(item: Item): string {
    if (item.also.length === 0) return ',"also":[],"fingerprint":"';
    const notes = item.also.map((note) => JSON.stringify(noteRow(note, this.#names.next(item, note))));
    return `,"also":[${notes.join()}],"fingerprint":"`;
  }
}

interface Place {
  readonly object: ObjectRef | undefined;
  readonly file: string;
  readonly text: string;
}

/** An object without the braces. */
function objectText({ apiVersion, kind, namespace, name }: ObjectRef): string {
  return JSON.stringify({ apiVersion, kind, namespace: namespace ?? null, name }).slice(1, -1);
}

function tellTheSame(a: Item, b: Item): boolean {
  return a.code === b.code && a.next === b.next && a.verdict === b.verdict && a.severity === b.severity;
}

/** What became of an item, without the braces. */
function toldText({ verdict, code, severity, message, next }: Item): string {
  return `,${JSON.stringify({ verdict, code, severity, message, next: next ?? null }).slice(1, -1)},"emitted":`;
}

function noteRow(note: Note, fingerprint: string) {
  return {
    code: note.code,
    severity: note.severity,
    message: note.message,
    next: note.next ?? null,
    fingerprint,
    suppressed: suppressionRow(note.suppressed),
  };
}

function suppressedText(suppressed: Suppression | undefined): string {
  return suppressed === undefined ? '' : `,"suppressed":${JSON.stringify(suppressionRow(suppressed))}`;
}

function suppressionRow(suppressed: Suppression | undefined) {
  if (suppressed === undefined) return undefined;
  return { kind: suppressed.kind, reason: suppressed.reason, until: suppressed.until };
}
