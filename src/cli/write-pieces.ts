import { closeSync, openSync, writeSync } from 'node:fs';

/** The same bytes serve every piece: memory that is new each time costs more than the writing. */
const ROOM = 1 << 17;

/** Writes a file piece by piece, so that a large report never stands in memory as one text. Replaces what is there. */
export function writePieces(file: string, pieces: Iterable<string>): void {
  const handle = openSync(file, 'w');
  const room = new Uint8Array(ROOM);
  const encoder = new TextEncoder();
  try {
    for (const piece of pieces) {
      for (let rest = piece; rest !== ''; ) {
        const { read, written } = encoder.encodeInto(rest, room);
        // A pipe may take less than it is given.
        for (let taken = 0; taken < written; ) taken += writeSync(handle, room, taken, written - taken);
        rest = rest.slice(read);
      }
    }
  } finally {
    closeSync(handle);
  }
}
