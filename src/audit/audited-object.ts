import type { Conversion, WithheldRule } from '../conversion.js';
import { isClusterIngress } from '../kubernetes/ingress-controller.js';
import type { Manifest, ObjectRef, SourcePosition } from '../kubernetes/object.js';
import { type Item, type Severity, VERDICTS, type Verdict } from '../ledger/verdict.js';
import { CLASS_ANNOTATION } from '../sources/written-annotations.js';

/**
 * How far an object is from being migrated: `ready` as it is; `check` has warnings; `blocked` has errors, or rules that are
 * withheld; `elsewhere` is served by another controller than the one that was asked for, or by none.
 */
export const READINESS = ['ready', 'check', 'blocked', 'elsewhere'] as const;
export type Readiness = (typeof READINESS)[number];

/** An Ingress or a Route, and what became of it for one target. */
export interface AuditedObject {
  readonly object: ObjectRef;
  readonly source: SourcePosition;
  /** What its class says: `k8s.io/ingress-nginx (class nginx)`, `class nginx`, `no class`, or `Routes`. */
  readonly controller: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly readiness: Readiness;
  readonly withheld: number;
  readonly findings: Readonly<Record<Severity, number>>;
  readonly verdicts: Readonly<Record<Verdict, number>>;
}

/** Said of objects that the controller does not serve, or that the run does not read. */
const ELSEWHERE: ReadonlySet<string> = new Set(['RS0201', 'RS0202', 'RS0325', 'RS2140']);

/** What is known of each Ingress and Route of the input by itself, in the order of the places where they stand. */
export function auditObjects(
  manifests: readonly Manifest[],
  conversion: Pick<Conversion, 'items' | 'withheld'>,
): AuditedObject[] {
  const controllers = controllersOfClasses(manifests);
  const subjects = manifests.filter(isSubject).sort(byPlace);
  const gathered = new Gathered(subjects);
  for (const item of conversion.items) gathered.of(item)?.items.push(item);
  for (const rule of conversion.withheld) gathered.of(rule)?.withheld.push(rule);
  return subjects.map((manifest) => {
    const { items, withheld } = gathered.about(manifest);
    const findings = { error: 0, warning: 0, info: 0 };
    const verdicts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
    for (const item of items) {
      verdicts[item.verdict] += 1;
      for (const { severity, suppressed } of [item, ...item.also])
        if (suppressed === undefined) findings[severity] += 1;
    }
    return {
      object: manifest.ref,
      source: manifest.source,
      controller: controllerOf(manifest, controllers),
      labels: labelsOf(manifest),
      readiness: readinessOf(items, withheld.length, findings),
      withheld: withheld.length,
      findings,
      verdicts,
    };
  });
}

function isSubject(manifest: Manifest): boolean {
  return manifest.ref.kind === 'Route' || (manifest.ref.kind === 'Ingress' && !isClusterIngress(manifest));
}

function readinessOf(
  items: readonly Item[],
  withheld: number,
  findings: Readonly<Record<Severity, number>>,
): Readiness {
  if (items.some(({ code, also }) => ELSEWHERE.has(code) || also.some((note) => ELSEWHERE.has(note.code))))
    return 'elsewhere';
  if (withheld > 0 || findings.error > 0) return 'blocked';
  return findings.warning > 0 ? 'check' : 'ready';
}

interface About {
  readonly items: Item[];
  readonly withheld: WithheldRule[];
}

/** What was said about each object. */
class Gathered {
  readonly #byRef = new Map<ObjectRef, About>();
  readonly #byFile = new Map<string, Manifest[]>();

  constructor(subjects: readonly Manifest[]) {
    for (const manifest of subjects) {
      this.#byRef.set(manifest.ref, { items: [], withheld: [] });
      const others = this.#byFile.get(manifest.source.file);
      if (others === undefined) this.#byFile.set(manifest.source.file, [manifest]);
      else others.push(manifest);
    }
  }

  about({ ref }: Manifest): About {
    return this.#byRef.get(ref) ?? { items: [], withheld: [] };
  }

  of({ object, source }: Pick<Item, 'object' | 'source'>): About | undefined {
    if (object === undefined) return undefined;
    const known = this.#byRef.get(object);
    if (known !== undefined) return known;
    if (object.kind !== 'Ingress' && object.kind !== 'Route') return undefined;
    // Where parameters of Templates were restored, references are copies: the object is the last that begins above.
    const inFile = this.#byFile.get(source.file) ?? [];
    const above = inFile.filter(({ source: start }) => start.line <= source.line).at(-1);
    return above === undefined ? undefined : this.#byRef.get(above.ref);
  }
}

function controllersOfClasses(manifests: readonly Manifest[]): ReadonlyMap<string, string> {
  const controllers = new Map<string, string>();
  for (const manifest of manifests.filter(({ ref }) => ref.kind === 'IngressClass').sort(byPlace)) {
    const controller = fieldOf(fieldOf(manifest.content, 'spec'), 'controller');
    if (typeof controller === 'string') controllers.set(manifest.ref.name, controller);
  }
  return controllers;
}

function controllerOf({ ref, content }: Manifest, controllers: ReadonlyMap<string, string>): string {
  if (ref.kind === 'Route') return 'Routes';
  const annotation = fieldOf(fieldOf(fieldOf(content, 'metadata'), 'annotations'), CLASS_ANNOTATION);
  const name = [fieldOf(fieldOf(content, 'spec'), 'ingressClassName'), annotation].find(
    (one) => typeof one === 'string',
  );
  if (typeof name !== 'string') return 'no class';
  const controller = controllers.get(name);
  return controller === undefined ? `class ${name}` : `${controller} (class ${name})`;
}

function labelsOf({ content }: Manifest): Record<string, string> {
  const labels = fieldOf(fieldOf(content, 'metadata'), 'labels');
  if (typeof labels !== 'object' || labels === null) return {};
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => typeof value === 'string'));
}

function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}

function byPlace({ source: a, ref: x }: Manifest, { source: b, ref: y }: Manifest): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(textOf(x), textOf(y));
}

function textOf({ apiVersion, kind, namespace, name }: ObjectRef): string {
  return JSON.stringify([apiVersion, kind, namespace ?? null, name]);
}

/** Code unit order: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
