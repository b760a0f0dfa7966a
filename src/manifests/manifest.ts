import type {
  CertificateNames,
  FieldPath,
  KeyPair,
  Manifest,
  ObjectRef,
  PasswordHash,
  SourcePosition,
} from '../kubernetes/object.js';
import type { LineTable } from './line-table.js';
import type { Outline } from './outline.js';

/** Behind a key: what makes its value a block of which every line stands as it is. */
const BLOCK_HEADER = /[ \t]*:[ \t]*\|[-+0-9]*[ \t]*(?:#[^\n]*)?\n/y;
const INDENT = /[ \t]*/y;

/** A node of a document, with all that is needed to say where its fields stand. */
export class Place {
  readonly #outline: Outline;
  readonly #lines: LineTable;
  readonly #node: number;
  /** Offset to answer when the node has no text of its own. */
  readonly #fallback: number;
  /** The path that was asked for last, the node of its parent, and the offset that answers for it. */
  #last: FieldPath | undefined;
  #parent: number | undefined;
  #parentOffset = -1;

  constructor(outline: Outline, lines: LineTable, node: number, fallback: number) {
    this.#outline = outline;
    this.#lines = lines;
    this.#node = node;
    this.#fallback = fallback;
  }

  /** Offset of a field's key (of a list item: of the item), or of its nearest ancestor that is in the text. */
  offsetOf(path: FieldPath): number {
    const last = path.length - 1;
    const key = path[last];
    if (key === undefined) return this.#orFallback(this.#outline.startOf(this.#node));
    if (!this.#isBesideLast(path)) this.#findParent(path);
    const node = this.#parent === undefined ? undefined : this.#below(this.#parent, key);
    const start = node === undefined ? -1 : this.#outline.startOf(node);
    return this.#orFallback(start === -1 ? this.#parentOffset : start);
  }

  /** Whether a field has the parent of the one that was asked for last, as most have. */
  #isBesideLast(path: FieldPath): boolean {
    const last = this.#last;
    if (last === undefined || last.length !== path.length) return false;
    for (let i = 0; i < path.length - 1; i++) if (path[i] !== last[i]) return false;
    return true;
  }

  #findParent(path: FieldPath): void {
    let node: number | undefined = this.#node;
    let offset = this.#outline.startOf(node);
    for (let i = 0; i < path.length - 1; i++) {
      node = this.#below(node, path[i] ?? '');
      if (node === undefined) break;
      const start = this.#outline.startOf(node);
      if (start !== -1) offset = start;
    }
    this.#last = path;
    this.#parent = node;
    this.#parentOffset = offset;
  }

  #orFallback(offset: number): number {
    return offset === -1 ? this.#fallback : offset;
  }

  /** Offset at which a field's key ends; undefined when the field is not in the text. */
  keyEndOf(path: FieldPath): number | undefined {
    let node: number | undefined = this.#node;
    for (const step of path) {
      node = this.#below(node, step);
      if (node === undefined) return undefined;
    }
    const end = path.length === 0 ? -1 : this.#outline.endOf(node);
    return end === -1 ? undefined : end;
  }

  #below(node: number, step: string | number): number | undefined {
    return typeof step === 'number' ? this.#outline.itemOf(node, step) : this.#outline.valueOf(node, step);
  }

  positionOf(path: FieldPath): SourcePosition {
    return this.#lines.at(this.offsetOf(path));
  }

  /** A line of a text value: of a block its own, of any other form the key's. */
  positionOfLine(path: FieldPath, line: number): SourcePosition {
    const key = this.positionOf(path);
    const end = this.keyEndOf(path);
    const start = end === undefined ? undefined : this.#lines.endOfMatch(BLOCK_HEADER, end);
    if (start === undefined) return key;
    const { line: first } = this.#lines.at(start);
    const at = { line: first + line - 1, column: 1 };
    const begin = this.#lines.offsetOf(at);
    return this.#lines.at(this.#lines.endOfMatch(INDENT, begin) ?? begin);
  }

  /** The place of each item of a list under a key, made when it is asked for. */
  *itemsOf(key: string): Generator<() => Place> {
    const list = this.#outline.valueOf(this.#node, key);
    if (list === undefined) return;
    const listStart = this.#outline.startOf(list);
    const fallback = listStart === -1 ? this.#fallback : listStart;
    for (const item of this.#outline.children(this.#outline.resolve(list))) {
      // An object that is written elsewhere (`- *shared`) is found there, fields and all.
      yield () => new Place(this.#outline, this.#lines, this.#outline.resolve(item), fallback);
    }
  }
}

/** An object of a document. */
export class PlacedManifest implements Manifest {
  readonly ref: ObjectRef;
  readonly source: SourcePosition;
  readonly content: Readonly<Record<string, unknown>>;
  declare readonly certificate?: CertificateNames;
  declare readonly certificates?: Readonly<Record<string, string>>;
  declare readonly keyPair?: KeyPair;
  declare readonly hashes?: readonly PasswordHash[];
  declare readonly users?: string;
  declare readonly unresolved?: readonly string[];
  readonly #place: Place;

  constructor(
    ref: ObjectRef,
    content: Readonly<Record<string, unknown>>,
    place: Place,
    known: Pick<Manifest, 'certificate' | 'certificates' | 'keyPair' | 'hashes' | 'users' | 'unresolved'> = {},
  ) {
    this.ref = ref;
    this.source = place.positionOf([]);
    this.content = content;
    if (known.certificate !== undefined) this.certificate = known.certificate;
    if (known.certificates !== undefined) this.certificates = known.certificates;
    if (known.keyPair !== undefined) this.keyPair = known.keyPair;
    if (known.hashes !== undefined) this.hashes = known.hashes;
    if (known.users !== undefined) this.users = known.users;
    if (known.unresolved !== undefined) this.unresolved = known.unresolved;
    this.#place = place;
  }

  locate(path: FieldPath): SourcePosition {
    return this.#place.positionOf(path);
  }

  locateLine(path: FieldPath, line: number): SourcePosition {
    return this.#place.positionOfLine(path, line);
  }
}
