import type { Service } from '../../kubernetes/companions.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { HostPattern } from '../../model/host-pattern.js';
import type { OriginatedRoute } from '../../model/originated-route.js';
import type { Policies } from '../../model/policies.js';
import type { Traced } from '../../model/traced.js';
import type { Rewrite } from '../../model/traffic.js';
import type { ConvertOptions } from '../../options.js';
import type { ResolvedBackends } from './backends.js';

/** What the reading of Routes shares over a whole run. */
export interface Context {
  readonly ledger: Ledger;
  readonly options: ConvertOptions;
  readonly serviceOf: (namespaceKey: string, name: string) => Service | undefined;
}

/** A Route that routers admit, under the host that they publish, with everything that was read of it. */
export interface AdmittedRoute {
  readonly originated: OriginatedRoute;
  /** `*.b.c` for a wildcard Route on `a.b.c`. */
  readonly host: HostPattern & { readonly kind: 'exact' | 'wildcard' };
  readonly policies: Policies;
  /** Absent where the path stays as it is. */
  readonly rewrite?: Traced<Rewrite> | undefined;
  readonly backends: ResolvedBackends;
  /** Host header towards the pods, where it is not the client's. */
  readonly upstreamHost?: Traced<string> | undefined;
}
