import type { Conversion } from '../conversion.js';
import type { Manifest, ObjectRef, SourcePosition } from '../kubernetes/object.js';
import { byPlace, SubjectFinder, subjectsOf } from '../kubernetes/subjects.js';
import { type Item, type Severity, VERDICTS, type Verdict } from '../ledger/verdict.js';
import { CLASS_ANNOTATION } from '../sources/written-annotations.js';

/**
 * How far an object is from being migrated: `ready` as it is; `check` has warnings; `blocked` has errors, or rules that are
 * withheld; `elsewhere` is served by a controller that is not read, or by none.
 */
export const READINESS = ['ready', 'check', 'blocked', 'elsewhere'] as const;
export type Readiness = (typeof READINESS)[number];

/** An Ingress or a Route, and what became of it for one target. */
export interface AuditedObject {
  readonly object: ObjectRef;
  readonly source: SourcePosition;
  /**
   * Who serves it: `ingress-nginx`; where that is nobody who is read, what its class says: `traefik.io/ingress-controller
   * (class edge)`, `class edge`, `no class`.
   */
  readonly controller: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly readiness: Readiness;
  readonly withheld: number;
  readonly findings: Readonly<Record<Severity, number>>;
  readonly verdicts: Readonly<Record<Verdict, number>>;
}

interface About {
  readonly items: Item[];
  withheld: number;
}

/** Said of objects that the controller does not serve, or that the run does not read. */
const ELSEWHERE: ReadonlySet<string> = new Set(['RS0201', 'RS0202', 'RS0210', 'RS0211', 'RS0325', 'RS2140']);

/**
 * What is known of each Ingress and Route of the input by itself, in the order of the places where they stand.
 *
 * @param serverOf the controller that serves an object, if it is one that is read
 */
export function auditObjects(
  manifests: readonly Manifest[],
  conversion: Pick<Conversion, 'items' | 'withheld'>,
  serverOf: (manifest: Manifest) => string | undefined,
): AuditedObject[] {
  const controllers = controllersOfClasses(manifests);
  const subjects = subjectsOf(manifests);
  const finder = new SubjectFinder(subjects);
  const about = new Map(subjects.map((manifest) => [manifest, { items: [], withheld: 0 } as About]));
  const aboutOf = ({ object, source }: Pick<Item, 'object' | 'source'>) => {
    const manifest = finder.of(object, source);
    return manifest === undefined ? undefined : about.get(manifest);
  };
  for (const item of conversion.items) aboutOf(item)?.items.push(item);
  for (const rule of conversion.withheld) {
    const known = aboutOf(rule);
    if (known !== undefined) known.withheld += 1;
  }
  return [...about].map(([manifest, { items, withheld }]) => {
    const findings = { error: 0, warning: 0, info: 0 };
    const verdicts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
    for (const item of items) {
      verdicts[item.verdict] += 1;
      for (const { severity, suppressed } of [item, ...item.also])
        if (suppressed === undefined) findings[severity] += 1;
    }
    const readiness = readinessOf(items, withheld, findings);
    return {
      object: manifest.ref,
      source: manifest.source,
      controller: (readiness === 'elsewhere' ? undefined : serverOf(manifest)) ?? classWords(manifest, controllers),
      labels: labelsOf(manifest),
      readiness,
      withheld,
      findings,
      verdicts,
    };
  });
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

function controllersOfClasses(manifests: readonly Manifest[]): ReadonlyMap<string, string> {
  const controllers = new Map<string, string>();
  for (const manifest of manifests.filter(({ ref }) => ref.kind === 'IngressClass').sort(byPlace)) {
    const controller = fieldOf(fieldOf(manifest.content, 'spec'), 'controller');
    if (typeof controller === 'string') controllers.set(manifest.ref.name, controller);
  }
  return controllers;
}

function classWords({ ref, content }: Manifest, controllers: ReadonlyMap<string, string>): string {
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
