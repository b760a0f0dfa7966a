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

interface Bar {
  update(value: number): void;
  stop(): void;
}

/** A bar on standard error. What draws it is loaded when it is needed. */
async function drawnBar(format: string, total: number): Promise<Bar> {
  const { SingleBar } = (await import('cli-progress')).default;
  const drawn = new SingleBar({
    format,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    // Reading does not wait for the timer that would draw otherwise.
    synchronousUpdate: true,
  });
  drawn.start(total, 0);
  return drawn;
}

/** Shows the reading of files, where standard error is a terminal and words are wanted. */
export function progressOf(streams: Streams, isQuiet: boolean): Progress {
  let bar: Bar | undefined;
  const start = async (files: number) => {
    bar = await drawnBar('reading {bar} {value}/{total} files', files);
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

/** Shows the asking of requests. */
export interface RequestProgress {
  readonly onProgress: (done: number, all: number) => void;
  /** Takes the bar off the terminal. */
  stop(): Promise<void>;
}

/** Shows how many requests are answered, where standard error is a terminal. */
export function requestProgress(streams: Streams): RequestProgress {
  let bar: Promise<Bar> | undefined;
  return {
    onProgress: (done, all) => {
      if (!streams.errIsTerminal) return;
      bar ??= drawnBar('asking {bar} {value}/{total} requests', all);
      void bar.then((drawn) => drawn.update(done));
    },
    stop: async () => (await bar)?.stop(),
  };
}
