/** What came of work that Ctrl-C may end early. */
export interface Interrupted<T> {
  readonly result: T;
  readonly wasInterrupted: boolean;
}

/** Does something that ends early, with what it has, when Ctrl-C is pressed; pressed again, it ends the process as ever. */
export async function uninterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<Interrupted<T>> {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once('SIGINT', stop);
  try {
    const result = await work(stopping.signal);
    return { result, wasInterrupted: stopping.signal.aborted };
  } finally {
    process.off('SIGINT', stop);
  }
}
