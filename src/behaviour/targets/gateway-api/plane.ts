import type { Guard } from '../../outcome.js';
import type { Problem } from './attachment.js';
import type { Backend, InvalidBackend } from './backends.js';
import type { CorsPolicy } from './cors.js';
import type { Listener } from './listener.js';
import type { KubeObject } from './objects.js';
import type { PathModifier } from './path-modifier.js';
import type { Fields } from './reading.js';
import type { Step } from './step.js';
import type { Treatment } from './treatment.js';
import type { ValueMatch } from './value-match.js';

/** A rule of a route on a listener: what policies are attached to, directly or from above. */
export interface Place {
  readonly listener: Listener;
  readonly route: KubeObject;
  readonly ruleName: string | undefined;
  /** In `spec.rules`. */
  readonly ruleIndex: number;
}

/** What the object behind an ExtensionRef filter adds to a rule, in the place of the filter. */
export interface Extension {
  readonly steps?: readonly Step[];
  /** In the form of header modifier filters. */
  readonly requestHeaders?: readonly Fields[];
  readonly responseHeaders?: readonly Fields[];
  /** Of answers to HTTPS only. */
  readonly secureHeaders?: readonly Fields[];
  readonly path?: PathModifier | undefined;
  readonly hostname?: string | undefined;
  readonly limits?: Readonly<Record<string, number>>;
  /** Cookies that a request needs besides the rule's matches: one of the lists in full. */
  readonly cookies?: readonly (readonly ValueMatch[])[];
  /** Answers preflights in the place of the filter. */
  readonly cors?: CorsPolicy | undefined;
  /** Why the rule is left out, so that others may take its requests. */
  readonly disables?: string | undefined;
  /** What of the object is beyond the model or the implementation. */
  readonly remarks?: readonly string[];
}

export interface ShareOfBackend {
  readonly backend: Backend | InvalidBackend;
  /** Of the share of the reference; the shares of one reference add up to 1. */
  readonly share: number;
}

/** What policies say about a Service, for every rule that leads to it. */
export interface ServiceSettings {
  readonly guards: readonly Guard[];
  readonly limits: Readonly<Record<string, number>>;
}

/** What an implementation makes of its own objects, read once. */
export interface Plane {
  /** Policies that are not attached or not carried out, and why. */
  readonly problems: readonly Problem[];
  treatment(place: Place): Treatment;
  /** The object that an ExtensionRef filter of a route names, or why requests get an error. */
  extension(reference: Fields, route: KubeObject): Extension | { readonly failure: string };
  /** Where a backendRef of a kind of the implementation leads; undefined for kinds that it does not know. */
  backends(reference: Fields, route: KubeObject): readonly ShareOfBackend[] | undefined;
  service(namespace: string, name: string, port: number | undefined): ServiceSettings;
}

export const noSettings: ServiceSettings = { guards: [], limits: {} };
