import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';

const file = fileURLToPath(new URL('../../../../../shared/cases/openshift.yaml', import.meta.url));

/** A case of ../shared/cases/openshift.yaml; what else it has depends on its kind. */
export interface Case {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
}

export const casesAreThere = existsSync(file);

/** All of them; none where ../shared is not there. */
export function allCases(): readonly Case[] {
  if (!casesAreThere) return [];
  const { cases } = load(readFileSync(file, 'utf8')) as { readonly cases: readonly Case[] };
  return cases;
}

/** The cases of one kind. */
export function casesOf<T extends Case>(kind: string): readonly T[] {
  return allCases().filter((one): one is T => one.kind === kind);
}
