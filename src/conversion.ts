import type { ObjectRef, SourcePosition } from './kubernetes/object.js';
import type { Item, Severity, Verdict } from './ledger/verdict.js';
import type { ConvertOptions, SourceName } from './options.js';

/** An object of the output with the words that go into its comments. */
export interface EmittedObject {
  readonly object: KubernetesObject;
  /** `file:line Kind namespace/name` of each source, in order; printed as comments above the document. */
  readonly sources: readonly string[];
  /** The objects of the input that it was made of, each once. Nothing for what no object of the input asks for. */
  readonly origins: readonly Origin[];
  /** Other comment lines above the document. */
  readonly comments: readonly string[];
  /** Comments above `spec.rules[i]`; index `rules.length` stands for "after the last rule". */
  readonly ruleComments: ReadonlyMap<number, readonly string[]>;
}

/** An object of the input that something was made of. Its place tells it from others of its name. */
export interface Origin {
  readonly ref: ObjectRef;
  readonly source: SourcePosition;
}

/** A plain object as it is written out; key order is the order in the file. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string | undefined;
    readonly labels?: Readonly<Record<string, string>> | undefined;
    readonly annotations?: Readonly<Record<string, string>> | undefined;
  };
  /** Absent for kinds that have none, such as a Role or a Secret. */
  readonly spec?: object | undefined;
  readonly type?: string | undefined;
  readonly data?: Readonly<Record<string, string>> | undefined;
  readonly stringData?: Readonly<Record<string, string>> | undefined;
}

/** A rule that was not published, and what would publish it. */
export interface WithheldRule {
  readonly object: ObjectRef;
  readonly source: SourcePosition;
  readonly field: string;
  readonly hostname: string;
  readonly path: string;
  /** Annotation keys (without prefix) or finding codes, each of which has to be accepted; empty: nothing would publish it. */
  readonly blockedBy: readonly string[];
}

/** The shortest way out: accepting these keys publishes that many withheld rules. */
export interface WayOut {
  readonly accept: readonly string[];
  readonly publishes: number;
}

export interface Summary {
  /** Input files (or documents of stdin) read. */
  readonly inputs: number;
  /** Objects emitted. */
  readonly objects: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly findings: Readonly<Record<Severity, number>>;
  /** Withheld rules. */
  readonly withheld: number;
}

/** How many requests were replayed before and after the conversion, and how they compare. */
export interface VerificationSummary {
  readonly probes: number;
  readonly agree: number;
  /** Differ in what findings tell. */
  readonly explained: number;
  /** Differ in something that no finding tells. */
  readonly unexplained: number;
}

/** What was written, for a report. */
export type Target =
  | { readonly api: 'gateway-api'; readonly version: string; readonly channel: string }
  | { readonly api: 'openshift-route'; readonly version: string; readonly channel: null };

/** What one controller's share of the input became, in a run over several controllers. */
export interface Part {
  /** Those whose objects the share holds: two for a router that serves Routes and Ingresses. */
  readonly controllers: readonly SourceName[];
  /** Those of a run for this controller alone that gives the same. */
  readonly options: ConvertOptions;
  /** Objects of the input that are no business of this controller. */
  readonly leftOut: readonly { readonly ref: ObjectRef; readonly source: SourcePosition }[];
  readonly conversion: Conversion;
}

/** All that came of one run: a pure function of the documents and the options. */
export interface Conversion {
  readonly target: Target;
  readonly emitted: readonly EmittedObject[];
  /** Comment lines for the end of the output: withheld rules that stand in no emitted object. */
  readonly closingComments: readonly string[];
  /** Sorted by file, line, column, field, annotation. */
  readonly items: readonly Item[];
  readonly withheld: readonly WithheldRule[];
  readonly waysOut: readonly WayOut[];
  readonly summary: Summary;
  /** What came of replaying requests on both sides, where that was asked for. */
  readonly verification?: VerificationSummary | undefined;
  /** Of a run over several controllers: what came of each one's share, on which `verify` and `trace` go by. */
  readonly parts?: readonly Part[] | undefined;
}
