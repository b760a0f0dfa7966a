import type { ObjectRef } from '../kubernetes/object.js';
import { FindingNames } from '../ledger/fingerprint.js';
import type { Suppression } from '../ledger/suppression.js';
import type { EmittedRef, Item, Note } from '../ledger/verdict.js';
import { RecurringTexts } from './recurring-texts.js';

/**
 * The items of a report as JSON texts, in its order. A report has many, and most of what they say is said of others, too:
 * an item is put together from pieces that are serialised once instead of being serialised as a whole. Single short texts,
 * such as names, are faster serialised than found again.
 */
export class JsonItems {
  readonly #names = new FindingNames();
  /** These bring the brackets around them along, so that an item is made of few pieces. */
  readonly #fields = new RecurringTexts<Item>(
    ({ field, annotation }) => annotation ?? field,
    (a, b) => a.field === b.field && a.annotation === b.annotation,
    ({ field, annotation }) => `},${inner({ field, annotation })}`,
  );
  readonly #told = new RecurringTexts<Item>(
    ({ message }) => message,
    (a, b) => a.code === b.code && a.next === b.next && a.verdict === b.verdict && a.severity === b.severity,
    ({ verdict, code, severity, message, next }) =>
      `,${inner({ verdict, code, severity, message, next: next ?? null })},"emitted":[`,
  );
  /** Of emitted objects all but the name, which hardly two have in common. */
  readonly #scopes = new RecurringTexts<ObjectRef>(
    ({ namespace }) => namespace ?? '',
    (a, b) => a.namespace === b.namespace && a.kind === b.kind && a.apiVersion === b.apiVersion,
    ({ apiVersion, kind, namespace }) => `${inner({ apiVersion, kind, namespace: namespace ?? null })},"name":`,
  );
  /** Items of one object stand behind each other. */
  #place: Place | undefined;

  /** To be asked once for each item, in the order of the report. */
  textOf(item: Item): string {
    const fingerprint = this.#names.next(item, item);
    const place = this.#placeOf(item);
    const { line, column } = item.source;
    const field = this.#fields.of(item);
    const value = item.value === undefined ? '' : `,"value":${JSON.stringify(item.value)}`;
    const told = this.#told.of(item);
    const places = item.emitted.length === 0 ? '' : this.#emittedText(item.emitted);
    const notes = item.also.length === 0 ? '' : this.#notesText(item);
    const end = item.suppressed === undefined ? '"}' : `","suppressed":${suppressionText(item.suppressed)}}`;
    return `${place}${line},"column":${column}${field}${value}${told}${places}],"also":[${notes}],"fingerprint":"${fingerprint}${end}`;
  }

  /** The text of an item up to its line. */
  #placeOf({ object, source: { file } }: Item): string {
    const place = this.#place;
    if (place !== undefined && place.object === object && place.file === file) return place.text;
    const row = object === undefined ? 'null' : `{${objectText(object)}}`;
    const text = `{"object":${row},"source":{"file":${JSON.stringify(file)},"line":`;
    this.#place = { object, file, text };
    return text;
  }

  #emittedText(refs: readonly EmittedRef[]): string {
    let text = '';
    for (const ref of refs) {
      const path = ref.path === undefined ? 'null' : JSON.stringify(ref.path);
      text += `${text === '' ? '{' : ',{'}${this.#scopes.of(ref)}${JSON.stringify(ref.name)},"path":${path}}`;
    }
    return text;
  }

  #notesText(item: Item): string {
    return item.also.map((note) => JSON.stringify(noteRow(note, this.#names.next(item, note)))).join();
  }
}

interface Place {
  readonly object: ObjectRef | undefined;
  readonly file: string;
  readonly text: string;
}

function objectText({ apiVersion, kind, namespace, name }: ObjectRef): string {
  return inner({ apiVersion, kind, namespace: namespace ?? null, name });
}

/** A row without its braces. */
function inner(row: object): string {
  return JSON.stringify(row).slice(1, -1);
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

function suppressionText(suppressed: Suppression): string {
  return JSON.stringify(suppressionRow(suppressed));
}

function suppressionRow(suppressed: Suppression | undefined) {
  if (suppressed === undefined) return undefined;
  return { kind: suppressed.kind, reason: suppressed.reason, until: suppressed.until };
}
