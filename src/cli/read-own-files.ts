import { readFile } from 'node:fs/promises';
import type { FileProblem } from '../config/located-yaml.js';
import type { Config } from '../config/read-config.js';
import type { Mapping } from '../mappings/mapping.js';
import { isSystemError, systemReason, UsageError } from './usage-error.js';

/** Files as they were at some other time: undefined where there was none. */
export type EarlierText = (file: string) => Promise<string | undefined>;

/**
 * Reads a configuration.
 * @throws UsageError with everything that is wrong with it
 */
export async function readConfigFile(file: string, name: string, earlier?: EarlierText): Promise<Config> {
  const { readConfig } = await import('../config/read-config.js');
  const read = readConfig(name, (await earlier?.(file)) ?? (await textOf(file, name)));
  if ('problems' in read) throw unusable(name, read.problems);
  return read;
}

/**
 * Reads mappings of users' own annotations.
 * @throws UsageError with everything that is wrong with them
 */
export async function readMappings(files: readonly string[], earlier?: EarlierText): Promise<Mapping[]> {
  if (files.length === 0) return [];
  const { readMapping } = await import('../config/mapping-file.js');
  const mappings: Mapping[] = [];
  for (const file of files) {
    const read = readMapping(file, (await earlier?.(file)) ?? (await textOf(file, file)));
    if ('problems' in read) throw unusable(file, read.problems);
    mappings.push(read.mapping);
  }
  return mappings;
}

export async function textOf(file: string, name: string): Promise<string> {
  return await readFile(file, 'utf8').catch((error: unknown) => {
    throw isSystemError(error) ? new UsageError(`${name}: ${systemReason(error)}`) : error;
  });
}

/** Everything that is wrong with a file, a line each, as editors and CI systems find it. */
export function unusable(name: string, problems: readonly FileProblem[]): UsageError {
  const lines = problems.map(({ source, message }) => `  ${source.file}:${source.line}:${source.column}: ${message}`);
  return new UsageError(`${name} cannot be used:\n${lines.join('\n')}`);
}
