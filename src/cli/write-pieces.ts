import { closeSync, openSync, writeSync } from 'node:fs';

/** Writes a file piece by piece, so that a large report never stands in memory as one text. Replaces what is there. */
export function writePieces(file: string, pieces: Iterable<string>): void {
  const handle = openSync(file, 'w');
  try {
    for (const piece of pieces) {
      const bytes = Buffer.from(piece, 'utf8');
      // A pipe may take less than it is given.
      for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written);
    }
  } finally {
    closeSync(handle);
  }
}
