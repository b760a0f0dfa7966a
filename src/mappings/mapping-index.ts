import type { AnnotationEntry, ControllerSetting, ElsewhereEntry, Mapping, ObsoleteEntry } from './mapping.js';
import { nearMissFinder } from './near-miss.js';

/** An entry and the name under which it was asked for, where that is an older one. */
export interface FoundEntry {
  readonly entry: AnnotationEntry;
  /** The alias that was asked for; absent for the key itself. */
  readonly alias?: string | undefined;
}

/** A mapping that answers questions about keys at once. Keys are without the prefix of the mapping. */
export interface MappingIndex {
  readonly mapping: Mapping;
  /** Prefix of the annotations, unless the controller was started with another one. */
  readonly prefix: string;
  /** Every key that the controller reads, aliases right after the key they stand for. */
  readonly keys: readonly string[];
  /** The entry of a key or of an alias. */
  entry(key: string): FoundEntry | undefined;
  /** What is known of a key that only earlier releases read. */
  obsolete(key: string): ObsoleteEntry | undefined;
  /** What is known of an annotation of another kind of object. */
  elsewhere(key: string): ElsewhereEntry | undefined;
  /** A key of the controller's ConfigMap. */
  setting(key: string): ControllerSetting | undefined;
  /** The key that a misspelt one most probably means; undefined for known keys and for words that resemble none. */
  nearest(key: string): string | undefined;
}

/** A key as it stands on an object, under the first prefix of its controller. */
export function wholeKey({ prefix }: Mapping, key: string): string {
  return prefix === '' ? key : `${prefix}/${key}`;
}

/** Every name under which a key may stand on an object, the one that counts first. */
export function wholeKeys(mapping: Mapping, key: string): readonly string[] {
  return [wholeKey(mapping, key), ...(mapping.alsoPrefixes ?? []).map((prefix) => `${prefix}/${key}`)];
}

/** Answers for misspelt keys are remembered up to this many: real inputs repeat a few, hostile ones never. */
const REMEMBERED_MISSES = 1000;

/** Builds the index of a mapping that is known to be sound (see `checkMapping`); it is not checked again. */
export function indexMapping(mapping: Mapping): MappingIndex {
  const entries = new Map<string, FoundEntry>();
  for (const entry of mapping.annotations) {
    entries.set(entry.key, { entry });
    for (const alias of entry.aliases ?? []) entries.set(alias, { entry, alias });
  }
  const obsolete = new Map(mapping.obsolete.map((entry) => [entry.key, entry]));
  const elsewhere = new Map((mapping.elsewhere ?? []).map((entry) => [entry.key, entry]));
  const settings = new Map(mapping.settings.map((setting) => [setting.key, setting]));
  const keys = [...entries.keys()];
  const nearMiss = nearMissFinder(keys);
  const misses = new Map<string, string | undefined>();

  return {
    mapping,
    prefix: mapping.prefix,
    keys,
    entry: (key) => entries.get(key),
    obsolete: (key) => obsolete.get(key),
    elsewhere: (key) => elsewhere.get(key),
    setting: (key) => settings.get(key),
    nearest(key) {
      if (entries.has(key)) return undefined;
      if (misses.has(key)) return misses.get(key);
      const nearest = nearMiss(key);
      if (misses.size < REMEMBERED_MISSES) misses.set(key, nearest);
      return nearest;
    },
  };
}

/** The index of a mapping that is read when somebody asks: a run is for one controller, and reading all of them takes a while. */
export function indexLater(read: () => Mapping): MappingIndex {
  let built: MappingIndex | undefined;
  const index = (): MappingIndex => {
    built ??= indexMapping(read());
    return built;
  };
  return {
    get mapping() {
      return index().mapping;
    },
    get prefix() {
      return index().prefix;
    },
    get keys() {
      return index().keys;
    },
    entry: (key) => index().entry(key),
    obsolete: (key) => index().obsolete(key),
    elsewhere: (key) => index().elsewhere(key),
    setting: (key) => index().setting(key),
    nearest: (key) => index().nearest(key),
  };
}
