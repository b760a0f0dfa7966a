import type { FieldPath, Manifest, ObjectRef, SourcePosition } from '../kubernetes/object.js';
import type { ItemId } from '../model/traced.js';
import type { FindingCode } from './catalogue.js';
import { FieldTexts } from './field-texts.js';
import { compareItems, worseOf } from './item-order.js';
import type { NamedPlace, OpenItem } from './open-item.js';
import { ownRemark, type SettledRemark } from './own-annotations.js';
import { fieldOf, settleItem } from './settle-item.js';
import type { EmittedRef, Item, Remark, Verdict } from './verdict.js';

/** What is said of an annotation on an object of a kind before any controller is asked. */
export type RemarkOn = (key: string, value: string, kind: string) => SettledRemark | undefined;

/**
 * The book of what became of each input item. An item is opened when it is read; everything that happens to it is said to
 * it; `settle` closes every item once, with the worst verdict that was said. An item about which nothing was said is a
 * defect of this program and becomes RS0001.
 */
export class Ledger {
  readonly #items: OpenItem[] = [];
  /** Annotations of which the last word is said: those that no controller has a say in. */
  readonly #closed = new Map<ItemId, SettledRemark>();
  readonly #remarkOn: RemarkOn;
  readonly #last: (() => void)[] = [];
  readonly #fields = new FieldTexts();
  #settled = false;

  /** @param remarkOn what is said of an annotation whoever reads the object; undefined for most */
  constructor(remarkOn: RemarkOn = ownRemark) {
    this.#remarkOn = remarkOn;
  }

  /** Opens an annotation of a manifest. */
  openAnnotation(manifest: Manifest, key: string, value: string): ItemId {
    const item = this.#push(manifest.ref, key, value, manifest, undefined, undefined);
    const remark = this.#remarkOn(key, value, manifest.ref.kind);
    if (remark !== undefined) {
      this.say(item, remark);
      this.#closed.set(item, remark);
    }
    return item;
  }

