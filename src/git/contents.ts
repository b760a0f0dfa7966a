import { GitFailure, git } from './git.js';
import type { Revision } from './revision.js';
import type { TreeEntry } from './tree-entries.js';

/** Bytes that are asked for in one go. */
const BATCH = 32 * 1024 * 1024;

/** The contents of files of a revision, in the order of the entries; only some of them stand in memory at a time. */
export async function* contentsOf(
  { root }: Revision,
  entries: readonly TreeEntry[],
): AsyncGenerator<{ readonly entry: TreeEntry; readonly bytes: Buffer }> {
  for (const batch of batchesOf(entries)) {
    const names = batch.map(({ object }) => `${object}\n`).join('');
    const output = await git(root, ['cat-file', '--batch'], names);
    let at = 0;
    for (const entry of batch) {
      const end = output.indexOf('\n', at);
      const size = Number(/^[0-9a-f]+ blob (\d+)$/.exec(output.toString('latin1', at, end))?.[1]);
      if (Number.isNaN(size)) throw new GitFailure(`the content of ${entry.path} is missing in the repository`);
      yield { entry, bytes: output.subarray(end + 1, end + 1 + size) };
      at = end + 1 + size + 1;
    }
  }
}

function* batchesOf(entries: readonly TreeEntry[]): Generator<readonly TreeEntry[]> {
  let batch: TreeEntry[] = [];
  let size = 0;
  for (const entry of entries) {
    if (batch.length > 0 && size + entry.size > BATCH) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(entry);
    size += entry.size;
  }
  if (batch.length > 0) yield batch;
}
