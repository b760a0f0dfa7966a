import { compareText } from './compare-text.js';
import { isClusterIngress } from './ingress-controller.js';
import type { Manifest, ObjectRef, SourcePosition } from './object.js';

/** The objects that conversions are about, Ingresses and Routes, in the order of the places where they stand. */
export function subjectsOf(manifests: readonly Manifest[]): Manifest[] {
  return manifests.filter(isSubject).sort(byPlace);
}

function isSubject(manifest: Manifest): boolean {
  return manifest.ref.kind === 'Route' || (manifest.ref.kind === 'Ingress' && !isClusterIngress(manifest));
}

/** Finds the subject that a finding is about. */
export class SubjectFinder {
  readonly #byRef = new Map<ObjectRef, Manifest>();
  readonly #byFile = new Map<string, Manifest[]>();

  constructor(subjects: readonly Manifest[]) {
    for (const manifest of subjects) {
      this.#byRef.set(manifest.ref, manifest);
      const others = this.#byFile.get(manifest.source.file);
      if (others === undefined) this.#byFile.set(manifest.source.file, [manifest]);
      else others.push(manifest);
    }
  }

  of(object: ObjectRef | undefined, { file, line }: SourcePosition): Manifest | undefined {
    if (object === undefined) return undefined;
    const known = this.#byRef.get(object);
    if (known !== undefined) return known;
    if (object.kind !== 'Ingress' && object.kind !== 'Route') return undefined;
    // Where parameters of Templates were restored, references are copies: the subject is the last that begins above.
    return this.#byFile.get(file)?.findLast(({ source }) => source.line <= line);
  }
}

/** Order of the places where objects begin, and one of the objects for those of one place. */
export function byPlace({ source: a, ref: x }: Manifest, { source: b, ref: y }: Manifest): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(textOf(x), textOf(y));
}

function textOf({ apiVersion, kind, namespace, name }: ObjectRef): string {
  return JSON.stringify([apiVersion, kind, namespace ?? null, name]);
}
