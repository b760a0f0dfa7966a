import { getScalarValue, SCALAR_STYLE } from './yaml-events.js';

/** What a node of an outline is. */
export const NODE = { scalar: 0, mapping: 1, sequence: 2, alias: 3 } as const;
export type NodeKind = (typeof NODE)[keyof typeof NODE];

/** Collections with more values than this get an index when they are first asked for one. */
const LARGE = 32;

/** `start, end, next << 2 | kind` per node: twelve bytes where a parser's event costs a hundred and more. */
const STRIDE = 3;

/**
 * Where the values of a document stand in its text. Nodes are in document order, one per value; the node of a mapping's
 * value carries the range of its key, that of a list item where the item begins (-1: nowhere, it is empty).
 */
export class Outline {
  readonly #text: string;
  readonly #nodes: Int32Array;
  /** Where the first node is. */
  readonly #first: number;
  #indexes: Map<number, ReadonlyMap<string, number>> | undefined;
  #items: Map<number, Int32Array> | undefined;

  constructor(text: string, nodes: Int32Array, first = 0) {
    this.#text = text;
    this.#nodes = nodes;
    this.#first = first;
  }

  /** Offset at which a node (its key, for values of a mapping) begins; -1 when it has no text of its own. */
  startOf(node: number): number {
    return this.#nodes[this.#first + node * STRIDE] ?? -1;
  }

  /** Offset at which the key of a node ends; -1 when it has none in the text. */
  endOf(node: number): number {
    return this.#nodes[this.#first + node * STRIDE + 1] ?? -1;
  }

