import type { ConfigMap, Secret, Service } from '../../kubernetes/companions.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { MappingIndex } from '../../mappings/mapping-index.js';
import type { ItemId } from '../../model/traced.js';
import type { ConvertOptions } from '../../options.js';
import type { Settings } from '../settings.js';
import type { SnippetParts } from '../snippets/snippet-parts.js';
import type { Annotations } from './annotations.js';

/** What the reading of an Ingress may look at besides the Ingress. */
export interface Context {
  readonly ledger: Ledger;
  readonly options: ConvertOptions;
  readonly settings: Settings;
  /** The lines of snippets, for the last word about them. */
  readonly snippets: SnippetParts;
  readonly mapping: MappingIndex;
  readonly serviceOf: (namespaceKey: string, name: string) => Service | undefined;
  readonly secretOf: (namespaceKey: string, name: string) => Secret | undefined;
  /** The controller's annotations on a Service that is in the input. */
  readonly annotationsOf: (service: Service) => Annotations;
  /** Files of patterns, where the input has them. */
  readonly patternFiles: ConfigMap | undefined;
  /** Address lists of Ingresses whose TLS does not pass through. */
  readonly lists: Set<ItemId>;
  /** Address lists by their text: what the files of the controller hold so far. */
  readonly addressFiles: Map<string, readonly string[]>;
}
