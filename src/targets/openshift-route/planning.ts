import type { WithheldRule } from '../../conversion.js';
import type { Secret } from '../../kubernetes/companions.js';
import type { RouterSettings } from '../../kubernetes/router-settings.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { SourceDefaults, TrafficModel } from '../../model/traffic.js';
import type { ConvertOptions } from '../../options.js';

/** What the planning of Routes shares over a whole run. */
export interface Planning {
  readonly model: TrafficModel;
  readonly options: ConvertOptions;
  readonly ledger: Ledger;
  readonly router: RouterSettings;
  readonly defaults: SourceDefaults | undefined;
  /** Whether the source believes X-Forwarded-For: then its address lists are about other addresses than the router's. */
  readonly trustsForwarded: boolean;
  readonly secretOf: (namespace: string | undefined, name: string) => Secret | undefined;
  readonly withheld: WithheldRule[];
}
