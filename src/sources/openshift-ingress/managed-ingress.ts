import type { Secret, Service } from '../../kubernetes/companions.js';
import type { Ingress } from '../../kubernetes/ingress.js';
import type { Route } from '../../kubernetes/route.js';
import type { RouterSettings } from '../../kubernetes/router-settings.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { OriginatedRoute } from '../../model/originated-route.js';
import type { Owner } from '../../model/traffic.js';
import type { Addition } from '../../options.js';
import type { FieldItems } from '../ingress-fields.js';
import type { Added } from './additions.js';
import type { IngressAnnotations } from './annotations.js';
import type { RouteNames } from './route-names.js';

/** An Ingress of which the controller makes Routes, with the items of its fields. */
export interface ManagedIngress {
  readonly ingress: Ingress;
  readonly owner: Owner;
  /** Where its Secrets and Services are; a missing namespace is `default`. */
  readonly namespace: string;
  readonly fields: FieldItems;
  readonly annotations: IngressAnnotations;
}

/** What the making of Routes looks up. */
export interface Context {
  readonly ledger: Ledger;
  readonly names: RouteNames;
  readonly serviceOf: (namespace: string, name: string) => Service | undefined;
  readonly secretOf: (namespace: string, name: string) => Secret | undefined;
  /** The Route that the controller made of an Ingress for a host and path, where the input has it. */
  readonly liveOf: (managed: ManagedIngress, host: string, path: string) => Route | undefined;
  readonly router: RouterSettings;
  readonly additions: ReadonlySet<Addition>;
  /** Routes that the controller does not make and that were asked for, with what is to be said of them. */
  readonly added: Map<OriginatedRoute, Added>;
  /** Whether certificates are copied into Routes, as the controller does it. */
  readonly inlineCertificates: boolean;
}
