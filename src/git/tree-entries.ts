import { git } from './git.js';
import type { Revision } from './revision.js';

/** A file of a revision. */
export interface TreeEntry {
  /** From the repository's top, with forward slashes. */
  readonly path: string;
  readonly kind: 'file' | 'link';
  /** The name of its content. */
  readonly object: string;
  /** In bytes. */
  readonly size: number;
}

/** The files and links of a revision by their paths, and the directories that are other repositories. */
export interface Tree {
  readonly entries: ReadonlyMap<string, TreeEntry>;
  readonly submodules: ReadonlySet<string>;
}

/** `100644 blob HASH    SIZE\tPATH`, as `git ls-tree -l` prints it; a submodule has the size `-`. */
const ENTRY = /^(\d+) \w+ ([0-9a-f]+) +(\d+|-)\t([\s\S]+)$/;
/** `160000 HASH 0\tPATH`, as `git ls-files -s` prints it. */
const STAGED_SUBMODULE = /^160000 [^\t]*\t([\s\S]+)$/;

/** Lists what a revision holds. Submodules are those of the revision and those of the index: neither is read. */
export async function readTree({ root, commit }: Revision): Promise<Tree> {
  const [listed, staged] = await Promise.all([
    git(root, ['ls-tree', '-r', '-z', '-l', '--full-tree', commit]),
    git(root, ['ls-files', '-s', '-z']),
  ]);
  const entries = new Map<string, TreeEntry>();
  const submodules = new Set<string>();
  for (const line of linesOf(listed)) {
    const [, mode, object = '', size, path = ''] = ENTRY.exec(line) ?? [];
    if (mode === '160000') submodules.add(path);
    else if (mode !== undefined)
      entries.set(path, { path, kind: mode === '120000' ? 'link' : 'file', object, size: Number(size) });
  }
  for (const line of linesOf(staged)) {
    const path = STAGED_SUBMODULE.exec(line)?.[1];
    if (path !== undefined) submodules.add(path);
  }
  return { entries, submodules };
}

function linesOf(output: Buffer): string[] {
  return output.toString('utf8').split('\0');
}
