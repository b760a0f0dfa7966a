import type { Streams } from './streams.js';

/** Fewer files are read before anybody looks. */
const MANY = 500;

/** Shows how far the reading of many files has come. */
export interface Progress {
  /** Told before the first file and after each one. */
  readonly onProgress: (read: number, files: number) => Promise<void> | undefined;
  /** Takes the bar off the terminal. */
  stop(): void;
}

/** A bar on standard error, where that is a terminal and words are wanted. What draws it is loaded when it is needed. */
export function progressOf(streams: Streams, isQuiet: boolean): Progress {
  let bar: { update(value: number): void; stop(): void } | undefined;
  const start = async (files: number) => {
    const { SingleBar } = (await import('cli-progress')).default;
    const drawn = new SingleBar({
      format: 'reading {bar} {value}/{total} files',
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      // Reading does not wait for the timer that would draw otherwise.
      synchronousUpdate: true,
    });
    drawn.start(files, 0);
    bar = drawn;
  };
  return {
    onProgress: (read, files) => {
      if (read === 0 && files >= MANY && streams.errIsTerminal && !isQuiet) return start(files);
      bar?.update(read);
      return undefined;
    },
    stop: () => {
      bar?.stop();
      bar = undefined;
    },
  };
}
