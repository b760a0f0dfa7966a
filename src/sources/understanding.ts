import type { Inventory } from '../kubernetes/inventory.js';
import type { Ledger } from '../ledger/ledger.js';
import type { AnnotationEntry } from '../mappings/mapping.js';
import type { OriginatedRoute } from '../model/originated-route.js';
import type { ItemId } from '../model/traced.js';
import type { TrafficModel } from '../model/traffic.js';
import type { ConvertOptions } from '../options.js';

/** What a controller does with the input. */
export interface Understanding {
  readonly model: TrafficModel;
  /** Where the input means Routes: those that are to be written when Routes are asked for. */
  readonly routes?: readonly OriginatedRoute[] | undefined;
  /** Items whose verdict is the one that the mapping declares. */
  readonly declared: readonly { readonly item: ItemId; readonly entry: AnnotationEntry }[];
  /** Says the last word about items that nothing acted on, and about settings. To be called after the target was compiled. */
  readonly sweep: () => void;
}

/** How a controller reads its part of the input. */
export type Understand = (inventory: Inventory, options: ConvertOptions, ledger: Ledger) => Understanding;
