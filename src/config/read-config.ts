import type { FieldPath, SourcePosition } from '../kubernetes/object.js';
import { type ContentProblem, checkContent } from '../mappings/content-shape.js';
import { CONFIG_SHAPE } from './config-shape.js';
import type { ConfigContent } from './content.js';
import { contentProblems } from './content-problems.js';
import { type FileProblem, readLocatedYaml, stepsTo } from './located-yaml.js';

/** A configuration that is in order. */
export interface Config {
  /** Its name in messages. */
  readonly file: string;
  readonly content: ConfigContent;
  /** Where a setting stands. */
  readonly locate: (path: FieldPath) => SourcePosition;
}

/** Reads a `routeshift.yaml`, or answers everything that is wrong with it, in the order of the file. */
export function readConfig(file: string, text: string): Config | { readonly problems: readonly FileProblem[] } {
  const { content, locate, problems: faults } = readLocatedYaml(file, text);
  if (content === undefined) return { problems: faults };
  const shapeProblems = checkContent(content, CONFIG_SHAPE);
  const found = isConfig(content, shapeProblems) ? contentProblems(content) : shapeProblems;
  const problems = [...faults, ...found.map((problem) => placed(problem, content, locate))];
  if (problems.length > 0 || !isConfig(content, shapeProblems)) return { problems: problems.sort(byPlace) };
  return { file, content, locate };
}

/** The shape is complete (its fields are tied to the type), so content without problems is a configuration. */
function isConfig(_content: unknown, problems: readonly ContentProblem[]): _content is ConfigContent {
  return problems.length === 0;
}

/** A problem of the content as one of its file. */
export function placed(
  { at, message }: ContentProblem,
  content: unknown,
  locate: (path: FieldPath) => SourcePosition,
): FileProblem {
  return { source: locate(stepsTo(content, at)), message: at === '' ? message : `${at}: ${message}` };
}

export function byPlace({ source: a }: FileProblem, { source: b }: FileProblem): number {
  return a.line - b.line || a.column - b.column;
}
