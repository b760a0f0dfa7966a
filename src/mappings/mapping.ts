import type { Verdict } from '../ledger/verdict.js';
import type { TargetName } from '../options.js';

export type { TargetName } from '../options.js';

/** What a value looks like before the entry's own pattern is asked. */
export type ValueKind =
  | 'bool'
  /** A boolean that may also be written as on, off, enabled or disabled, in any case. */
  | 'switch'
  | 'int'
  | 'seconds'
  | 'size'
  | 'enum'
  | 'csv'
  | 'cidrs'
  /** Addresses and CIDRs separated by blanks; those that are none are passed over as long as one is left. */
  | 'addresses'
  /** A number with one of us, ms, s, m, h and d, or of milliseconds; never 0. */
  | 'duration'
  | 'url'
  | 'regex'
  | 'secret'
  | 'configmap'
  | 'string'
  | 'snippet';

/** Where a setting really acts at the source, whatever the place where it is written. */
export type Scope = 'location' | 'host' | 'upstream' | 'ingress' | 'route' | 'controller';

/** Objects that annotations stand on. */
export type ObjectKind = 'Ingress' | 'Route' | 'Service';

export type Risk = 'Low' | 'Medium' | 'High' | 'Critical';

/**
 * What the source does with an invalid value: `ignored` falls back to the default; `group-dropped` drops all keys of the
 * group on the object; `denied` closes the object's locations (503); `host-denied` closes the whole host (403);
 * `rejected` drops the whole object.
 */
export type InvalidEffect = 'ignored' | 'group-dropped' | 'denied' | 'host-denied' | 'rejected';

/** The best that a target can do with an entry. */
export interface TargetVerdict {
  readonly verdict: Verdict;
  /** Path of the target field, such as `HTTPRoute spec.rules[].timeouts.request`. */
  readonly field?: string | undefined;
  /** One sentence: what differs, or what is lost and what people do instead. */
  readonly caveat: string;
  /** One sentence: what to do. */
  readonly next?: string | undefined;
}

export interface TargetEntry extends TargetVerdict {
  /** Where the experimental channel of the target does better. */
  readonly experimental?: TargetVerdict | undefined;
}

export type EntryTargets = Readonly<Record<TargetName, TargetEntry>>;

export interface AnnotationEntry {
  /** Without the prefix of the mapping. */
  readonly key: string;
  /** Older names of the same setting, read only when the key itself is absent or empty. */
  readonly aliases?: readonly string[] | undefined;
  readonly group: string;
  readonly kind: ValueKind;
  /** Kinds of objects on which the source reads it; absent: on every Ingress. */
  readonly on?: readonly ObjectKind[] | undefined;
  /** For `enum`: the values accepted. */
  readonly values?: readonly string[] | undefined;
  /** For `enum`: compared without regard to case. */
  readonly anyCase?: boolean | undefined;
  /** A JavaScript regular expression (flag u not set) that a valid value matches, after `strip`. */
  readonly pattern?: string | undefined;
  /** White space removed before the value is looked at: `ends`, `all`, or expressly `none`. */
  readonly strip?: 'ends' | 'all' | 'none' | undefined;
  /** As the documentation of the source would print it. */
  readonly default: string;
  readonly scope: Scope;
  /** Where the source sorts its annotations by risk. */
  readonly risk?: Risk | undefined;
  /** True when losing the setting would let requests through that the source stops. */
  readonly protects?: boolean | undefined;
  readonly invalid: InvalidEffect;
  /** Where no `invalid` says it: what an invalid value does instead, as a clause. */
  readonly ifInvalid?: string | undefined;
  /** Where `default` does not say it: what happens then when an invalid value is ignored, as a clause. */
  readonly ifIgnored?: string | undefined;
  /** Key of the controller's ConfigMap that sets the default. */
  readonly configmapKey?: string | undefined;
  /** Values that ask for what the source and the target do anyway: nothing to convert. */
  readonly neutral?: readonly string[] | undefined;
  /**
   * The key without which this one does nothing. A `neutral` value of that key counts as absent; a default from the
   * controller's ConfigMap (its `configmapKey`) counts as present.
   */
  readonly requires?: string | undefined;
  /**
   * The function in `src/sources/<controller>` that reads the key. Absent: no code reads it, and the verdict of the target
   * entry is final ("plain").
   */
  readonly concern?: string | undefined;
  /** One or two sentences: what the source does with it. */
  readonly summary: string;
  /** A minimal use that reaches the declared verdict: its value, the other annotations it needs, and `tls` for a host with TLS. */
  readonly sample: {
    readonly value: string;
    readonly with?: Readonly<Record<string, string>> | undefined;
    readonly tls?: boolean | undefined;
    readonly path?: string | undefined;
    /** Manifests that the value refers to. */
    readonly objects?: readonly unknown[] | undefined;
    /** Keys of the controller's ConfigMap. */
    readonly config?: Readonly<Record<string, string>> | undefined;
  };
  /** Source file that defines it. */
  readonly source: string;
  /** Per target API. */
  readonly targets: EntryTargets;
}

/** A key that today's controller does not read: one of an old release, or one that never was. */
export interface ObsoleteEntry {
  readonly key: string;
  /** Set for keys that people write although no release ever read them. */
  readonly neverRead?: boolean | undefined;
  /** What it once did and what replaced it, in one sentence; for others why people write it. */
  readonly summary: string;
  readonly instead?: string | undefined;
}

/** An annotation of another kind of object that decides what becomes of traffic. Told, and never converted. */
export interface ElsewhereEntry {
  readonly key: string;
  /** The object, such as `a Service`. */
  readonly on: string;
  readonly summary: string;
}

/** A key of the controller's ConfigMap whose default matters to a conversion. */
export interface ControllerSetting {
  readonly key: string;
  readonly kind: ValueKind;
  readonly default: string;
  readonly summary: string;
  /** Source file that defines it. */
  readonly source?: string | undefined;
  /** What targets can do with it, for keys that no annotation overrides. */
  readonly targets?: EntryTargets | undefined;
}

export interface Mapping {
  readonly controller: string;
  /** Such as `nginx.ingress.kubernetes.io`; '' where keys are whole names. */
  readonly prefix: string;
  /** Prefixes under which the controller reads every key too, the stronger one first; none is stronger than `prefix`. */
  readonly alsoPrefixes?: readonly string[] | undefined;
  /** Where keys are whole names: the prefixes of which each says whose key it is. */
  readonly ownPrefixes?: readonly string[] | undefined;
  readonly version: string;
  readonly annotations: readonly AnnotationEntry[];
  readonly obsolete: readonly ObsoleteEntry[];
  readonly elsewhere?: readonly ElsewhereEntry[] | undefined;
  readonly settings: readonly ControllerSetting[];
}
