/** A piece of a text that holds one document (with its `---` line, if it has one), as offsets. */
export interface Chunk {
  readonly from: number;
  readonly to: number;
}

const BEGINS_WITH_BRACE = /^\s*\{/;
const BETWEEN_OBJECTS = /\}\s*\n(?=\{)/g;

/**
 * Splits a YAML stream at its document markers without parsing it. A line that begins with `---` or `...`, followed by
 * white space or the end of the line, is a marker wherever it stands (YAML 1.2.2, section 9.1.4: such a line is forbidden
 * inside a document), so that one broken document does not take the others with it.
 */
export function* splitDocuments(text: string): Generator<Chunk> {
  let from = 0;
  let searched = 0;
  for (;;) {
    const marker = nextMarker(text, searched);
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
  const chunk = text.slice(from, to);
  let start = from;
  if (BEGINS_WITH_BRACE.test(chunk)) {
    for (const { 0: match, index } of chunk.matchAll(BETWEEN_OBJECTS)) {
      const end = from + index + match.length;
      yield { from: start, to: end };
      start = end;
    }
  }
  yield { from: start, to };
}

function nextMarker(text: string, from: number): number {
  if (from === 0 && isMarker(text, 0)) return 0;
  for (let at = text.indexOf('\n', Math.max(0, from - 1)); at !== -1; at = text.indexOf('\n', at + 1)) {
    const character = text.charCodeAt(at + 1);
    if ((character === 0x2d || character === 0x2e) && isMarker(text, at + 1)) return at + 1;
  }
  return -1;
}

function isMarker(text: string, at: number): boolean {
  if (!text.startsWith('---', at) && !text.startsWith('...', at)) return false;
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
