import type { FieldPath, Manifest, ObjectRef, SourcePosition } from '../kubernetes/object.js';
import { formatFieldPath } from '../kubernetes/object.js';
import type { ItemId } from '../model/traced.js';
import { catalogue, type FindingCode } from './catalogue.js';
import { redact } from './redact.js';
import type { EmittedRef, Item, Note, Remark, Severity, Verdict } from './verdict.js';

/** The worse verdict decides: an annotation that one rule keeps and another loses is lost. */
const RANK: Readonly<Record<Verdict, number>> = {
  redundant: 0,
  converted: 1,
  approximated: 2,
  invalid: 3,
  manual: 4,
  unsupported: 5,
};

const SEVERITY_RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

interface OpenItem {
  readonly object: ObjectRef | undefined;
  readonly field: string;
  readonly annotation: string | undefined;
  readonly value: string | undefined;
  readonly locate: () => SourcePosition;
  remarks: GatheredRemark[];
}

interface GatheredRemark {
  readonly remark: Remark;
  emitted: EmittedRef[];
}

/**
 * The book of what became of each input item. An item is opened when it is read; everything that happens to it is said to
 * it; `settle` closes every item once, with the worst verdict that was said. An item about which nothing was said is a
 * defect of this program and becomes RS0001.
 */
export class Ledger {
  readonly #items: OpenItem[] = [];
  #settled = false;

  /** Opens an annotation of a manifest. */
  openAnnotation(manifest: Manifest, key: string, value: string): ItemId {
    return this.#push({
      object: manifest.ref,
      field: 'metadata.annotations',
      annotation: key,
      value,
      locate: () => manifest.locate(['metadata', 'annotations', key]),
      remarks: [],
    });
  }

  /** Opens a field of a manifest; the empty path is the object as a whole. */
  openField(manifest: Manifest, path: FieldPath, value?: string): ItemId {
    return this.#push({
      object: manifest.ref,
      field: formatFieldPath(path),
      annotation: undefined,
      value,
      locate: () => (path.length === 0 ? manifest.source : manifest.locate(path)),
      remarks: [],
    });
  }

  /** Opens something that no manifest holds: an unreadable file, a default of the controller. */
  openElsewhere(source: SourcePosition, field: string, object?: ObjectRef, value?: string): ItemId {
    return this.#push({ object, field, annotation: undefined, value, locate: () => source, remarks: [] });
  }

  /** The annotation key of an item, or undefined for a field. */
  annotationOf(id: ItemId): string | undefined {
    return this.#items[id]?.annotation;
  }

  /** The field of an item, such as `controller.whitelist-source-range`. */
  fieldOf(id: ItemId): string {
    return this.#items[id]?.field ?? '';
  }

  /** The object that an item belongs to; undefined for what no object holds. */
  objectOf(id: ItemId): ObjectRef | undefined {
    return this.#items[id]?.object;
  }

  /** Says what became of an item in one place. The same sentence said twice is one remark with both places. */
  say(id: ItemId, remark: Remark & { readonly code: FindingCode }): void {
    const item = this.#items[id];
    if (item === undefined || this.#settled) throw new Error(`ledger: item ${id} is not open`);
    // What belongs to no object acts everywhere: naming every place would say nothing, at great length.
    const places = item.object === undefined ? undefined : remark.emitted;
    const known = item.remarks.find(
      (g) =>
        g.remark.code === remark.code && g.remark.message === remark.message && g.remark.verdict === remark.verdict,
    );
    if (known === undefined) item.remarks.push({ remark, emitted: places ? [...places] : [] });
    else if (places) known.emitted.push(...places);
  }

  /** The same to several items. */
  sayAll(ids: readonly ItemId[], remark: Remark & { readonly code: FindingCode }): void {
    for (const id of ids) this.say(id, remark);
  }

  /** Whether anything was said about the item yet. */
  isSilent(id: ItemId): boolean {
    return this.#items[id]?.remarks.length === 0;
  }

  /** Closes every item. To be called once, at the end. */
  settle(): Item[] {
    this.#settled = true;
    return this.#items.map(settleItem).sort(compareItems);
  }

  #push(item: OpenItem): ItemId {
    this.#items.push(item);
    return this.#items.length - 1;
  }
}

function settleItem(open: OpenItem): Item {
  const remarks: GatheredRemark[] =
    open.remarks.length > 0
      ? open.remarks
      : [
          {
            remark: {
              verdict: 'unsupported',
              code: 'RS0001',
              message: 'routeshift read this and then lost sight of it; treat it as not converted',
              next: 'Please report it with the manifest.',
            },
            emitted: [],
          },
        ];
  let deciding = remarks[0] as GatheredRemark;
  for (const candidate of remarks) if (weight(candidate.remark) > weight(deciding.remark)) deciding = candidate;
  const also: Note[] = [];
  for (const { remark } of remarks) {
    if (remark === deciding.remark) continue;
    also.push({ code: remark.code, severity: severityOf(remark), message: remark.message, next: remark.next });
  }
  const emitted = remarks.length === 1 ? deciding.emitted : remarks.flatMap((g) => g.emitted);
  return {
    object: open.object,
    source: open.locate(),
    field: open.field,
    annotation: open.annotation,
    value: open.value === undefined ? undefined : redact(open.value),
    verdict: deciding.remark.verdict,
    code: deciding.remark.code,
    severity: severityOf(deciding.remark),
    message: deciding.remark.message,
    next: deciding.remark.next,
    emitted: withoutRepeats(emitted),
    also,
  };
}

function weight(remark: Remark): number {
  return RANK[remark.verdict] * 4 + SEVERITY_RANK[severityOf(remark)];
}

function severityOf(remark: Remark): Severity {
  return remark.severity ?? catalogue[remark.code as FindingCode]?.severity ?? 'warning';
}

function withoutRepeats(refs: readonly EmittedRef[]): EmittedRef[] {
  if (refs.length < 2) return [...refs];
  const seen = new Map<string, EmittedRef>();
  for (const ref of refs) seen.set(`${ref.kind}\n${ref.namespace ?? ''}\n${ref.name}\n${ref.path ?? ''}`, ref);
  return [...seen.values()].sort((a, b) => compareText(sortKey(a), sortKey(b)));
}

function sortKey(ref: EmittedRef): string {
  return `${ref.kind}\n${ref.namespace ?? ''}\n${ref.name}\n${ref.path ?? ''}`;
}

function compareItems(a: Item, b: Item): number {
  return (
    compareText(a.source.file, b.source.file) ||
    a.source.line - b.source.line ||
    a.source.column - b.source.column ||
    compareText(a.field, b.field) ||
    compareText(a.annotation ?? '', b.annotation ?? '') ||
    compareText(a.object?.name ?? '', b.object?.name ?? '') ||
    compareText(a.message, b.message)
  );
}

/** Code unit order: the same on every machine, whatever its locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
