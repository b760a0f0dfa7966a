import type { Target } from '../conversion.js';
import type { WriteMode } from '../tree/file-change.js';
import type { ConversionDifferences } from './compare-conversions.js';
import { differs } from './compare-conversions.js';
import type { Drift } from './drift.js';
import { isUnchanged } from './object-changes.js';
import type { TextChange } from './unified-diff.js';

/** What `routeshift diff` has to tell, by what was compared. */
export type Differences =
  | {
      readonly mode: 'revision';
      /** The name that was asked for, and the commit that it stands for. */
      readonly revision: { readonly name: string; readonly commit: string };
      /** What became of the configuration since: each side is converted by its own. */
      readonly configuration?: { readonly file: string; readonly change: 'added' | 'removed' | 'changed' } | undefined;
      readonly result: ConversionDifferences;
    }
  | {
      readonly mode: 'against';
      /** The file or directory with the manifests of an earlier run. */
      readonly against: string;
      readonly result: Drift;
    }
  | {
      readonly mode: 'write';
      /** How the result would be written. */
      readonly write: WriteMode;
      readonly result: { readonly target: Target; readonly changes: readonly TextChange[] };
    };

/** Whether there is any difference. */
export function isDifferent(differences: Differences): boolean {
  switch (differences.mode) {
    case 'revision':
      return differs(differences.result);
    case 'against':
      return !isUnchanged(differences.result.objects);
    case 'write':
      return differences.result.changes.length > 0;
  }
}
