import { parseGoBool, parseGoInt } from '../../values/go-values.js';
import { defaults } from './defaults.js';
import { validated } from './validators.js';

/** Where a value was written; absent for defaults and for the controller's ConfigMap. */
export interface ValueSource {
  readonly namespace: string;
  readonly name: string;
}

/** A value of a configuration key, with the controller's readings of it (annotations/mapper.go). */
export class ConfigValue {
  readonly text: string;
  readonly source: ValueSource | undefined;

  constructor(text: string, source: ValueSource | undefined) {
    this.text = text;
    this.source = source;
  }

  /** Anything that is no boolean counts as false. */
  get isTrue(): boolean {
    return parseGoBool(this.text) ?? false;
  }

  /** Anything that is no integer counts as 0. */
  get integer(): number {
    return parseGoInt(this.text) ?? 0;
  }
}

/** Answers for keys, such as those of one path. */
export interface Values {
  get(key: string): ConfigValue;
}

export type Keys = ReadonlyMap<string, string>;

export const defaultPrefixes: readonly string[] = ['haproxy-ingress.github.io', 'ingress.kubernetes.io'];

/** Configuration keys of an object; where several prefixes carry a key, the first prefix counts. */
export function readKeys(annotations: ReadonlyMap<string, string>, prefixes: readonly string[]): Keys {
  const keys = new Map<string, string>();
  for (const prefix of prefixes) {
    for (const [name, value] of annotations) {
      if (!name.startsWith(`${prefix}/`)) continue;
      const key = name.slice(prefix.length + 1);
      if (!keys.has(key)) keys.set(key, value);
    }
  }
  return keys;
}

/** The controller's ConfigMap over the built-in defaults. Its values are not validated. */
export class GlobalConfig implements Values {
  private readonly values: ReadonlyMap<string, string>;

  constructor(config: Readonly<Record<string, string>> | undefined, version: '0.16' | '0.17') {
    const values = new Map(Object.entries(defaults));
    if (version === '0.17') values.delete('cors-allow-origin');
    for (const [key, value] of Object.entries(config ?? {})) if (typeof value === 'string') values.set(key, value);
    this.values = values;
  }

  get(key: string): ConfigValue {
    return new ConfigValue(this.values.get(key) ?? '', undefined);
  }

  /** Whether the ConfigMap or a default says anything about a key. */
  has(key: string): boolean {
    return this.values.has(key);
  }
}

/**
 * The annotations that meet at one host or one backend. A path keeps the first value of a key that is added to it; the
 * backend as a whole has the value that came first for any of its paths (reference §1.1, conflicts).
 */
export class Mapper implements Values {
  private readonly global: GlobalConfig;
  private readonly first = new Map<string, ConfigValue>();
  private readonly paths = new Map<string, Map<string, ConfigValue>>();

  constructor(global: GlobalConfig) {
    this.global = global;
  }

  /** Values that do not pass the validator of their key leave its place to others. */
  add(source: ValueSource, path: string, keys: Keys): void {
    let known = this.paths.get(path);
    if (known === undefined) {
      known = new Map();
      this.paths.set(path, known);
    }
    for (const [key, text] of keys) {
      if (known.has(key)) continue;
      const valid = validated(key, text);
      if (valid === undefined) continue;
      const value = new ConfigValue(valid, source);
      known.set(key, value);
      if (!this.first.has(key)) this.first.set(key, value);
    }
  }

  get(key: string): ConfigValue {
    return this.first.get(key) ?? this.global.get(key);
  }

  /** The values of one path. */
  at(path: string): Values {
    const known = this.paths.get(path);
    return { get: (key) => known?.get(key) ?? this.global.get(key) };
  }
}
