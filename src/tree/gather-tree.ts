import type { ConvertInput } from '../convert.js';
import type { InputProblem } from '../kubernetes/input-problem.js';
import type { Manifest } from '../kubernetes/object.js';
import { type InputText, type ParseOptions, parseText } from '../manifests/documents.js';
import { MARKER } from '../writing/write-files.js';
import { isKustomization } from './kustomize/kustomization.js';
import { patchFilesOf } from './kustomize/patches.js';
import { MARK } from './marks.js';
import { replacedObjects } from './replaced-objects.js';
import { sourceDocuments } from './source-documents.js';
import { isConverted } from './source-objects.js';
import type { Folder, SourceFile, Tree } from './tree.js';

/** How the folder of a tree is looked at. */
export interface Surroundings {
  readonly folder: Folder;
  nameOf(file: string): string;
  /** How a file is encoded, and whether it may be edited. */
  shapeOf(file: string): Pick<SourceFile, 'hasMark' | 'untouchable'>;
}

interface ParsedFile {
  readonly file: string;
  readonly input: InputText;
  readonly manifests: readonly Manifest[];
  readonly problems: readonly InputProblem[];
}

/**
 * Takes the files of a tree one by one. What routeshift wrote there before is no input: files that begin with its line, and
 * documents that carry its mark, are passed over, and so are patches of kustomizations.
 */
export class TreeGatherer {
  /** The names of the parameters of all Templates that were opened. */
  readonly parameters = new Set<string>();
  readonly #reading: ParseOptions;
  readonly #own = new Map<string, string>();
  readonly #replaced = new Map<string, string>();
  readonly #kustomizations = new Map<string, string>();
  readonly #parsed: ParsedFile[] = [];
  #inputs = 0;

  constructor(reading: ParseOptions) {
    this.#reading = reading;
  }

  /** @param file where it is below the root */
  take(file: string, input: InputText): void {
    if (input.text.startsWith(MARKER)) {
      this.#own.set(file, input.text);
      return;
    }
    if (input.text.includes(MARK)) for (const id of replacedObjects(input.text)) this.#replaced.set(id, file);
    this.#inputs++;
    const { manifests, problems, parameters } = parseText({ ...input, text: withoutOurs(input.text) }, this.#reading);
    for (const name of parameters) this.parameters.add(name);
    if (manifests.length > 0 || problems.length > 0) this.#parsed.push({ file, input, manifests, problems });
  }

  /** @param text with its byte order mark */
  takeKustomization(file: string, text: string): void {
    if (isKustomization(file)) this.#kustomizations.set(file, text);
  }

  /** @param problems files that could not be read */
  finish(problems: readonly InputProblem[], around: Surroundings): { input: ConvertInput; tree: Tree } {
    const patches = patchFilesOf(this.#kustomizations);
    const kept = this.#parsed.filter(({ file }) => !patches.has(file));
    const sources = kept.filter(holdsConverted).map(
      ({ file, input, manifests }): SourceFile => ({
        file,
        name: input.file,
        text: input.text,
        manifests: manifests.filter(isConverted),
        ...around.shapeOf(file),
      }),
    );
    const patchFiles = this.#parsed.filter((one) => patches.has(one.file) && holdsConverted(one));
    return {
      input: {
        manifests: kept.flatMap(({ manifests }) => manifests),
        problems: [...problems, ...kept.flatMap((one) => one.problems)],
        inputs: this.#inputs,
      },
      tree: {
        sources,
        own: this.#own,
        replaced: this.#replaced,
        kustomizations: this.#kustomizations,
        patchFiles: patchFiles.map(({ file }) => file),
        folder: around.folder,
        nameOf: around.nameOf,
      },
    };
  }
}

function holdsConverted({ manifests }: ParsedFile): boolean {
  return manifests.some(isConverted);
}

/** The text with white space for the documents that routeshift wrote, so that places stay what they are. */
function withoutOurs(text: string): string {
  if (!text.includes(MARK)) return text;
  let rest = '';
  let at = 0;
  for (const { from, to, mark } of sourceDocuments(text)) {
    if (mark === undefined) continue;
    // The marker line stays: what is before it must not grow.
    const begin = text.startsWith('---', from) ? from + 3 : from;
    rest += text.slice(at, begin) + text.slice(begin, to).replace(/[^\r\n]/g, ' ');
    at = to;
  }
  return rest + text.slice(at);
}
