import type { Conversion } from './conversion.js';
import { compileShare, understandShare } from './convert-share.js';
import type { InputProblem } from './kubernetes/input-problem.js';
import { type Inventory, takeInventory } from './kubernetes/inventory.js';
import type { Manifest } from './kubernetes/object.js';
import { referencesIn } from './kubernetes/template-references.js';
import type { Ledger } from './ledger/ledger.js';
import type { Verdict } from './ledger/verdict.js';
import type { Mapping } from './mappings/mapping.js';
import { onOpenshift, type RunOptions, readsForOne, readsRouter, readsRoutes } from './options.js';
import { ledgerWith, ownKeysOf } from './own-guards.js';
import type { Repertoire } from './repertoire.js';
import { convertShares } from './sorting/convert-shares.js';

/** What a conversion works on. */
export interface ConvertInput {
  readonly manifests: readonly Manifest[];
  /** What went wrong while reading; they become findings. */
  readonly problems: readonly InputProblem[];
  /** How many files (or streams) were read. */
  readonly inputs: number;
  /** What annotations of other tools are, by users' own mappings, which have passed `checkMapping`. */
  readonly mappings?: readonly Mapping[] | undefined;
}

/**
 * `convert` for a program that has loaded what the options ask for; the rest of the repertoire may be missing.
 */
export function convertWith(repertoire: Repertoire, input: ConvertInput, options: RunOptions): Conversion {
  const conversion = convertManifests(repertoire, input, options);
  return referencesIn(input.manifests)?.restored(conversion) ?? conversion;
}

function convertManifests(repertoire: Repertoire, input: ConvertInput, given: RunOptions): Conversion {
  const options = onOpenshift(given);
  const own = readsForOne(options) ? ownKeysOf(input.mappings, options, repertoire) : undefined;
  const ledger = ledgerWith(own);
  const wanted = { routes: readsRoutes(options.from), router: readsRouter(options) };
  const inventory = takeInventory(input.manifests, [], wanted);
  sayProblems([...input.problems, ...inventory.problems], ledger);
  sayOthers(inventory, ledger);
  if (readsForOne(options))
    return compileShare(understandShare(inventory, options, ledger, repertoire, own), input.inputs);
  return convertShares(inventory, options, ledger.settle(), input.inputs, repertoire, input.mappings);
}

function sayProblems(problems: readonly InputProblem[], ledger: Ledger): void {
  for (const problem of problems) {
    const item = ledger.openElsewhere(problem.source, problem.field ?? '', problem.object);
    ledger.say(item, {
      verdict: verdictOf(problem),
      code: problem.code,
      severity: problem.severity,
      message: problem.message,
      next: problem.next,
    });
  }
}

function verdictOf({ code, severity }: InputProblem): Verdict {
  // About the cluster and its controller; no object is wrong.
  if (code === 'RS2506' || code === 'RS2509') return 'approximated';
  if (code.startsWith('RS25')) return severity === 'info' ? 'converted' : 'manual';
  // A Template with such fields is in order; it is a matter of its values.
  if (code === 'RS2101') return 'manual';
  return code === 'RS2192' || code === 'RS2339' ? 'redundant' : 'invalid';
}

function sayOthers(inventory: Inventory, ledger: Ledger): void {
  for (const manifest of inventory.others) {
    ledger.say(ledger.openField(manifest, []), {
      verdict: 'manual',
      code: 'RS0325',
      message: `${manifest.ref.kind} objects are not converted`,
      next:
        manifest.ref.kind === 'Route' || manifest.ref.kind === 'Template'
          ? 'Pass --from openshift-route to convert Routes; this run reads Ingresses only.'
          : 'Convert it by hand; it is listed so that it is not forgotten.',
    });
  }
}
