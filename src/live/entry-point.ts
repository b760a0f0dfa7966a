import type { Request } from '../behaviour/outcome.js';
import { isIpv6 } from '../kubernetes/ip-range.js';

export type Scheme = Request['scheme'];

/** Where a side is asked. */
export interface Address {
  /** A name or an address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

/** The addresses of one side, by scheme; a scheme that is not there is not asked. */
export type EntryPoint = Readonly<Partial<Record<Scheme, Address>>>;

const CUSTOMARY: Readonly<Record<Scheme, number>> = { http: 80, https: 443 };

const URL_FORM = /^(https?):\/\/(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::(\d{1,5}))?\/?$/i;
const BARE_FORM = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9_.-]+))$/i;

/**
 * Reads `10.0.0.1` or `lb.example.com` (both schemes at their customary ports), `http://10.0.0.1:8080` or `https://lb` (that
 * scheme only). The answer to anything else is what is wrong with it, without its words: there may be a password in them.
 */
export function parseEntryPoint(text: string): EntryPoint | { readonly problem: string } {
  const bare = isIpv6(text) ? text : (BARE_FORM.exec(text)?.[1] ?? BARE_FORM.exec(text)?.[2]);
  if (bare !== undefined)
    return { http: { host: bare, port: CUSTOMARY.http }, https: { host: bare, port: CUSTOMARY.https } };
  const [, scheme = '', host = '', port] = URL_FORM.exec(text) ?? [];
  const known = scheme.toLowerCase();
  if (known !== 'http' && known !== 'https')
    return { problem: 'it has to be an address, or http:// or https:// with an address and perhaps a port' };
  const number = port === undefined ? CUSTOMARY[known] : Number(port);
  if (number < 1 || number > 65_535) return { problem: 'the port has to be 1 to 65535' };
  return { [known]: { host: host.replace(/^\[|\]$/g, ''), port: number } };
}

/** `http://10.0.0.1:8080 and https://10.0.0.1`. */
export function entryPointText(entry: EntryPoint): string {
  return SCHEMES.flatMap((scheme) => {
    const address = entry[scheme];
    return address === undefined ? [] : [addressText(scheme, address)];
  }).join(' and ');
}

/** `https://10.0.0.1`, with the port where it is not the customary one. */
export function addressText(scheme: Scheme, { host, port }: Address): string {
  const name = isIpv6(host) ? `[${host}]` : host;
  return `${scheme}://${name}${port === CUSTOMARY[scheme] ? '' : `:${port}`}`;
}

export const SCHEMES: readonly Scheme[] = ['http', 'https'];