  /** The list items, or values of a mapping, of a node. */
  *children(node: number): Generator<number> {
    const kind = this.#kind(node);
    if (kind !== NODE.mapping && kind !== NODE.sequence) return;
    const end = this.#next(node);
    for (let child = node + 1; child < end; child = this.#after(child)) yield child;
  }

  /** The value under a key of a mapping, also through aliases and merge keys; undefined when there is none. */
  valueOf(node: number, key: string): number | undefined {
    return this.#valueOf(node, key, 0);
  }

  #valueOf(node: number, key: string, merges: number): number | undefined {
    const mapping = this.resolve(node);
    if (this.#kind(mapping) !== NODE.mapping || merges > 100) return undefined;
    const found = this.#ownValueOf(mapping, key);
    if (found !== undefined) return found;
    // A merge key is rare, and one per mapping is all that anybody writes.
    const merge = this.#ownValueOf(mapping, '<<');
    return merge === undefined ? undefined : this.#inMerge(merge, key, merges + 1);
  }

  /** The last of equal keys counts, as in the value. */
  #ownValueOf(mapping: number, key: string): number | undefined {
    const index = this.#indexes?.get(mapping);
    if (index !== undefined) return index.get(key);
    const end = this.#next(mapping);
    let found: number | undefined;
    let count = 0;
    for (let child = mapping + 1; child < end; child = this.#after(child)) {
      if (++count > LARGE) return this.#indexMapping(mapping).get(key);
      if (this.#hasKey(child, key)) found = child;
    }
    return found;
  }

  #indexMapping(mapping: number): ReadonlyMap<string, number> {
    const index = new Map<string, number>();
    for (const child of this.children(mapping)) index.set(this.#keyOf(child), child);
    this.#indexes ??= new Map();
    this.#indexes.set(mapping, index);
    return index;
  }

  #inMerge(node: number, key: string, merges: number): number | undefined {
    const target = this.resolve(node);
    if (this.#kind(target) !== NODE.sequence) return this.#valueOf(target, key, merges);
    for (const item of this.children(target)) {
      const found = this.#valueOf(item, key, merges);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The item of a list at an index; undefined when there is none. */
  itemOf(node: number, index: number): number | undefined {
    const list = this.resolve(node);
    if (this.#kind(list) !== NODE.sequence) return undefined;
    const items = this.#items?.get(list);
    if (items !== undefined) return items[index];
    const end = this.#next(list);
    let at = 0;
    for (let child = list + 1; child < end; child = this.#after(child)) {
      if (at++ === index) return child;
      if (at > LARGE) {
        const all = Int32Array.from(this.children(list));
        this.#items ??= new Map();
        this.#items.set(list, all);
        return all[index];
      }
    }
    return undefined;
  }

  /** The node an alias stands for; the node itself when it is no alias. */
  resolve(node: number): number {
    let target = node;
    // An alias can only name a node before it, so this ends.
    while (this.#kind(target) === NODE.alias) target = this.#next(target);
    return target;
  }

  #kind(node: number): number {
    return (this.#nodes[this.#first + node * STRIDE + 2] ?? 0) & 3;
  }

  #next(node: number): number {
    return (this.#nodes[this.#first + node * STRIDE + 2] ?? 0) >> 2;
  }

  #after(node: number): number {
    return this.#kind(node) === NODE.alias ? node + 1 : this.#next(node);
  }

  #hasKey(node: number, key: string): boolean {
    const start = this.startOf(node);
    const end = this.endOf(node);
    if (start < 0) return key === '';
    if (!this.#isQuoted(start)) return end - start === key.length && this.#text.startsWith(key, start);
    if (end - start === key.length + 2 && this.#text.startsWith(key, start + 1)) return true;
    return end - start > key.length + 2 && unquoted(this.#text, start, end) === key;
  }

  #keyOf(node: number): string {
    const start = this.startOf(node);
    if (start < 0) return '';
    const end = this.endOf(node);
    return this.#isQuoted(start) ? unquoted(this.#text, start, end) : this.#text.slice(start, end);
  }

  #isQuoted(start: number): boolean {
    const first = this.#text.charCodeAt(start);
    return first === 0x22 || first === 0x27;
  }
}

function unquoted(text: string, start: number, end: number): string {
  const style = text.charCodeAt(start) === 0x22 ? SCALAR_STYLE.DOUBLE_QUOTED : SCALAR_STYLE.SINGLE_QUOTED;
  return getScalarValue(text, {
    type: 4,
    valueStart: start + 1,
    valueEnd: end - 1,
    anchorStart: -1,
    anchorEnd: -1,
    tagStart: -1,
    tagEnd: -1,
    style,
    chomping: 1,
    indent: -1,
    fast: false,
  });
}

/** Takes down the nodes of one document after another; the room it works in is reused. */
export class OutlineBuilder {
  // Small at first, as most files are.
  #nodes = new Int32Array(STRIDE * 64);
  #count = 0;

  /** How many nodes the document has so far. */
  get count(): number {
    return this.#count;
  }

  /** Begins a document, or forgets what was taken down of one. */
  reset(): void {
    this.#count = 0;
  }

  /** Adds a node and answers its index. `start` and `end` are the key's (or item's) range in the text. */
  add(kind: NodeKind, start: number, end: number): number {
    const node = this.#count++;
    const at = node * STRIDE;
    if (at + STRIDE > this.#nodes.length) {
      const larger = new Int32Array(this.#nodes.length * 2);
      larger.set(this.#nodes);
      this.#nodes = larger;
    }
    this.#nodes[at] = start;
    this.#nodes[at + 1] = end;
    this.#nodes[at + 2] = ((node + 1) << 2) | kind;
    return node;
  }

  /** Says what a node turned out to be; every node added since then is below it. */
  close(node: number, kind: NodeKind): void {
    this.#nodes[node * STRIDE + 2] = (this.#count << 2) | kind;
  }

  /** Makes a node an alias of an earlier one. */
  alias(node: number, target: number): void {
    this.#nodes[node * STRIDE + 2] = (target << 2) | NODE.alias;
  }

  /** The outline of the document, whose offsets count in `text`. */
  finish(text: string): Outline {
    const length = this.#count * STRIDE;
    if (length > LARGEST_SHARED) return new Outline(text, this.#nodes.slice(0, length));
    const { nodes, from } = roomFor(length);
    for (let at = 0; at < length; at++) nodes[from + at] = this.#nodes[at] ?? 0;
    return new Outline(text, nodes, from);
  }
}

/** An array of numbers costs several hundred bytes however short it is: small outlines, of which a tree has thousands, share. */
const LARGEST_SHARED = STRIDE * 256;
const SHARED = STRIDE * 4096;
let shared = new Int32Array(0);
let taken = 0;

function roomFor(length: number): { readonly nodes: Int32Array; readonly from: number } {
  if (taken + length > shared.length) {
    shared = new Int32Array(SHARED);
    taken = 0;
  }
  const from = taken;
  taken += length;
  return { nodes: shared, from };
}
