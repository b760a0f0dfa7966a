import { setOwn } from '../kubernetes/set-own.js';
import { eventsOf } from './document-events.js';
import { DocumentFault, MAX_DEPTH, tooDeep } from './document-fault.js';
import { NODE, type Outline, type OutlineBuilder } from './outline.js';
import { plainScalarValue } from './scalar-values.js';
import {
  type AliasEvent,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from './yaml-events.js';

/** A document as plain values, with the way back to its text. */
export interface ComposedDocument {
  readonly value: unknown;
  readonly outline: Outline;
}

export interface ComposeContext {
  readonly outline: OutlineBuilder;
  /** Told of every key that a mapping has twice, by its offset in the text. */
  readonly onDuplicateKey: (offset: number) => void;
}

/** Nodes that aliases may add to a document: a hundred times its own, within these bounds. */
const LEAST_ALIAS_BUDGET = 10_000;
const LARGEST_ALIAS_BUDGET = 1_000_000;

interface Anchor {
  readonly node: number;
  value: unknown;
  /** Nodes below and including it, aliases expanded. */
  size: number;
  /** Levels below it, aliases expanded. */
  height: number;
  /** False while the node is still being read: an alias to it would be a cycle. */
  complete: boolean;
}

/**
 * Reads all YAML that there is, by the events of js-yaml.
 *
 * @param text the text of the file
 * @param from where the chunk to read begins
 * @param to where it ends
 * @returns the documents of the chunk
 * @throws DocumentFault when the chunk is not YAML or would grow out of bounds
 */
export function composeYaml(text: string, from: number, to: number, context: ComposeContext): ComposedDocument[] {
  const chunk = text.slice(from, to);
  const events = eventsOf(chunk, from);
  const documents: ComposedDocument[] = [];
  let at = 0;
  while (at < events.length) {
    context.outline.reset();
    const composer = new Composer(chunk, from, events, at + 1, context);
    const value = composer.root();
    documents.push({ value, outline: context.outline.finish(text) });
    at = composer.at + 1;
  }
  return documents;
}

class Composer {
  at: number;
  readonly #base: number;
  readonly #chunk: string;
  readonly #events: readonly Event[];
  readonly #context: ComposeContext;
  readonly #outline: OutlineBuilder;
  /** Undefined before the first, as in most documents. */
  #anchors: Map<string, Anchor> | undefined;
  #aliased = 0;
  #deepest = 0;

  constructor(chunk: string, base: number, events: readonly Event[], at: number, context: ComposeContext) {
    this.#base = base;
    this.#chunk = chunk;
    this.#events = events;
    this.at = at;
    this.#context = context;
    this.#outline = context.outline;
  }

  root(): unknown {
    const event = this.#next();
    const start = this.#startOf(event);
    return this.#value(event, this.#outline.add(NODE.scalar, start, start), 1);
  }

  #next(): Event {
    const event = this.#events[this.at++];
    if (event === undefined) throw new DocumentFault('RS0104', this.#base, 'the document ends too early');
    return event;
  }

  #value(event: Event, node: number, depth: number): unknown {
    if (depth > this.#deepest) this.#deepest = depth;
    switch (event.type) {
      case EVENT_ID.SCALAR: {
        const value = this.#scalar(event);
        if (event.anchorStart !== -1) this.#anchor(event, { node, value, size: 1, height: 0, complete: true });
        return value;
      }
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE:
        return this.#collection(event, node, depth);
      case EVENT_ID.ALIAS:
        return this.#alias(event, node, depth);
      case EVENT_ID.DOCUMENT:
      case EVENT_ID.POP:
        throw new DocumentFault('RS0104', this.#base, 'the document is not well-formed');
    }
  }

  #collection(event: MappingEvent | SequenceEvent, node: number, depth: number): unknown {
    if (depth > MAX_DEPTH) throw tooDeep(this.#startOf(event));
    const isMapping = event.type === EVENT_ID.MAPPING;
    if (event.anchorStart === -1) return isMapping ? this.#mapping(node, depth) : this.#sequence(node, depth);
    const anchor: Anchor = { node, value: undefined, size: 0, height: 0, complete: false };
    this.#anchor(event, anchor);
    const outer = this.#deepest;
    const aliasedBefore = this.#aliased;
    this.#deepest = depth;
    const value = isMapping ? this.#mapping(node, depth) : this.#sequence(node, depth);
    anchor.value = value;
    anchor.size = this.#outline.count - node + (this.#aliased - aliasedBefore);
    anchor.height = this.#deepest - depth;
    anchor.complete = true;
    this.#deepest = Math.max(outer, this.#deepest);
    return value;
  }

  #sequence(node: number, depth: number): unknown[] {
    const first = this.#next();
    // Most lists have one item, and one that began empty would at once have room for many.
    const items = first.type === EVENT_ID.POP ? [] : [this.#item(first, depth)];
    if (items.length > 0)
      for (let event = this.#next(); event.type !== EVENT_ID.POP; event = this.#next())
        items.push(this.#item(event, depth));
    this.#outline.close(node, NODE.sequence);
    return items;
  }

  #item(event: Event, depth: number): unknown {
    const start = this.#startOf(event);
    return this.#value(event, this.#outline.add(NODE.scalar, start, start), depth + 1);
  }

  #mapping(node: number, depth: number): Record<string, unknown> {
    const mapping: Record<string, unknown> = {};
    let merges: unknown[] | undefined;
    for (let event = this.#next(); event.type !== EVENT_ID.POP; event = this.#next()) {
      const start = this.#startOf(event);
      const key = this.#key(event, start);
      const child = this.#outline.add(NODE.scalar, start, this.#endOf(event, start));
      const value = this.#value(this.#next(), child, depth + 1);
      if (key === '<<' && event.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN) {
        merges ??= [];
        merges.push(...this.#mergeSources(value, start));
        continue;
      }
      if (Object.hasOwn(mapping, key)) this.#context.onDuplicateKey(Math.max(start, this.#base));
      setOwn(mapping, key, value);
    }
    for (const source of merges ?? []) mergeInto(mapping, source);
    this.#outline.close(node, NODE.mapping);
    return mapping;
  }

  /** Mappings named by a merge key, the strongest first (yaml.org/type/merge.html). */
  #mergeSources(value: unknown, offset: number): unknown[] {
    const sources = Array.isArray(value) ? value : [value];
    if (!sources.every(isMapping)) {
      throw new DocumentFault('RS0104', offset, 'a merge key (<<) must name a mapping or a list of mappings');
    }
    return sources;
  }

  #key(event: Event, offset: number): string {
    if (event.type === EVENT_ID.SCALAR) {
      const key = getScalarValue(this.#chunk, event);
      if (event.anchorStart !== -1) {
        // The node of a key that is also an anchor is its value's, which comes next: nobody asks where it is.
        this.#anchor(event, { node: this.#outline.count, value: key, size: 1, height: 0, complete: true });
      }
      return key;
    }
    if (event.type === EVENT_ID.ALIAS) {
      const value = this.#anchors?.get(this.#nameOf(event))?.value;
      if (value === null || (value !== undefined && typeof value !== 'object')) return String(value);
    }
    throw new DocumentFault('RS0104', Math.max(offset, this.#base), 'a key is not a simple word');
  }

  #alias(event: AliasEvent, node: number, depth: number): unknown {
    const offset = this.#startOf(event);
    const anchor = this.#anchors?.get(this.#nameOf(event));
    if (anchor === undefined) throw new DocumentFault('RS0104', offset, 'an alias names no anchor of the document');
    if (!anchor.complete) throw new DocumentFault('RS0106', offset, 'an alias names the very thing it is part of');
    if (depth + anchor.height > MAX_DEPTH) throw tooDeep(offset);
    this.#deepest = Math.max(this.#deepest, depth + anchor.height);
    this.#aliased += anchor.size;
    const budget = Math.min(Math.max(this.#events.length * 100, LEAST_ALIAS_BUDGET), LARGEST_ALIAS_BUDGET);
    if (this.#aliased > budget) {
      throw new DocumentFault('RS0106', offset, `the aliases of the document expand to more than ${budget} values`);
    }
    if (anchor.node < node) this.#outline.alias(node, anchor.node);
    return anchor.value;
  }

  #anchor(event: ScalarEvent | MappingEvent | SequenceEvent, anchor: Anchor): void {
    this.#anchors ??= new Map();
    this.#anchors.set(this.#nameOf(event), anchor);
  }

  #nameOf(event: { readonly anchorStart: number; readonly anchorEnd: number }): string {
    return this.#chunk.slice(event.anchorStart, event.anchorEnd);
  }

  #scalar(event: ScalarEvent): unknown {
    const text = getScalarValue(this.#chunk, event);
    if (event.tagStart !== -1) {
      const tag = this.#chunk.slice(event.tagStart, event.tagEnd);
      // Of the tags, only those that ask for another reading of the text matter; local ones (`!Ref`) do not.
      return /^(?:!!|!<tag:yaml\.org,2002:)(?:int|float|bool|null)\b/.test(tag) ? plainScalarValue(text) : text;
    }
    return event.style === SCALAR_STYLE.PLAIN ? plainScalarValue(text) : text;
  }

  /** Where a node begins in the file, quotes included, anchors and tags not; -1 when it is empty. */
  #startOf(event: Event): number {
    switch (event.type) {
      case EVENT_ID.SCALAR:
        if (event.valueStart === -1) return -1;
        return this.#base + event.valueStart - (isQuoted(event) ? 1 : 0);
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE:
        return this.#base + event.start;
      case EVENT_ID.ALIAS:
        return this.#base + event.anchorStart - 1;
      case EVENT_ID.DOCUMENT:
      case EVENT_ID.POP:
        return -1;
    }
  }

  #endOf(event: Event, start: number): number {
    if (event.type !== EVENT_ID.SCALAR || event.valueStart === -1) return start;
    return this.#base + event.valueEnd + (isQuoted(event) ? 1 : 0);
  }
}

function isQuoted(event: ScalarEvent): boolean {
  return event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
}

function isMapping(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mergeInto(target: Record<string, unknown>, source: unknown): void {
  if (typeof source !== 'object' || source === null) return;
  for (const [key, value] of Object.entries(source)) if (!Object.hasOwn(target, key)) setOwn(target, key, value);
}
