import { posix } from 'node:path';
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  type Scalar,
  type YAMLSeq,
} from 'yaml';
import type { SourcePosition } from '../../kubernetes/object.js';
import { oneDocument } from '../yaml-document.js';

/** The names that kustomize looks for in a folder, in its order. */
export const KUSTOMIZATION_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

export function isKustomization(file: string): boolean {
  return KUSTOMIZATION_NAMES.some((name) => name === file.slice(file.lastIndexOf('/') + 1));
}

/** Fields that gather objects, or say what a file is, and change nothing. */
const GATHERING: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'resources', 'bases']);

/** One entry of a list of paths. */
export interface Entry {
  /** What it names, below the root of the tree; undefined for addresses and what leads out of the tree. */
  readonly path: string | undefined;
  readonly node: Scalar;
  readonly list: YAMLSeq;
}

/** A kustomization file, read for what it lists. */
export class Kustomization {
  readonly file: string;
  /** Its folder; '' for the root. */
  readonly folder: string;
  /** Without byte order mark. */
  readonly text: string;
  readonly hasMark: boolean;
  /** Whether it is one document without syntax errors. */
  readonly isReadable: boolean;
  readonly document: Document;
  readonly #lines = new LineCounter();

  constructor(file: string, written: string) {
    this.file = file;
    const slash = file.lastIndexOf('/');
    this.folder = slash === -1 ? '' : file.slice(0, slash);
    this.hasMark = written.startsWith('\ufeff');
    this.text = this.hasMark ? written.slice(1) : written;
    this.document = oneDocument(this.text, { lineCounter: this.#lines });
    this.isReadable = this.document.errors.length === 0 && isMap(this.document.contents);
  }

  /** The entries of `resources`, and of `bases`, as it was called once. */
  get resources(): Entry[] {
    return [...this.paths('resources'), ...this.paths('bases')];
  }

  /** The plain texts in a list. */
  paths(key: string): Entry[] {
    return this.items(key).flatMap(({ node, list }) =>
      isScalar(node) && typeof node.value === 'string' ? [{ path: this.pathOf(node.value), node, list }] : [],
    );
  }

  /** The items of a list; none where it is no list. */
  items(key: string): { readonly node: unknown; readonly list: YAMLSeq }[] {
    const list: unknown = this.isReadable ? this.document.get(key, true) : undefined;
    return isSeq(list) ? list.items.map((node) => ({ node, list })) : [];
  }

  /** What stands under a key, with the key itself; undefined where there is none. */
  field(name: string): Pair<Scalar, Node | null> | undefined {
    const { contents } = this.document;
    if (!this.isReadable || !isMap(contents)) return undefined;
    const found = contents.items.find(({ key }) => isScalar(key) && key.value === name);
    return found as Pair<Scalar, Node | null> | undefined;
  }

  /** The fields by which it changes what it builds on. */
  get changes(): string[] {
    const { contents } = this.document;
    if (!isMap(contents)) return [];
    const keys = contents.items.flatMap(({ key }) =>
      isScalar(key) && typeof key.value === 'string' ? [key.value] : [],
    );
    return keys.filter((key) => !GATHERING.has(key)).sort();
  }

  /** What a relative path names, below the root of the tree. */
  pathOf(written: string): string | undefined {
    if (written.includes('://') || posix.isAbsolute(written)) return undefined;
    const path = posix.normalize(posix.join(this.folder === '' ? '.' : this.folder, written)).replace(/\/$/, '');
    if (path === '..' || path.startsWith('../')) return undefined;
    return path === '.' ? '' : path;
  }

  /** Where something stands, in a file that reports call by this name. */
  positionOf(node: unknown, name: string): SourcePosition {
    const range = isScalar(node) || isMap(node) || isSeq(node) ? node.range : undefined;
    const place = this.#lines.linePos(range?.[0] ?? 0);
    return { file: name, line: Math.max(1, place.line), column: Math.max(1, place.col) };
  }
}

/** All kustomizations of a tree, and what builds on what. */
export class Kustomizations {
  readonly all: readonly Kustomization[];
  readonly #byFolder = new Map<string, Kustomization>();
  /** Those that have a folder for a component. */
  readonly #users = new Map<string, Kustomization[]>();

  constructor(texts: ReadonlyMap<string, string>) {
    this.all = [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, text]) => new Kustomization(file, text));
    for (const one of this.all) {
      if (!this.#byFolder.has(one.folder)) this.#byFolder.set(one.folder, one);
      for (const { path } of one.paths('components'))
        if (path !== undefined) this.#users.set(path, [...(this.#users.get(path) ?? []), one]);
    }
  }

  /** The kustomization of a folder. */
  in(folder: string): Kustomization | undefined {
    return this.#byFolder.get(folder);
  }

  /** Those that list a file themselves. */
  listing(file: string): Kustomization[] {
    return this.all.filter((one) => one.resources.some(({ path }) => path === file));
  }

  /** The folders that a kustomization builds on, those of its components among them. */
  basesOf(one: Kustomization): Kustomization[] {
    return [...one.resources, ...one.paths('components')].flatMap(({ path }) =>
      path === undefined ? [] : (this.in(path) ?? []),
    );
  }

  /** A kustomization, and those that it is a component of: it changes what is theirs. */
  scopesOf(one: Kustomization, seen = new Set<Kustomization>()): Set<Kustomization> {
    if (seen.has(one)) return seen;
    seen.add(one);
    for (const user of this.#users.get(one.folder) ?? []) this.scopesOf(user, seen);
    return seen;
  }

  /** Those that build on a kustomization, directly. */
  overlaysOf(base: Kustomization): Kustomization[] {
    return this.all.filter((one) => one !== base && this.basesOf(one).includes(base));
  }

  /** The files whose objects a kustomization may change: what it builds, and what those build that it is a component of. */
  changedBy(one: Kustomization): Set<string> {
    const files = new Set<string>();
    const seen = new Set<Kustomization>();
    const open = [...this.scopesOf(one)];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      for (const { path } of next.resources) if (path !== undefined) files.add(path);
      open.push(...this.basesOf(next));
    }
    return files;
  }

  /** Whether a file is part of what a kustomization builds. */
  reaches(one: Kustomization, file: string, seen = new Set<Kustomization>()): boolean {
    if (seen.has(one)) return false;
    seen.add(one);
    if (one.resources.some(({ path }) => path === file)) return true;
    return this.basesOf(one).some((base) => this.reaches(base, file, seen));
  }
}
