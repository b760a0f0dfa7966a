import { DocumentFault, MAX_DEPTH, tooDeep } from './document-fault.js';
import { type Event, parseEvents, YAMLException } from './yaml-events.js';

/**
 * Line breaks and indicators that a document may have; one List of some 30,000 Ingresses comes to that. No value can begin
 * without one, and a parsed value takes two to three hundred bytes, so that this bounds the memory.
 */
const MOST_SEPARATORS = 2_500_000;

/**
 * The events of a piece of YAML; their offsets count in `chunk`.
 *
 * @param base where the chunk begins in the file, for faults
 * @throws DocumentFault when the chunk is not YAML or too large to be parsed
 */
export function eventsOf(chunk: string, base: number): readonly Event[] {
  if (hasTooManySeparators(chunk)) {
    throw new DocumentFault('RS0103', base, 'the document holds more values than can be read at once');
  }
  try {
    return parseEvents(chunk, { maxDepth: MAX_DEPTH });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const offset = base + (error.mark?.position ?? 0);
    if (error.reason.startsWith('nesting exceeded')) throw tooDeep(offset);
    throw new DocumentFault('RS0104', offset, withoutQuotes(error.reason));
  }
}

function hasTooManySeparators(chunk: string): boolean {
  if (chunk.length <= MOST_SEPARATORS) return false;
  const separator = /[\n\r,:[{]|[-?]\s/g;
  for (let count = 0; count <= MOST_SEPARATORS; count++) if (!separator.test(chunk)) return false;
  return true;
}

/** The parser's reason without the pieces of the text that some reasons carry. */
function withoutQuotes(reason: string): string {
  return reason.replace(/(?:: | ").*$/s, '');
}
