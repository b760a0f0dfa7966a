import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Writes the declarations of the library to dist/types. Fails with the compiler's words. */
export async function emitTypes(root) {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  try {
    await promisify(execFile)(process.execPath, [compiler, '-p', 'build/tsconfig.types.json'], { cwd: root });
  } catch (error) {
    throw new Error(`tsc -p build/tsconfig.types.json failed:\n${error.stdout ?? error}`);
  }
}
