import type { MappingIndex } from '../../mappings/mapping-index.js';
import type { Traced } from '../../model/traced.js';
import type { Settings } from '../settings.js';
import type { Annotations } from './annotations.js';

const TRUE = ['1', 't', 'T', 'TRUE', 'true', 'True'];

/** What holds somewhere: the first annotation that says it, else the controller's ConfigMap (reference §1.1). */
export class Values {
  readonly #sources: readonly Annotations[];
  readonly #settings: Settings;
  readonly #mapping: MappingIndex;

  constructor(sources: readonly Annotations[], settings: Settings, mapping: MappingIndex) {
    this.#sources = sources;
    this.#settings = settings;
    this.#mapping = mapping;
  }

  text(key: string): Traced<string> | undefined {
    return this.annotation(key) ?? this.setting(key);
  }

  /** By annotations alone. */
  annotation(key: string): Traced<string> | undefined {
    return this.#sources.find((source) => source.has(key) || source.isRefused(key))?.text(key);
  }

  /** The annotations that hold the value, where one does. */
  holderOf(key: string): Annotations | undefined {
    return this.#sources.find((source) => source.has(key) || source.isRefused(key));
  }

  setting(key: string): Traced<string> | undefined {
    const global = this.#mapping.entry(key)?.entry.configmapKey;
    return global === undefined ? undefined : this.#settings.written(global);
  }

  /** Undefined where nobody says anything; anything that is no boolean counts as false. */
  bool(key: string): Traced<boolean> | undefined {
    const text = this.text(key);
    return text === undefined ? undefined : { value: TRUE.includes(text.value), from: text.from };
  }

  isOn(key: string): boolean {
    return this.bool(key)?.value === true;
  }

  integer(key: string): Traced<number> | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    return { value: /^[+-]?\d+$/.test(text.value) ? Number(text.value) : 0, from: text.from };
  }

  list(key: string): Traced<readonly string[]> | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    const items = text.value.split(',').map((item) => item.trim());
    return { value: items.filter((item) => item !== ''), from: text.from };
  }

  /** Seconds of a time with a unit. */
  seconds(key: string): Traced<number> | undefined {
    const text = this.text(key);
    const [, amount, unit = ''] = /^(\d+)(us|ms|s|m|h|d)$/.exec(text?.value ?? '') ?? [];
    if (text === undefined || amount === undefined) return undefined;
    return { value: Number(amount) * (SECONDS[unit] ?? 1), from: text.from };
  }

  /** Leaves annotations to what the mapping declares. */
  leave(...keys: readonly string[]): void {
    for (const source of this.#sources) for (const key of keys) source.leaveToMapping(key);
  }

  /** Items of those of the keys that hold here. */
  itemsOf(keys: readonly string[]): number[] {
    return keys.flatMap((key) => [...(this.annotation(key)?.from ?? [])]);
  }
}

const SECONDS: Readonly<Record<string, number>> = { us: 1e-6, ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };
