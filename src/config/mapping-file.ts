import type { ContentProblem } from '../mappings/content-shape.js';
import { checkMapping, MappingError } from '../mappings/load.js';
import type { Mapping } from '../mappings/mapping.js';
import { ownMappingProblems } from '../mappings/own-mapping.js';
import { type FileProblem, readLocatedYaml } from './located-yaml.js';
import { byPlace, placed } from './read-config.js';

/** Reads a mapping of users' own annotations, or answers everything that is wrong with it. */
export function readMapping(
  file: string,
  text: string,
): { readonly mapping: Mapping } | { readonly problems: readonly FileProblem[] } {
  const { content, locate, problems: faults } = readLocatedYaml(file, text);
  if (content === undefined) return { problems: faults };
  const checked = checkedMapping(content, file);
  const found = 'mapping' in checked ? ownMappingProblems(checked.mapping) : checked.problems;
  const problems = [...faults, ...found.map((problem) => placed(problem, content, locate))];
  if ('mapping' in checked && problems.length === 0) return { mapping: checked.mapping };
  return { problems: problems.sort(byPlace) };
}

function checkedMapping(
  content: unknown,
  file: string,
): { readonly mapping: Mapping } | { readonly problems: readonly ContentProblem[] } {
  try {
    return { mapping: checkMapping(content, file) };
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    return { problems: error.problems };
  }
}
