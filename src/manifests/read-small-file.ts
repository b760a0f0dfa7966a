import { closeSync, constants, openSync, readSync } from 'node:fs';

/** Larger files are worth waiting for. */
const SMALL = 128 * 1024;
const room = Buffer.allocUnsafe(SMALL);

/**
 * The bytes of a small file, read at once: in a tree of thousands of small files, waiting for each costs several times what
 * reading it does. Undefined when it is not small. The bytes are good until the next call.
 */
export function readSmallFile(path: string): Buffer | undefined {
  // What became a pipe since it was found must not be waited for.
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const length = readSync(descriptor, room, 0, SMALL, null);
    return length === SMALL ? undefined : room.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}
