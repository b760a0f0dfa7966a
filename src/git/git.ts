import { execFile } from 'node:child_process';

/** Git could not do what was asked; the message says why in words for the user. */
export class GitFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'GitFailure';
  }
}

const MOST_OUTPUT = 1024 * 1024 * 1024;

/**
 * Runs Git and answers what it prints. No shell is involved, nothing asks for a password, and nothing is locked or written.
 *
 * @throws GitFailure when there is no Git, or when it fails
 */
export function git(directory: string, args: readonly string[], input?: string): Promise<Buffer> {
  const env = { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' };
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      // A repository may name a program to ask for changes; nothing of it is run here.
      ['-c', 'core.fsmonitor=false', ...args],
      { cwd: directory, env, encoding: 'buffer', maxBuffer: MOST_OUTPUT, windowsHide: true },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(failureOf(error, stderr));
      },
    );
    // Git may end before it has read everything; its exit status tells why.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input ?? '');
  });
}

function failureOf(error: Error, stderr: Buffer): GitFailure {
  if ('code' in error && error.code === 'ENOENT')
    return new GitFailure('git is needed for this, and there is none in PATH');
  const [first = ''] = stderr.toString('utf8').split('\n');
  const words = first.replace(/^(?:fatal|error): /, '');
  return new GitFailure(words === '' ? 'git failed' : words);
}
