import type { ComparedPart } from './converted-side.js';

/** Conversions of two runs that stand for the same cluster: usually one of each. */
export interface PairedParts {
  readonly before: readonly ComparedPart[];
  readonly after: readonly ComparedPart[];
}

/**
 * Pairs the conversions of two runs by the overrides that their files fall under. Where the configuration changed, a file may
 * have come to another conversion: those that share files are compared together, whatever their overrides are called.
 */
export function pairParts(before: readonly ComparedPart[], after: readonly ComparedPart[]): PairedParts[] {
  let groups: Group[] = [];
  for (const [side, parts] of [before, after].entries()) {
    for (const part of parts) {
      const names = namesOf(part);
      const joined = groups.filter((group) => names.some((name) => group.names.has(name)));
      const [before, after] = [joined.flatMap((one) => one.before), joined.flatMap((one) => one.after)];
      (side === 0 ? before : after).push(part);
      const group = { names: new Set([...joined.flatMap((one) => [...one.names]), ...names]), before, after };
      groups = [...groups.filter((one) => !joined.includes(one)), group];
    }
  }
  return groups;
}

interface Group extends PairedParts {
  readonly names: ReadonlySet<string>;
}

function namesOf({ overrides, manifests }: ComparedPart): string[] {
  const files = new Set(manifests.map(({ source }) => source.file));
  return [`overrides ${JSON.stringify(overrides)}`, ...[...files].map((file) => `file ${file}`)];
}
