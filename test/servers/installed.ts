import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a server is installed; Debian keeps servers where only root looks. Undefined where it is not. */
export function installed(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...folders, '/usr/sbin'].map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
