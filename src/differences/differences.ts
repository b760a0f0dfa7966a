import type { ConversionDifferences } from './compare-conversions.js';
import { differs } from './compare-conversions.js';
import type { Drift } from './drift.js';
import { isUnchanged } from './object-changes.js';

/** What `routeshift diff` has to tell, by what was compared. */
export type Differences =
  | {
      readonly mode: 'revision';
      /** The name that was asked for, and the commit that it stands for. */
      readonly revision: { readonly name: string; readonly commit: string };
      readonly result: ConversionDifferences;
    }
  | {
      readonly mode: 'against';
      /** The file or directory with the manifests of an earlier run. */
      readonly against: string;
      readonly result: Drift;
    };

/** Whether there is any difference. */
export function isDifferent(differences: Differences): boolean {
  switch (differences.mode) {
    case 'revision':
      return differs(differences.result);
    case 'against':
      return !isUnchanged(differences.result.objects);
  }
}