  /** The annotations of which the last word was said when they were opened, with that word. */
  closed(): ReadonlyMap<ItemId, SettledRemark> {
    return new Map(this.#closed);
  }

  /** Takes the last word back, for whoever says what becomes of an annotation after all. */
  reopen(id: ItemId): void {
    const item = this.#items[id];
    if (item === undefined || !this.#closed.delete(id)) return;
    item.first = undefined;
    item.emitted = NOWHERE;
    item.others = undefined;
  }

  /** Opens a line of an annotation that was opened as a whole; what accepts and suppresses the annotation does so here, too. */
  openLine(whole: ItemId, line: number, value: string): ItemId {
    const item = this.#items[whole];
    if (item?.annotation === undefined || item.manifest === undefined) return whole;
    const { manifest, path } = item;
    const at = ['metadata', 'annotations', item.annotation];
    const source = manifest.locateLine?.(at, line) ?? manifest.locate(at);
    const named = { source, field: `metadata.annotations line ${line}` };
    return this.#push(item.object, item.annotation, value, manifest, path, named);
  }

  /** The worst verdict that was said of any of the items, undefined where nothing was, and where they all ended up. */
  toldOf(ids: readonly ItemId[]): { readonly verdict: Verdict | undefined; readonly emitted: readonly EmittedRef[] } {
    let verdict: Verdict | undefined;
    const places: EmittedRef[] = [];
    for (const id of ids) {
      const item = this.#items[id];
      if (item?.first === undefined) continue;
      verdict = worseOf(verdict, item.first.verdict);
      places.push(...item.emitted);
      for (const { remark, emitted } of item.others ?? []) {
        verdict = worseOf(verdict, remark.verdict);
        places.push(...emitted);
      }
    }
    return { verdict, emitted: places };
  }

  /** Opens a field of a manifest; the empty path is the object as a whole. */
  openField(manifest: Manifest, path: FieldPath, value?: string): ItemId {
    return this.#push(manifest.ref, undefined, value, manifest, path, undefined);
  }

  /** Opens something that no manifest holds: an unreadable file, a default of the controller. */
  openElsewhere(source: SourcePosition, field: string, object?: ObjectRef, value?: string): ItemId {
    return this.#push(object, undefined, value, undefined, undefined, { source, field });
  }

  /** The annotation key of an item, or undefined for a field. */
  annotationOf(id: ItemId): string | undefined {
    return this.#items[id]?.annotation;
  }

  /** The field of an item, such as `controller.whitelist-source-range`. */
  fieldOf(id: ItemId): string {
    const item = this.#items[id];
    return item === undefined ? '' : fieldOf(item, this.#fields);
  }

  /** The object that an item belongs to; undefined for what no object holds. */
  objectOf(id: ItemId): ObjectRef | undefined {
    return this.#items[id]?.object;
  }

  /**
   * Says what became of an item in one place. The same sentence said twice is one remark with both places.
   *
   * @param emitted where it stands in the output, where the remark itself does not name places
   */
  say(id: ItemId, remark: Remark & { readonly code: FindingCode }, emitted = remark.emitted): void {
    const item = this.#items[id];
    if (item === undefined || this.#settled) throw new Error(`ledger: item ${id} is not open`);
    if (this.#closed.has(id)) return;
    const places = emitted === undefined || actsEverywhere(item) ? NOWHERE : emitted;
    if (item.first === undefined) {
      item.first = remark;
      item.emitted = places;
      return;
    }
    const known = saysTheSame(item.first, remark) ? item : item.others?.find((one) => saysTheSame(one.remark, remark));
    if (known !== undefined) {
      if (places.length > 0) known.emitted = known.emitted.length === 0 ? places : [...known.emitted, ...places];
    } else if (item.others === undefined) item.others = [{ remark, emitted: places }];
    else item.others.push({ remark, emitted: places });
  }

  /** The same to several items. */
  sayAll(
    ids: readonly ItemId[],
    remark: Remark & { readonly code: FindingCode },
    emitted: readonly EmittedRef[] | undefined = remark.emitted,
  ): void {
    for (const id of ids) this.say(id, remark, emitted);
  }

  /** What became of an item of which nobody says anything until the end. */
  sayOtherwise(id: ItemId, remark: Remark & { readonly code: FindingCode }): void {
    const item = this.#items[id];
    if (item === undefined || this.#settled) throw new Error(`ledger: item ${id} is not open`);
    item.otherwise = remark;
  }

  /** Says something besides whatever else is said, and after it: nobody finds the item spoken of for that. */
  sayLast(id: ItemId, remark: Remark & { readonly code: FindingCode }, emitted: readonly EmittedRef[]): void {
    this.#last.push(() => this.say(id, remark, emitted));
  }

  /** Whether anything was said about the item yet. */
  isSilent(id: ItemId): boolean {
    return this.#items[id]?.first === undefined;
  }

  /** Closes every item. To be called once, at the end. */
  settle(): Item[] {
    for (const say of this.#last) say();
    this.#settled = true;
    return this.#items.map((item) => settleItem(item, this.#fields)).sort(compareItems);
  }

  #push(
    object: ObjectRef | undefined,
    annotation: string | undefined,
    value: string | undefined,
    manifest: Manifest | undefined,
    path: FieldPath | undefined,
    named: NamedPlace | undefined,
  ): ItemId {
    this.#items.push({
      object,
      annotation,
      value,
      manifest,
      path,
      named,
      first: undefined,
      emitted: NOWHERE,
      others: undefined,
      otherwise: undefined,
    });
    return this.#items.length - 1;
  }
}

const NOWHERE: readonly EmittedRef[] = [];

/** Settings of the whole controller, written in its ConfigMap or not: naming every place would say nothing, at great length. */
function actsEverywhere({ object }: OpenItem): boolean {
  return object === undefined || object.kind === 'ConfigMap';
}

function saysTheSame(a: Remark, b: Remark): boolean {
  return a === b || (a.code === b.code && a.message === b.message && a.verdict === b.verdict);
}
