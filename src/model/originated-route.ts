import type { Route } from '../kubernetes/route.js';
import type { ItemId } from './traced.js';
import type { Owner } from './traffic.js';

/** A part of a Route that somebody wrote, or that follows from what somebody wrote. */
export type RoutePart =
  | 'object'
  | 'labels'
  | 'host'
  | 'subdomain'
  | 'path'
  | 'wildcardPolicy'
  | 'to'
  | 'alternateBackends'
  | 'port'
  | 'tls'
  | 'insecure'
  | 'certificate'
  | 'externalCertificate'
  | 'destinationCaCertificate'
  | 'requestHeaders'
  | 'responseHeaders';

/** A Route together with the input items that its parts come from: its own fields, or those of the Ingress that made it. */
export interface OriginatedRoute {
  /** For one that an Ingress made, the manifest is that of the Ingress and the metadata are those of the Route. */
  readonly route: Route;
  readonly owner: Owner;
  /** `spec` for a Route, such as `spec.rules[0].http.paths[1]` for one that an Ingress made. */
  readonly label: string;
  readonly from: Readonly<Partial<Record<RoutePart, readonly ItemId[]>>>;
  /** The item of each annotation, by whole key. An Ingress lends the same items to all its Routes. */
  readonly annotations: ReadonlyMap<string, ItemId>;
}
