import { compareText } from '../kubernetes/compare-text.js';
import { type AuditedObject, READINESS, type Readiness } from './audited-object.js';

/** By what objects are grouped: the folder below the one that all have in common, the namespace, or a label. */
export type Grouping =
  | { readonly by: 'folder' }
  | { readonly by: 'namespace' }
  | { readonly by: 'label'; readonly key: string };

/** How ready a part of the estate is. */
export interface Group {
  readonly name: string;
  readonly objects: number;
  readonly readiness: Readonly<Record<Readiness, number>>;
  readonly withheld: number;
  readonly errors: number;
  readonly warnings: number;
}

/** The name of the group that each object belongs to. */
export function groupNames(objects: readonly AuditedObject[], grouping: Grouping): (object: AuditedObject) => string {
  switch (grouping.by) {
    case 'folder': {
      const depth = commonFolder(objects).length;
      return ({ source }) => foldersOf(source.file)[depth] ?? '.';
    }
    case 'namespace':
      return ({ object }) => object.namespace ?? '(none)';
    case 'label': {
      const { key } = grouping;
      return ({ labels }) => (Object.hasOwn(labels, key) ? (labels[key] ?? '') : '(none)');
    }
  }
}

/** Objects gathered by a name, the worst group first. */
export function groupBy(objects: readonly AuditedObject[], nameOf: (object: AuditedObject) => string): Group[] {
  const gathered = new Map<string, AuditedObject[]>();
  for (const object of objects) {
    const name = nameOf(object);
    const others = gathered.get(name);
    if (others === undefined) gathered.set(name, [object]);
    else others.push(object);
  }
  const groups = [...gathered].map(([name, members]) => groupOf(name, members));
  return groups.sort(
    (a, b) =>
      b.readiness.blocked - a.readiness.blocked ||
      b.readiness.check - a.readiness.check ||
      b.objects - a.objects ||
      compareText(a.name, b.name),
  );
}

/** The numbers of all objects together. */
export function groupOf(name: string, objects: readonly AuditedObject[]): Group {
  const readiness = Object.fromEntries(READINESS.map((one) => [one, 0])) as Record<Readiness, number>;
  let [withheld, errors, warnings] = [0, 0, 0];
  for (const object of objects) {
    readiness[object.readiness] += 1;
    withheld += object.withheld;
    errors += object.findings.error;
    warnings += object.findings.warning;
  }
  return { name, objects: objects.length, readiness, withheld, errors, warnings };
}

function commonFolder(objects: readonly AuditedObject[]): readonly string[] {
  const [first, ...others] = objects.map(({ source }) => foldersOf(source.file));
  let common = first ?? [];
  for (const folders of others) {
    const differs = common.findIndex((folder, at) => folder !== folders[at]);
    if (differs !== -1) common = common.slice(0, differs);
  }
  return common;
}

function foldersOf(file: string): string[] {
  return file
    .replace(/^(?:\.\/+)+/, '')
    .split('/')
    .slice(0, -1);
}
