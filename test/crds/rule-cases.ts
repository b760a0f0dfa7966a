import { describe, expect, it } from 'vitest';
import { crdFolders, loadCrds } from './crd-validator.js';

/** A CRD folder as tests name it. */
export type FolderName = '1.4.1 standard' | '1.6.1 standard' | '1.6.1 experimental';

export const STANDARD: readonly FolderName[] = ['1.4.1 standard', '1.6.1 standard'];
export const EXPERIMENTAL: readonly FolderName[] = ['1.6.1 experimental'];
export const EVERYWHERE: readonly FolderName[] = [...STANDARD, ...EXPERIMENTAL];
export const SINCE_1_5: readonly FolderName[] = ['1.6.1 standard', '1.6.1 experimental'];

/** One validation rule, and objects on both sides of it. */
export interface RuleCase {
  /** Its number in the list of validation rules of the Gateway API reference. */
  readonly rule: string;
  readonly promise: string;
  readonly on: readonly FolderName[];
  readonly accepted: readonly unknown[];
  /** Each with what the one and only complaint says. */
  readonly refused: readonly (readonly [object: unknown, complaint: RegExp])[];
}

const FOLDERS = crdFolders();

/** The directory of a folder, or undefined when the reference data is not beside the repository. */
export function folderDir(name: FolderName): string | undefined {
  return FOLDERS.find(({ version, channel }) => `${version} ${channel}` === name)?.dir;
}

/** What the CRDs of a folder say to an object. Only for tests that are skipped when the folder is absent. */
export function complaints(name: FolderName, object: unknown): string[] {
  const dir = folderDir(name);
  if (dir === undefined) throw new Error(`No CRD folder ${name}; skip the test instead.`);
  return loadCrds(dir).validate(object);
}

/** Runs a table of rules; a folder that is absent shows as skipped tests. */
export function describeRules(title: string, cases: readonly RuleCase[]): void {
  describe(`${title} (needs ../shared/crds)`, () => {
    for (const { rule, promise, on, accepted, refused } of cases) {
      for (const folder of on) {
        it.skipIf(folderDir(folder) === undefined)(`${rule} on ${folder}: ${promise}`, () => {
          for (const object of accepted) expect(complaints(folder, object), JSON.stringify(object)).toEqual([]);
          for (const [object, complaint] of refused) {
            const said = complaints(folder, object);
            expect(said, JSON.stringify(object)).toHaveLength(1);
            expect(said[0]).toMatch(complaint);
          }
        });
      }
    }
  });
}
