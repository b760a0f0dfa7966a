import type { TargetName } from '../options.js';

/** What becomes of an annotation of another tool, and why: a clause that follows a colon. */
export type Fate =
  /** On the routes that are made of the object, or on one of them. */
  | {
      readonly is: 'kept';
      readonly why: string;
      /** What it is called there, where that is not what it is called here. */
      readonly as?: string | undefined;
      readonly once?: true | undefined;
      readonly next?: string | undefined;
    }
  /** On what holds the listeners of the object's hosts, all of which it is about then. */
  | { readonly is: 'moved'; readonly about: SharedMatter; readonly why: string; readonly next?: string | undefined }
  /** Nowhere: it speaks of the very object that it stands on. */
  | { readonly is: 'dropped'; readonly why: string }
  /** Nowhere: nobody reads it on such an object. */
  | { readonly is: 'idle'; readonly why: string }
  /** Left to people. */
  | { readonly is: 'told'; readonly why: string; readonly next: string; readonly isUrgent?: true | undefined };

/** What an annotation of a Gateway decides for everything below it: the certificates of its listeners, or its addresses. */
export type SharedMatter = 'certificates' | 'addresses';

/** An annotation of a tool other than the controller that serves the object. */
export interface Neighbour {
  /** The whole key, or the beginning of several with `*` behind it. */
  readonly key: string;
  readonly tool: string;
  /** By what is written. */
  readonly to: Readonly<Record<TargetName, Fate>>;
  /** Where the tool says so. */
  readonly reference: string;
}

/** The same fate whatever is written. */
export function always(fate: Fate): Neighbour['to'] {
  return { 'gateway-api': fate, 'openshift-route': fate };
}
