/** The values of a Template's parameters, and what has none. */
export interface TemplateValues {
  readonly values: ReadonlyMap<string, string>;
  /** By name: why a declared parameter has no value. */
  readonly missing: ReadonlyMap<string, string>;
  /** Every name that the Template declares. */
  readonly declared: ReadonlySet<string>;
}

/** A parameter that stays as it is written. */
export interface Unresolved {
  readonly name: string;
  readonly why: string;
  readonly isDeclared: boolean;
  /** The first field that holds it. */
  readonly path: readonly (string | number)[];
  times: number;
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

/** An object of a Template with its parameters put in; what has no value stays as it is written. */
export function withValues(
  object: Content,
  { values, missing }: TemplateValues,
): { readonly object: Content; readonly unresolved: readonly Unresolved[] } {
  const unresolved = new Map<string, Unresolved>();
  const leave = (name: string, path: readonly (string | number)[]): void => {
    const known = unresolved.get(name);
    if (known !== undefined) known.times++;
    else {
      const why = missing.get(name);
      unresolved.set(name, {
        name,
        path,
        times: 1,
        isDeclared: why !== undefined,
        why: why ?? 'the Template does not declare it',
      });
    }
  };
  const visit = (value: unknown, path: readonly (string | number)[]): unknown => {
    if (typeof value === 'string') return resolve(value, path);
    if (Array.isArray(value)) return value.map((item: unknown, index) => visit(item, [...path, index]));
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner, [...path, key])]));
  };
  const resolve = (text: string, path: readonly (string | number)[]): unknown => {
    if (!text.includes('${')) return text;
    const bare = BARE_REFERENCE.exec(text)?.[1];
    if (bare !== undefined) {
      const value = values.get(bare);
      if (value !== undefined) return parsed(value);
      leave(bare, path);
      return text;
    }
    return text.replace(REFERENCE, (written, name: string) => {
      const value = values.get(name);
      if (value === undefined) leave(name, path);
      return value ?? written;
    });
  };
  return { object: visit(object, []) as Content, unresolved: [...unresolved.values()] };
}

/**
 * An object as it leaves a Template: with the Template's labels, and without a namespace that is written out, which goes
 * when the Template is processed (stripNamespace of the processor).
 */
export function asProcessed(object: Content, original: Content, labels: unknown): Content {
  const metadata = isRecord(object.metadata) ? { ...object.metadata } : undefined;
  if (metadata === undefined) return object;
  const written = isRecord(original.metadata) ? original.metadata.namespace : undefined;
  if (typeof written === 'string' && !written.includes('${')) delete metadata.namespace;
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
