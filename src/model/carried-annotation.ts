import type { ItemId } from './traced.js';

/** An annotation of an input object that the new objects get. */
export interface CarriedAnnotation {
  /** The key that is written. */
  readonly key: string;
  readonly value: string;
  readonly item: ItemId;
  /**
   * Where it belongs: on all routes of the object, on one HTTPRoute of it, or on what holds the listeners of its hosts, by what
   * it is about there.
   */
  readonly place: 'routes' | 'one-route' | 'certificates' | 'addresses';
  /** Set where the key was another one. */
  readonly isRenamed?: true | undefined;
  /** Why it stands there, as a clause; absent: because somebody asked for it. */
  readonly why?: string | undefined;
  readonly next?: string | undefined;
  /** Set where nothing happens without it. */
  readonly starts?: true | undefined;
}
