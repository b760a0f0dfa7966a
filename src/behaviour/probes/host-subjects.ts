/** A change to a plain request, and what it decides. */
export interface Variation {
  readonly why: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** `name=value`, without question mark. */
  readonly query?: string;
  readonly clientAddress?: string;
}

/** Variations, and the paths that they are about: literals, or patterns that are in the same host's `patterns`. */
export interface VariedPaths {
  readonly paths: readonly string[];
  readonly variations: readonly Variation[];
}

/** A path expression and the way in which it is compared. */
export interface PathPattern {
  readonly pattern: string;
  /** As the configuration writes it. */
  readonly written: string;
  readonly caseless: boolean;
  readonly whole: boolean;
}

/** Everything that either configuration says about one of its hostnames: what probes are made from. */
export interface HostSubjects {
  /** Paths that get probes on each side of their boundaries. */
  readonly literals: Set<string>;
  readonly patterns: Map<string, PathPattern>;
  /** Paths that are asked for as they are: patterns as text, what rewrites lead to, gRPC methods. */
  readonly plainPaths: Set<string>;
  readonly varied: Map<string, VariedPaths>;
  /** Whether the paths are served over HTTPS, and HTTP may only lead there. */
  tls: boolean;
}

/** Subjects by hostname as configured, lower case: a name, `*.suffix`, or '' for any host. */
export class SubjectTable {
  private readonly hosts = new Map<string, HostSubjects>();

  of(hostname: string): HostSubjects {
    const key = hostname === '*' ? '' : hostname.toLowerCase();
    const known = this.hosts.get(key);
    if (known !== undefined) return known;
    const created = emptySubjects();
    this.hosts.set(key, created);
    return created;
  }

  get(hostname: string): HostSubjects | undefined {
    return this.hosts.get(hostname);
  }

  /** Sorted, so that the order of the input never shows. */
  hostnames(): readonly string[] {
    return [...this.hosts.keys()].sort();
  }
}

export function emptySubjects(): HostSubjects {
  return { literals: new Set(), patterns: new Map(), plainPaths: new Set(), varied: new Map(), tls: false };
}

/** Adds a pattern once. */
export function addPattern(subjects: HostSubjects, pattern: PathPattern): void {
  subjects.patterns.set(JSON.stringify([pattern.pattern, pattern.caseless, pattern.whole]), pattern);
}

/** Adds variations once, however often a configuration repeats them. */
export function addVariations(subjects: HostSubjects, paths: Iterable<string>, variations: readonly Variation[]): void {
  if (variations.length === 0) return;
  const varied = { paths: [...new Set(paths)].sort(), variations };
  subjects.varied.set(JSON.stringify(varied), varied);
}

/** Adds what one hostname has to another. */
export function mergeSubjects(into: HostSubjects, from: HostSubjects): void {
  for (const literal of from.literals) into.literals.add(literal);
  for (const [key, pattern] of from.patterns) into.patterns.set(key, pattern);
  for (const path of from.plainPaths) into.plainPaths.add(path);
  for (const [key, varied] of from.varied) into.varied.set(key, varied);
  into.tls ||= from.tls;
}
