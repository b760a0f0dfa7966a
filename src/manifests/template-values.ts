import type { FieldPath } from '../kubernetes/object.js';
import { standInOf } from '../kubernetes/stand-ins.js';

/** The values of a Template's parameters, and what has none. */
export interface TemplateValues {
  readonly values: ReadonlyMap<string, string>;
  /** By name: why a declared parameter has no value. */
  readonly missing: ReadonlyMap<string, string>;
  /** Every name that the Template declares. */
  readonly declared: ReadonlySet<string>;
}

/** A parameter without value in one field: it stays as it is written. */
export interface Unresolved {
  readonly name: string;
  /** What the field keeps: `${NAME}`, or `${{NAME}}` as its whole value. */
  readonly written: string;
  readonly why: string;
  readonly isDeclared: boolean;
  readonly path: FieldPath;
}

type Content = Readonly<Record<string, unknown>>;

/**
 * The values with which a Template is processed: those given, else its own. A parameter that is neither required nor
 * generated is empty (openshift/library-go pkg/template/templateprocessing).
 */
export function templateValues(parameters: unknown, given: ReadonlyMap<string, string>): TemplateValues {
  const values = new Map<string, string>();
  const missing = new Map<string, string>();
  const declared = new Set<string>();
  for (const parameter of Array.isArray(parameters) ? (parameters as unknown[]) : []) {
    if (!isRecord(parameter) || typeof parameter.name !== 'string') continue;
    const { name, value, generate, required } = parameter;
    declared.add(name);
    const own = given.get(name) ?? textOf(value);
    if (own !== undefined && own !== '') values.set(name, own);
    else if (typeof generate === 'string' && generate !== '') missing.set(name, 'the server generates it');
    else if (required === true) missing.set(name, 'the Template has no default for it');
    else values.set(name, own ?? '');
  }
  return { values, missing, declared };
}

const REFERENCE = /\$\{([a-zA-Z0-9_]+?)\}/g;
/** The whole text: its value is read as JSON, so that numbers and booleans can be parameters. */
const BARE_REFERENCE = /^\$\{\{([a-zA-Z0-9_]+)\}\}$/;

/**
 * An object of a Template with its parameters put in, in keys as in values (library-go pkg/template/stringreplace). One
 * without value is represented by its stand-in where it is a part of a text; a whole value, `${{NAME}}`, which could be a
 * number as well, stays as it is written.
 */
export function withValues(
  object: Content,
  { values, missing }: TemplateValues,
): { readonly object: Content; readonly unresolved: readonly Unresolved[] } {
  const unresolved: Unresolved[] = [];
  const leave = (name: string, written: string, path: FieldPath): void => {
    const why = missing.get(name);
    unresolved.push({
      name,
      written,
      path,
      isDeclared: why !== undefined,
      why: why ?? 'the Template does not declare it',
    });
  };
  const visit = (value: unknown, path: FieldPath): unknown => {
    if (typeof value === 'string') return resolve(value, path);
    if (Array.isArray(value)) return value.map((item: unknown, index) => visit(item, [...path, index]));
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        const at = [...path, key];
        return [replaceIn(key, at), visit(inner, at)];
      }),
    );
  };
  const resolve = (text: string, path: FieldPath): unknown => {
    const bare = BARE_REFERENCE.exec(text)?.[1];
    if (bare === undefined) return replaceIn(text, path);
    const value = values.get(bare);
    if (value !== undefined) return parsed(value);
    leave(bare, text, path);
    return text;
  };
  const replaceIn = (text: string, path: FieldPath): string => {
    if (!text.includes('${')) return text;
    const left = new Set<string>();
    const replaced = text.replace(REFERENCE, (_written, name: string) => {
      const value = values.get(name);
      if (value === undefined) left.add(name);
      return value ?? standInOf(name);
    });
    for (const name of left) leave(name, `\${${name}}`, path);
    return replaced;
  };
  return { object: visit(object, []) as Content, unresolved };
}

/** The namespace of an object that goes when its Template is processed: one that is written out (stripNamespace). */
export function strippedNamespace(original: Content): string | undefined {
  const written = isRecord(original.metadata) ? original.metadata.namespace : undefined;
  return typeof written === 'string' && written !== '' && written.search(REFERENCE) < 0 ? written : undefined;
}

/** An object as it leaves a Template: with the Template's labels, and without the namespace that its processing strips. */
export function asProcessed(object: Content, original: Content, labels: unknown): Content {
  const metadata = isRecord(object.metadata) ? { ...object.metadata } : undefined;
  if (metadata === undefined) return object;
  if (strippedNamespace(original) !== undefined) delete metadata.namespace;
  if (isRecord(labels) && Object.keys(labels).length > 0)
    metadata.labels = { ...(isRecord(metadata.labels) ? metadata.labels : {}), ...labels };
  return { ...object, metadata };
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
