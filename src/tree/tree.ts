import type { Manifest } from '../kubernetes/object.js';

/** What stands under a name in a folder that is written to. */
export type Found =
  | { readonly kind: 'absent' }
  /** The text of a file in UTF-8, byte order mark included. */
  | { readonly kind: 'text'; readonly text: string }
  /** A link, a directory, or a file that is no UTF-8. */
  | { readonly kind: 'other' };

/** A folder that is written to. */
export interface Folder {
  /** Looks up a file, named below the folder with forward slashes. */
  look(file: string): Found;
}

/** A file of the tree that holds Ingresses, Routes or documents of ours. */
export interface SourceFile {
  /** Below the root, with forward slashes. */
  readonly file: string;
  /** As positions name it. */
  readonly name: string;
  /** Without byte order mark; positions count in it. */
  readonly text: string;
  /** Whether a byte order mark comes before the text. */
  readonly hasMark: boolean;
  /** Why the file as a whole cannot be edited. */
  readonly untouchable?: 'link' | 'utf-16' | 'json' | undefined;
  /** The objects in it, those that are converted at least. */
  readonly manifests: readonly Manifest[];
}

/** What was read of a tree, as far as writing into it has to know. */
export interface Tree {
  /** Sorted by file. */
  readonly sources: readonly SourceFile[];
  /** The files that an earlier run wrote, and their texts. */
  readonly own: ReadonlyMap<string, string>;
  /** The objects that an earlier run wrote in the place of others, as `kind namespace/name`, and their files. */
  readonly replaced: ReadonlyMap<string, string>;
  /** The texts of the kustomization files, by file. */
  readonly kustomizations: ReadonlyMap<string, string>;
  /** Files that kustomizations list as patches, and that look like objects to convert. */
  readonly patchFiles: readonly string[];
  readonly folder: Folder;
  /** What reports call a file. */
  nameOf(file: string): string;
}
