import type { ParentRef } from '../../kubernetes/gateway-api.js';
import { type Reference, uniqueRefs } from './parent-refs.js';

/** Where the routes of a host attach: the listeners of the host names that a route carries (none: of any host). */
export interface Attachment {
  readonly http: (routeNamespace: string | undefined, hostnames: readonly string[]) => ParentRef[];
  /** Undefined where https is not served. */
  readonly https: ((routeNamespace: string | undefined, hostnames: readonly string[]) => ParentRef[]) | undefined;
}

/** The listeners of one name of a host; undefined: of every host. */
export interface Place {
  readonly hostname: string | undefined;
  readonly http: Reference;
  readonly https: Reference;
}

/** Where the routes of a host with https attach. */
export class SecuredAttachment implements Attachment {
  readonly #places: readonly Place[];

  constructor(places: readonly Place[]) {
    this.#places = places;
  }

  http(routeNamespace: string | undefined, hostnames: readonly string[]): ParentRef[] {
    return uniqueRefs(this.#of(hostnames).map((place) => place.http(routeNamespace)));
  }

  https(routeNamespace: string | undefined, hostnames: readonly string[]): ParentRef[] {
    return uniqueRefs(this.#of(hostnames).map((place) => place.https(routeNamespace)));
  }

  #of(hostnames: readonly string[]): readonly Place[] {
    if (hostnames.length === 0 || this.#places.every((place) => isAmong(place, hostnames))) return this.#places;
    return this.#places.filter((place) => isAmong(place, hostnames));
  }
}

function isAmong({ hostname }: Place, hostnames: readonly string[]): boolean {
  return hostname === undefined || hostnames.includes(hostname);
}
