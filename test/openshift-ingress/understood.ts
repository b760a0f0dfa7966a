import { takeInventory } from '../../src/kubernetes/inventory.js';
import { Ledger } from '../../src/ledger/ledger.js';
import type { Item } from '../../src/ledger/verdict.js';
import { parseText } from '../../src/manifests/documents.js';
import type { OriginatedRoute } from '../../src/model/originated-route.js';
import { type ConvertOptions, DEFAULT_OPTIONS } from '../../src/options.js';
import { understandOpenshiftIngress } from '../../src/sources/openshift-ingress/understand.js';

export interface Understood {
  readonly routes: readonly OriginatedRoute[];
  /** What the source itself says; nothing was written. */
  readonly items: readonly Item[];
  /** Problems of the input. */
  readonly problems: readonly string[];
}

/** What the source makes of a text of manifests. */
export function understood(text: string, options: Partial<ConvertOptions> = {}): Understood {
  const parsed = parseText({ file: 'input.yaml', text }, { keepKeyPairs: options.inlineCertificates === true });
  const inventory = takeInventory(parsed.manifests, parsed.problems, { routes: true });
  const ledger = new Ledger();
  const all: ConvertOptions = { ...DEFAULT_OPTIONS, from: 'openshift-ingress', to: 'openshift-route', ...options };
  const { routes = [], sweep } = understandOpenshiftIngress(inventory, all, ledger);
  sweep();
  return { routes, items: ledger.settle(), problems: inventory.problems.map(({ message }) => message) };
}

/** The findings of an item and its notes, by code. */
export function saidOf({ items }: Understood, code: string): readonly Item[] {
  return items.filter((item) => item.code === code || item.also.some((note) => note.code === code));
}
