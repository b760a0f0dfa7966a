/** Where a command prints: the process, or a test. */
export interface Streams {
  /** Resolves when more may be written. Manifests and lists only. */
  out(text: string): Promise<void>;
  /** Words for people. */
  err(text: string): Promise<void>;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
}

/** The streams of this process. A reader that went away (`| head`) is no error: what it does not want is not written. */
export function processStreams(): Streams {
  return {
    out: quietWriter(process.stdout),
    err: quietWriter(process.stderr),
    outIsTerminal: process.stdout.isTTY === true,
    errIsTerminal: process.stderr.isTTY === true,
  };
}

function quietWriter(stream: NodeJS.WriteStream): (text: string) => Promise<void> {
  let closed = false;
  let failure: unknown;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    closed = true;
    if (error.code !== 'EPIPE') failure = error;
  });
  return async (text) => {
    if (failure !== undefined) throw failure;
    if (closed || text === '') return;
    await new Promise<void>((resolve) => {
      // The callback comes after the write, with or without an error; the error itself is the listener's.
      stream.write(text, () => resolve());
    });
  };
}
