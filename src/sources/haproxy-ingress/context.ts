import type { Secret, Service } from '../../kubernetes/companions.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { MappingIndex } from '../../mappings/mapping-index.js';
import type { ItemId } from '../../model/traced.js';
import type { Backend, Certificate } from '../../model/traffic.js';
import type { ConvertOptions } from '../../options.js';
import type { Served } from '../served-ingress.js';
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
  /** The annotations of a Service that the controller reads; undefined where it has none. */
  readonly serviceAnnotations: (service: Service) => Annotations | undefined;
}

export type ServedIngress = Served<Annotations>;

/** How a path is compared (reference §1.3). */
export type MatchType = 'exact' | 'prefix' | 'begin' | 'regex';

/** A Service port: annotations act on everybody who uses it. */
export interface BackendDraft {
  readonly backend: Backend;
  /** Annotations in the order in which they count: of each path, those of the Service before those of the Ingress. */
  readonly sources: Annotations[];
}

export interface PathDraft {
  readonly owner: ServedIngress;
  readonly host: HostDraft;
  readonly label: string;
  readonly items: readonly ItemId[];
  readonly path: string;
  readonly match: MatchType;
  /** Undefined where redirect-to answers in its place. */
  readonly backend: BackendDraft | undefined;
  /** Annotations of the Service and the Ingress, in this order. */
  readonly sources: readonly Annotations[];
}

export interface HostDraft {
  /** Empty for rules without host. */
  readonly name: string;
  readonly paths: PathDraft[];
  /** Those that ask for headers as well. */
  readonly headerPaths: PathDraft[];
  readonly items: ItemId[];
  /** Annotations of every Ingress that names the host, the oldest first. */
  readonly sources: Annotations[];
  readonly users: ServedIngress[];
  certificate: { readonly certificate: Certificate; readonly from: ItemId[] } | undefined;
}
