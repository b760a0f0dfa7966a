import type { ConfigMap } from '../kubernetes/companions.js';
import type { Ledger } from '../ledger/ledger.js';
import type { ItemId, Traced } from '../model/traced.js';
import type { ConvertOptions } from '../options.js';

const TRUE = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const FALSE = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/**
 * The controller's ConfigMap over its built-in defaults. A setting that shapes the output has a ledger item: the ConfigMap's
 * key if it is written, else the built-in default, once.
 */
export class Settings {
  /** Whether a configuration was given: without one, what is plainly in use is assumed to be allowed. */
  readonly given: boolean;
  /** Whether any Ingress is served at all: without one, no default matters. */
  served = false;
  readonly #data: Readonly<Record<string, string>>;
  readonly #manifest: ConfigMap | undefined;
  readonly #ledger: Ledger;
  readonly #items = new Map<string, ItemId>();
  readonly #alone = new Map<ItemId, readonly ItemId[]>();
  readonly #controller: string;

  /**
   * @param found the controller's ConfigMap, if it is in the input; a configuration among the options wins over it
   * @param controller its name in reports
   */
  constructor(ledger: Ledger, options: ConvertOptions, found: ConfigMap | undefined, controller: string) {
    this.#controller = controller;
    this.#ledger = ledger;
    this.#manifest = options.controllerConfig === undefined ? found : undefined;
    this.#data = options.controllerConfig ?? found?.data ?? {};
    this.given = options.controllerConfig !== undefined || found !== undefined;
  }

  /** The keys that the configuration sets. */
  keys(): string[] {
    return Object.keys(this.#data).sort();
  }

  text(key: string): string | undefined {
    return this.#data[key];
  }

  bool(key: string, builtIn: boolean): boolean {
    const raw = this.#data[key]?.trim();
    if (raw === undefined) return builtIn;
    // A value of the wrong type leaves the default (semantics §23).
    return TRUE.has(raw) ? true : FALSE.has(raw) ? false : builtIn;
  }

  integer(key: string, builtIn: number): number {
    const raw = this.#data[key]?.trim();
    return raw !== undefined && /^[+-]?\d+$/.test(raw) ? Number(raw) : builtIn;
  }

  list(key: string, builtIn: readonly string[]): readonly string[] {
    const raw = this.#data[key];
    if (raw === undefined) return builtIn;
    return raw
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '');
  }

  /** A value together with the item that stands for the setting. */
  traced<T>(key: string, value: T): Traced<T> {
    return { value, from: this.#from(key, typeof value === 'object' ? 'true' : String(value)) };
  }

  /** The text of a setting with its item; undefined where the configuration does not set it. */
  written(key: string): Traced<string> | undefined {
    const raw = this.#data[key]?.trim();
    return raw === undefined || raw === '' ? undefined : { value: raw, from: this.#from(key, raw) };
  }

  /** Like `written`, for numbers; a value of the wrong type leaves the default (semantics §23). */
  writtenInteger(key: string): Traced<number> | undefined {
    const text = /^[+-]?\d+$/.test(this.#data[key]?.trim() ?? '') ? this.written(key) : undefined;
    return text === undefined ? undefined : { value: Number(text.value), from: text.from };
  }

  /** The item of a setting alone: thousands of rules have it. */
  #from(key: string, shown: string): readonly ItemId[] {
    const item = this.item(key, shown);
    let from = this.#alone.get(item);
    if (from === undefined) {
      from = [item];
      this.#alone.set(item, from);
    }
    return from;
  }

  /** The item of a setting: opened the first time somebody asks. */
  item(key: string, shown: string): ItemId {
    const known = this.#items.get(key);
    if (known !== undefined) return known;
    const written = this.#data[key];
    const id =
      this.#manifest !== undefined && written !== undefined
        ? this.#ledger.openField(this.#manifest.manifest, ['data', key], written)
        : this.#ledger.openElsewhere(
            {
              file: written === undefined ? `(${this.#controller} defaults)` : '(controller configuration)',
              line: 1,
              column: 1,
            },
            `controller.${key}`,
            undefined,
            written ?? shown,
          );
    this.#items.set(key, id);
    return id;
  }

  /** The item of a setting, if anybody asked for it. */
  known(key: string): ItemId | undefined {
    return this.#items.get(key);
  }

  /** Every setting that was asked for, with its item. */
  items(): [string, ItemId][] {
    return [...this.#items];
  }

  /** Settings that are written and that nothing of the conversion asked for. */
  unused(): string[] {
    return this.keys().filter((key) => !this.#items.has(key));
  }
}

/** Says of settings that were read that nothing written depends on them, where nothing else is said. */
export function sayIdleSettings(settings: Settings, ledger: Ledger): void {
  for (const [key, item] of settings.items()) {
    if (!ledger.isSilent(item)) continue;
    const message = `${key} was read, but no emitted rule depends on it`;
    ledger.say(item, { verdict: 'redundant', code: 'RS0318', message });
  }
}
