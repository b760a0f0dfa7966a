import { execFile } from 'node:child_process';
import path from 'node:path';

/** Files below a folder that differ from what Git has; none where there is no repository, or no Git. */
export async function uncommittedFiles(folder: string): Promise<string[]> {
  // A repository may name a program to ask for changes; nothing of it is run here.
  const safely = ['-c', 'core.fsmonitor=false', '--no-optional-locks'];
  const status = ['status', '--porcelain', '-z', '--untracked-files=normal', '--', '.'];
  const output = await new Promise<string>((resolve) => {
    execFile(
      'git',
      ['-C', path.resolve(folder), ...safely, ...status],
      { maxBuffer: 256 * 1024 * 1024, windowsHide: true },
      (error, stdout) => resolve(error === null ? stdout : ''),
    );
  });
  const files: string[] = [];
  const fields = output.split('\0');
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at] ?? '';
    if (field.length < 4) continue;
    files.push(field.slice(3));
    // A rename is followed by the name that was.
    if (field[0] === 'R' || field[0] === 'C') at++;
  }
  return files;
}
