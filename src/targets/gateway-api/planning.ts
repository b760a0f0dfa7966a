import type { WithheldRule } from '../../conversion.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { SourceDefaults } from '../../model/traffic.js';
import type { ConvertOptions } from '../../options.js';
import type { BackendTlsPolicies } from './backend-tls.js';
import type { Features } from './features.js';
import type { HeaderWords } from './header-filters.js';
import type { ExtraObjects } from './profiles/extra-objects.js';
import type { Implementation } from './profiles/implementation.js';
import type { Protections } from './protections.js';
import type { TimeoutFields } from './proxying.js';

/** What the planning of rules shares over a whole run. */
export interface Planning {
  readonly options: ConvertOptions;
  readonly features: Features;
  readonly ledger: Ledger;
  readonly protections: Protections;
  readonly timeouts: TimeoutFields;
  readonly headers: HeaderWords;
  readonly backendTls: BackendTlsPolicies;
  readonly withheld: WithheldRule[];
  /** Absent where nobody named one. */
  readonly implementation: Implementation | undefined;
  /** What the source does to every request although no object asks for it; absent where it does not tell. */
  readonly defaults?: SourceDefaults | undefined;
  /** Objects of the implementation that rules refer to. */
  readonly extras: ExtraObjects;
  /** Whose address counts where addresses are checked: that of the connection, or one that a proxy in front names. */
  readonly clientAddress: 'connection' | 'forwarded';
}

export type Scheme = 'http' | 'https';
