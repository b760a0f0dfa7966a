import type { EmittedObject } from '../conversion.js';
import { formatRef } from '../kubernetes/object.js';
import { documentText, type YamlStyle } from '../writing/write-yaml.js';
import { shortened } from './marks.js';
import type { SourceObject, SourceObjects } from './source-objects.js';

/** Between two documents. */
export const SEPARATOR = '---\n';

/** An emitted object as a document, below comments that name the objects it was made of, but for one. */
export function treeDocument(
  emitted: EmittedObject,
  objects: SourceObjects,
  style: YamlStyle,
  besides?: SourceObject,
): string {
  const lines: string[] = [];
  // No line numbers: they would change whenever something above changes, this run's own work included.
  for (const origin of emitted.origins) {
    const object = objects.of(origin);
    if (object === besides && besides !== undefined) continue;
    lines.push(`${object?.file.file ?? origin.source.file} ${formatRef(origin.ref)}`);
  }
  return documentText({ ...emitted, sources: shortened([...new Set(lines)].sort()) }, style);
}

/** The text with the line ends of another. */
export function withLineEndsOf(text: string, model: string): string {
  const lineFeed = model.indexOf('\n');
  return lineFeed > 0 && model[lineFeed - 1] === '\r' ? text.replaceAll('\n', '\r\n') : text;
}
