import { closeSync, type Dirent, openSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import { MANIFEST_FILE, SKIPPED_DIRECTORIES } from '../manifests/find-files.js';
import { MARKER } from '../writing/write-files.js';

/** The files below a folder that an earlier run wrote, sorted, with forward slashes. Links are not followed. */
export function earlierFiles(root: string): string[] {
  const found: string[] = [];
  const open = [''];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const entry of entriesOf(path.join(root, folder))) {
      const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && !SKIPPED_DIRECTORIES.has(entry.name)) open.push(file);
      else if (entry.isFile() && MANIFEST_FILE.test(entry.name) && isOurs(path.join(root, file))) found.push(file);
    }
  }
  return found.sort();
}

/** None of what is not there, or not to be read: whoever writes there finds out. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function isOurs(file: string): boolean {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(MARKER.length);
      readSync(descriptor, bytes, 0, bytes.length, 0);
      return bytes.toString('latin1') === MARKER;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false;
  }
}
