import { readFile } from 'node:fs/promises';
import type { ConvertInput } from '../index.js';
import type { InputProblem } from '../kubernetes/input-problem.js';
import type { Manifest } from '../kubernetes/object.js';
import { readConfigMap } from '../kubernetes/read-config-map.js';
import { readCertificate } from '../manifests/certificate.js';
import { type ParseOptions, parseText } from '../manifests/documents.js';
import type { ReadResult } from '../manifests/files.js';
import { keepsKeyPairs, keepsUsers, readsRouter, readsRoutes } from '../options.js';
import { isConfigName } from './find-config.js';
import type { ConvertFlags } from './options.js';
import { isSystemError, systemReason, UsageError } from './usage-error.js';

/** How the flags of a command want its inputs to be read. */
export function readingOf(flags: ConvertFlags): ParseOptions {
  return {
    readCertificate,
    keepKeyPairs: keepsKeyPairs(flags),
    keepUsers: keepsUsers(flags),
    router: readsRouter(flags),
    // Who reads Ingresses of ingress-nginx has no Templates; they are told to be there.
    ...(readsRoutes(flags.from) ? { templateParameters: new Map(flags.param ?? []) } : {}),
  };
}

/** What was read so far of the inputs of one conversion. */
export class InputGathering {
  readonly flags: ConvertFlags;
  readonly #reading: ParseOptions;
  readonly #declared = new Set<string>();
  readonly #manifests: Manifest[] = [];
  readonly #problems: InputProblem[] = [];
  #inputs = 0;

  constructor(flags: ConvertFlags, reading = readingOf(flags)) {
    this.flags = flags;
    this.#reading = reading;
  }

  /** Takes a file; those that the configuration leaves out are passed over. */
  take({ text, problem }: ReadResult): void {
    const { file } = text ?? problem.source;
    if (this.flags.setup?.isIncluded(file) === false) return;
    if (isConfigName(file)) {
      if (this.flags.config !== false) this.#problems.push(unusedConfig(file));
      return;
    }
    if (text === undefined) {
      this.#problems.push(problem);
      return;
    }
    this.#inputs++;
    const parsed = parseText(text, this.#reading);
    for (const manifest of parsed.manifests) this.#manifests.push(manifest);
    for (const found of parsed.problems) this.#problems.push(found);
    for (const name of parsed.parameters) this.#declared.add(name);
  }

  input(): ConvertInput {
    return {
      manifests: this.#manifests,
      problems: [...this.#problems, ...unknownParameters(this.flags, this.#declared)],
      inputs: this.#inputs,
      ...(this.flags.ownMappings === undefined ? {} : { mappings: this.flags.ownMappings }),
    };
  }
}

/** The configuration that counts is not included; any other is further down, and told. */
function unusedConfig(file: string): InputProblem {
  return {
    code: 'RS2339',
    severity: 'warning',
    source: { file, line: 1, column: 1 },
    message: 'this configuration does not count for a run that reads files outside its folder, too',
    next: 'Move its settings into overrides of the configuration above, or convert its folder with a run of its own.',
  };
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
  return controllerConfigIn(file, text);
}

/**
 * The settings of the controller in a text that holds its ConfigMap.
 * @throws UsageError when it does not hold exactly one ConfigMap
 */
export function controllerConfigIn(file: string, text: string): Readonly<Record<string, string>> {
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
