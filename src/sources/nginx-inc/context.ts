import type { Secret, Service } from '../../kubernetes/companions.js';
import type { Ledger } from '../../ledger/ledger.js';
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
  readonly serviceOf: (namespaceKey: string, name: string) => Service | undefined;
  readonly secretOf: (namespaceKey: string, name: string) => Secret | undefined;
  /** The spec of a Policy; undefined if it is not in the input, or of another class. */
  readonly policyOf: (namespaceKey: string, name: string) => Readonly<Record<string, unknown>> | undefined;
}

/** Which of two objects came first decides who has a host or a path. */
export interface Seniority {
  /** Seconds; 0 where the manifest does not tell. */
  readonly created: number;
  readonly uid: string;
}

export interface ServedIngress extends Served<Annotations>, Seniority {}
