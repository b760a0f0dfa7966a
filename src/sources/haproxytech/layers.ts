import type { MappingIndex } from '../../mappings/mapping-index.js';
import { checkValue, type ParsedValue } from '../../mappings/value.js';
import type { ItemId, Traced } from '../../model/traced.js';
import type { Settings } from '../settings.js';
import type { Annotations } from './annotations.js';

/** One value, found in the first layer that has the key: Service, Ingress, ConfigMap (reference §2.1). */
export class Layers {
  readonly #objects: readonly Annotations[];
  readonly #settings: Settings;
  readonly #mapping: MappingIndex;

  constructor(objects: readonly Annotations[], settings: Settings, mapping: MappingIndex) {
    this.#objects = objects;
    this.#settings = settings;
    this.#mapping = mapping;
  }

  #find(key: string): Traced<{ readonly raw: string; readonly parsed: ParsedValue | undefined }> | undefined {
    for (const object of this.#objects) {
      const text = object.text(key);
      const entry = object.entry(key);
      if (text !== undefined && entry !== undefined) {
        const checked = checkValue(entry, text.value);
        return { value: { raw: text.value, parsed: checked.ok ? checked.value : undefined }, from: text.from };
      }
      if (object.stops(key)) return undefined;
    }
    const raw = this.#settings.text(key) ?? '';
    const found = this.#mapping.entry(key);
    if (raw === '' || found === undefined) return undefined;
    const checked = checkValue(found.entry, raw);
    if (!checked.ok) return undefined;
    return { value: { raw, parsed: checked.value }, from: [this.#settings.item(key, raw)] };
  }

  text(key: string): Traced<string> | undefined {
    const found = this.#find(key);
    return found === undefined ? undefined : { value: found.value.raw, from: found.from };
  }

  /** Every object that holds a value, for keys of which the values are put together. */
  holdersOf(key: string): Annotations[] {
    return this.#objects.filter((object) => object.has(key));
  }

  bool(key: string): Traced<boolean> | undefined {
    const found = this.#find(key);
    return found?.value.parsed?.kind === 'bool' ? { value: found.value.parsed.value, from: found.from } : undefined;
  }

  integer(key: string): Traced<number> | undefined {
    const found = this.#find(key);
    return found?.value.parsed?.kind === 'int' ? { value: found.value.parsed.value, from: found.from } : undefined;
  }

  /** Seconds of a time. */
  seconds(key: string): Traced<number> | undefined {
    const found = this.#find(key);
    return found?.value.parsed?.kind === 'duration'
      ? { value: found.value.parsed.value / 1000, from: found.from }
      : undefined;
  }

  /** Items of those of the keys that are written on an object. */
  items(keys: readonly string[]): ItemId[] {
    return [...new Set(keys.flatMap((key) => this.#objects.flatMap((object) => object.itemsOf([key]))))];
  }

  /** The mapping's own verdict stands for keys that are written on an object. */
  leaveToMapping(key: string): void {
    for (const object of this.#objects) object.leaveToMapping(key);
  }
}
