import type { ConfigMap, Secret } from '../../kubernetes/companions.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { Policies } from '../../model/policies.js';
import type { ConvertOptions } from '../../options.js';
import type { Settings } from '../settings.js';
import type { SnippetParts } from '../snippets/snippet-parts.js';
import type { ServiceLookup } from './backends.js';

/** What the reading of an Ingress may look at besides the Ingress. */
export interface Context {
  readonly ledger: Ledger;
  readonly options: ConvertOptions;
  readonly settings: Settings;
  /** Keys that had a usable value on any Ingress when it was read: no host has to be looked at for what is not among them. */
  readonly inUse: ReadonlySet<string>;
  /** What the controller does where no Ingress speaks; its settings are asked when somebody needs it. */
  readonly ownPolicies: () => Policies;
  /** The lines of snippets, for the last word about them. */
  readonly snippets: SnippetParts;
  readonly serviceOf: ServiceLookup;
  readonly secretOf: (namespaceKey: string, name: string) => Secret | undefined;
  readonly configMapOf: (namespaceKey: string, name: string) => ConfigMap | undefined;
}
