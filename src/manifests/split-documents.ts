/** A piece of a text that holds one document (with its `---` line, if it has one), as offsets. */
export interface Chunk {
  readonly from: number;
  readonly to: number;
}

const BEGINS_WITH_BRACE = /\s*\{/y;
const BETWEEN_OBJECTS = /\}\s*\n(?=\{)/g;

/**
 * Splits a YAML stream at its document markers without parsing it. A line that begins with `---` or `...`, followed by
 * white space or the end of the line, is a marker wherever it stands (YAML 1.2.2, section 9.1.4: such a line is forbidden
 * inside a document), so that one broken document does not take the others with it.
 */
export function* splitDocuments(text: string): Generator<Chunk> {
  const markers = new Markers(text);
  let from = 0;
  let searched = 0;
  for (;;) {
    const marker = markers.next(searched);
    const to = marker === -1 ? text.length : marker;
    // Directives belong to the document whose marker ends them.
    const isDirectives = marker !== -1 && text.charCodeAt(marker) === 0x2d && endsInDirectives(text, from, to);
    if (!isDirectives) {
      if (to > from) yield* jsonObjects(text, from, to);
      from = to;
    }
    if (marker === -1) return;
    if (text.charCodeAt(marker) === 0x2e) from = afterLine(text, marker);
    searched = marker + 3;
  }
}

/**
 * The objects of a JSON stream (`jq '.items[]'` writes such), each beginning its own line; any other chunk as it is. In
 * JSON, no object follows another without a comma, except at the top.
 */
function* jsonObjects(text: string, from: number, to: number): Generator<Chunk> {
  let start = from;
  BEGINS_WITH_BRACE.lastIndex = from;
  if (BEGINS_WITH_BRACE.test(text)) {
    const chunk = text.slice(from, to);
    for (const { 0: match, index } of chunk.matchAll(BETWEEN_OBJECTS)) {
      const end = from + index + match.length;
      yield { from: start, to: end };
      start = end;
    }
  }
  yield { from: start, to };
}

/** Where the next line with a marker begins. */
class Markers {
  readonly #text: string;
  /** The next line that begins with three dashes, and the next with three dots, behind what was asked for; -1 for none. */
  #dashes: number;
  #dots: number;

  constructor(text: string) {
    this.#text = text;
    this.#dashes = text.startsWith('---') ? 0 : this.#behind('\n---', 0);
    this.#dots = text.startsWith('...') ? 0 : this.#behind('\n...', 0);
  }

  /** The first at or after an offset, which never decreases; -1 when there is none. */
  next(from: number): number {
    for (let searched = from; ; searched++) {
      const before = Math.max(0, searched - 1);
      if (this.#dashes !== -1 && this.#dashes < searched) this.#dashes = this.#behind('\n---', before);
      if (this.#dots !== -1 && this.#dots < searched) this.#dots = this.#behind('\n...', before);
      const isDashes = this.#dots === -1 || (this.#dashes !== -1 && this.#dashes < this.#dots);
      const found = isDashes ? this.#dashes : this.#dots;
      if (found === -1 || isMarker(this.#text, found)) return found;
      searched = found;
    }
  }

  #behind(line: string, from: number): number {
    const at = this.#text.indexOf(line, from);
    return at === -1 ? -1 : at + 1;
  }
}

/** Whether nothing stands right behind three dashes or dots. */
function isMarker(text: string, at: number): boolean {
  const next = text[at + 3];
  return next === undefined || next === ' ' || next === '\t' || next === '\n' || next === '\r';
}

/** Whether a chunk holds nothing but comments and at least one directive. */
function endsInDirectives(text: string, from: number, to: number): boolean {
  let hasDirective = false;
  for (let at = from; at < to; at = afterLine(text, at)) {
    const character = text[at];
    if (character === '%') hasDirective = true;
    else if (character !== '#' && text.slice(at, Math.min(afterLine(text, at), to)).trim() !== '') return false;
  }
  return hasDirective;
}

function afterLine(text: string, at: number): number {
  const lineFeed = text.indexOf('\n', at);
  return lineFeed === -1 ? text.length : lineFeed + 1;
}
