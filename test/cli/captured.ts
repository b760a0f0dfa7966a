import { run } from '../../src/cli/main.js';

/** What a command line printed and answered. */
export interface Captured {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process. */
export async function routeshift(...args: string[]): Promise<Captured> {
  let out = '';
  let err = '';
  const status = await run(args, {
    out: async (text) => {
      out += text;
    },
    err: async (text) => {
      err += text;
    },
    outIsTerminal: false,
    errIsTerminal: false,
  });
  return { status, out, err };
}
