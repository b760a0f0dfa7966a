import type { Verdict } from '../ledger/verdict.js';
import type { TargetName } from '../options.js';

export type { TargetName } from '../options.js';

/** What a value looks like before the entry's own pattern is asked. */
export type ValueKind =
  | 'bool'
  | 'int'
  | 'seconds'
  | 'size'
  | 'enum'
  | 'csv'
  | 'cidrs'
  | 'url'
  | 'regex'
  | 'secret'
  | 'configmap'
  | 'string'
  | 'snippet';

/** Where a setting really acts at the source, whatever the place where it is written. */
export type Scope = 'location' | 'host' | 'upstream' | 'ingress' | 'controller';

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

/** Absent for a target: nothing is known of it, which counts as unsupported. */
export type EntryTargets = Readonly<Pick<Record<TargetName, TargetEntry>, 'gateway-api'>> &
  Readonly<Partial<Record<TargetName, TargetEntry>>>;

export interface AnnotationEntry {
  /** Without the prefix. */
  readonly key: string;
  /** Older names of the same setting, read only when the key itself is absent or empty. */
  readonly aliases?: readonly string[] | undefined;
  readonly group: string;
  readonly kind: ValueKind;
  /** For `enum`: the values accepted. */
  readonly values?: readonly string[] | undefined;
  /** For `enum`: compared without regard to case. */
  readonly anyCase?: boolean | undefined;
  /** A JavaScript regular expression (flag u not set) that a valid value matches, after `strip`. */
  readonly pattern?: string | undefined;
  /** White space removed before the pattern is asked: `ends` or `all`. */
  readonly strip?: 'ends' | 'all' | undefined;
  /** As the documentation of the source would print it. */
  readonly default: string;
  readonly scope: Scope;
  readonly risk: Risk;
  /** True when losing the setting would let requests through that the source stops. */
  readonly protects?: boolean | undefined;
  readonly invalid: InvalidEffect;
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

/** A key of an old release that today's controller no longer reads. */
export interface ObsoleteEntry {
  readonly key: string;
  /** What it once did and what replaced it, in one sentence. */
  readonly summary: string;
  readonly instead?: string | undefined;
}

/** A key of the controller's ConfigMap whose default matters to a conversion. */
export interface ControllerSetting {
  readonly key: string;
  readonly kind: ValueKind;
  readonly default: string;
  readonly summary: string;
}

export interface Mapping {
  readonly controller: string;
  /** Such as `nginx.ingress.kubernetes.io`. */
  readonly prefix: string;
  readonly version: string;
  readonly annotations: readonly AnnotationEntry[];
  readonly obsolete: readonly ObsoleteEntry[];
  readonly settings: readonly ControllerSetting[];
}
