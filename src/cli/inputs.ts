import { readFile } from 'node:fs/promises';
import type { ConvertInput } from '../index.js';
import type { InputProblem } from '../kubernetes/input-problem.js';
import type { Manifest } from '../kubernetes/object.js';
import { readConfigMap } from '../kubernetes/read-config-map.js';
import { readCertificate } from '../manifests/certificate.js';
import { type ParseOptions, parseText } from '../manifests/documents.js';
import { inputTexts } from '../manifests/files.js';
import { keepsKeyPairs, readsRouter } from '../options.js';
import type { ConvertFlags } from './options.js';
import type { Progress } from './progress.js';
import { isSystemError, systemReason, UsageError } from './usage-error.js';

/** How the flags of a command want its inputs to be read. */
export function readingOf(flags: ConvertFlags): ParseOptions {
  return {
    readCertificate,
    keepKeyPairs: keepsKeyPairs(flags),
    router: readsRouter(flags),
    // Who reads Ingresses of ingress-nginx has no Templates; they are told to be there.
    ...(!flags.from.startsWith('openshift-') ? {} : { templateParameters: new Map(flags.param ?? []) }),
  };
}

/** Reads what the command line names: files, directories, globs, `-`. What cannot be read is a problem of the input. */
export async function readManifests(
  paths: readonly string[],
  flags: ConvertFlags,
  onProgress?: Progress['onProgress'],
): Promise<ConvertInput> {
  const reading = readingOf(flags);
  const declared = new Set<string>();
  const manifests: Manifest[] = [];
  const problems: InputProblem[] = [];
  let inputs = 0;
  for await (const { text, problem } of inputTexts(paths, {
    include: flags.include,
    exclude: flags.exclude,
    onProgress,
  })) {
    if (text === undefined) {
      problems.push(problem);
      continue;
    }
    inputs++;
    const parsed = parseText(text, reading);
    for (const manifest of parsed.manifests) manifests.push(manifest);
    for (const found of parsed.problems) problems.push(found);
    for (const name of parsed.parameters) declared.add(name);
  }
  problems.push(...unknownParameters(flags, declared));
  return { manifests, problems, inputs };
}

/** The problems of values that were given for parameters which no Template has. */
export function unknownParameters({ param = [] }: ConvertFlags, declared: ReadonlySet<string>): InputProblem[] {
  return param.filter(([name]) => !declared.has(name)).map(([name]) => unknownParameter(name));
}

function unknownParameter(name: string): InputProblem {
  return {
    code: 'RS2102',
    severity: 'warning',
    source: { file: '(options)', line: 1, column: 1 },
    message: `--param ${name}: no Template of the input has a parameter of this name`,
    next: 'Check its spelling.',
  };
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
