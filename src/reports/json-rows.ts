const PIECE = 1 << 16;

/** A list as JSON, one entry per line, in pieces: a large one is never one text. */
export function* jsonRows<T>(entries: Iterable<T>, print: (entry: T) => string): Generator<string> {
  let piece = '[';
  let separator = '\n    ';
  let isEmpty = true;
  for (const entry of entries) {
    piece += separator + print(entry);
    separator = ',\n    ';
    isEmpty = false;
    if (piece.length > PIECE) {
      yield piece;
      piece = '';
    }
  }
  yield isEmpty ? '[]' : `${piece}\n  ]`;
}
