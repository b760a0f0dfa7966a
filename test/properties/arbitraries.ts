import fc from 'fast-check';
import { dump } from 'js-yaml';
import type { Conversion } from '../../src/conversion.js';
import { type ConvertInput, convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import type { ConvertOptions } from '../../src/options.js';
import { companions } from './arbitrary-companions.js';
import { type Draft, ingresses } from './arbitrary-ingress.js';
import { options } from './arbitrary-options.js';

/** One input with one choice of options. */
export interface Case {
  readonly objects: readonly Draft[];
  readonly options: ConvertOptions;
}

/** Realistic to hostile sets of manifests, with any options. */
export const cases: fc.Arbitrary<Case> = fc
  .tuple(ingresses, companions, options)
  .map(([some, others, chosen]) => ({ objects: [...some, ...others], options: chosen }));

/** The file in which an object of a case stands: one each, so that whatever is said about it can be found by its file. */
export function fileOf(index: number): string {
  return `object-${String(index).padStart(3, '0')}.yaml`;
}

/** The objects as the reading room hands them over, positions and all. */
export function read(objects: readonly Draft[]): ConvertInput {
  const texts = objects.map((object, index) =>
    parseText({ file: fileOf(index), text: yamlOf(object) }, { router: true }),
  );
  return {
    manifests: texts.flatMap((t) => t.manifests),
    problems: texts.flatMap((t) => t.problems),
    inputs: texts.length,
  };
}

/** The conversion of a case. */
export function converted({ objects, options: chosen }: Case): Conversion {
  return convert(read(objects), chosen);
}

function yamlOf(object: Draft): string {
  return dump(object, { lineWidth: -1 });
}
