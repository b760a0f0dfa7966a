import { readFile } from 'node:fs/promises';
import type { ConvertInput } from '../index.js';
import type { InputProblem } from '../kubernetes/input-problem.js';
import type { Manifest } from '../kubernetes/object.js';
import { readConfigMap } from '../kubernetes/read-config-map.js';
import { readCertificate } from '../manifests/certificate.js';
import { parseText } from '../manifests/documents.js';
import { inputTexts } from '../manifests/files.js';
import type { ConvertOptions } from '../options.js';
import { isSystemError, systemReason, UsageError } from './usage-error.js';

/**
 * Reads what the command line names: files, directories, globs, `-`. What cannot be read is a problem of the input. Keys of
 * Secrets are kept only where Routes are to hold them.
 */
export async function readManifests(
  paths: readonly string[],
  { inlineCertificates }: Pick<ConvertOptions, 'inlineCertificates'>,
): Promise<ConvertInput> {
  const manifests: Manifest[] = [];
  const problems: InputProblem[] = [];
  let inputs = 0;
  for await (const { text, problem } of inputTexts(paths)) {
    if (text === undefined) {
      problems.push(problem);
      continue;
    }
    inputs++;
    const parsed = parseText(text, { readCertificate, keepKeyPairs: inlineCertificates });
    for (const manifest of parsed.manifests) manifests.push(manifest);
    for (const found of parsed.problems) problems.push(found);
  }
  return { manifests, problems, inputs };
}

/**
 * The settings of the controller from a file that holds its ConfigMap.
 * @throws UsageError when the file cannot be read or does not hold exactly one ConfigMap
 */
export async function readControllerConfig(file: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw isSystemError(error) ? new UsageError(`--controller-config ${file}: ${systemReason(error)}`) : error;
  });
  const { manifests, problems } = parseText({ file, text });
  const maps = manifests
    .filter(({ ref }) => ref.kind === 'ConfigMap')
    .map((manifest) => readConfigMap(manifest, problems));
  const fault = problems.find(({ severity }) => severity === 'error');
  if (fault !== undefined) {
    throw new UsageError(`${fault.source.file}:${fault.source.line}:${fault.source.column}: ${fault.message}`);
  }
  const [map] = maps;
  if (map === undefined || maps.length > 1) {
    throw new UsageError(`--controller-config ${file}: it holds ${maps.length} ConfigMaps instead of one`);
  }
  return map.data;
}
