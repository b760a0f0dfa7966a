import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import { type Address, type EntryPoint, SCHEMES, type Scheme } from './entry-point.js';

/** Which addresses of a side are there. */
export interface Reach {
  /** With addresses instead of names. */
  readonly entry: EntryPoint;
  /** Why nobody can be asked by a scheme. */
  readonly unreached: ReadonlyMap<Scheme, string>;
}

/**
 * Looks up the names of a side, once, and connects to each address that is needed.
 *
 * @param needed the schemes of the requests that are going to be sent
 */
export async function reach(
  entry: EntryPoint,
  needed: ReadonlySet<Scheme>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Reach> {
  const found: Partial<Record<Scheme, Address>> = {};
  const unreached = new Map<Scheme, string>();
  const addresses = new Map<string, Promise<string>>();
  for (const scheme of SCHEMES) {
    const named = entry[scheme];
    if (named === undefined || !needed.has(scheme)) continue;
    const { host, port } = named;
    try {
      const looked = addresses.get(host) ?? (isIP(host) === 0 ? lookedUp(host) : Promise.resolve(host));
      addresses.set(host, looked);
      const address = await looked;
      found[scheme] = { host: address, port };
      await connectTo(address, port, timeoutMs, signal);
    } catch (error) {
      signal.throwIfAborted();
      unreached.set(scheme, error instanceof Error ? reasonOf(error) : String(error));
    }
  }
  return { entry: found, unreached };
}

async function lookedUp(host: string): Promise<string> {
  return (await lookup(host)).address;
}

function connectTo(host: string, port: number, timeoutMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal });
    const timer = setTimeout(() => socket.destroy(new Error(`no connection within ${timeoutMs / 1000} s`)), timeoutMs);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.destroy();
      resolve();
    });
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection is refused',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to the network',
  ETIMEDOUT: 'there is no connection in time',
  ECONNRESET: 'the connection is reset',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name could not be looked up',
};

function reasonOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined) return error.message;
  const words = REASONS[code];
  return words === undefined ? code : `${words} (${code})`;
}
