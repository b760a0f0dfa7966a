import type { Traced } from '../../../model/traced.js';
import type { PlainHttp, Redirect, Rewrite } from '../../../model/traffic.js';
import type { Context } from '../context.js';
import type { Layers } from '../layers.js';
import { hasTlsHosts, type ServedIngress, tlsItems } from '../served-ingress.js';

/**
 * ssl-redirect, which an entry of spec.tls with hosts switches on for all hosts of the Ingress; the port is always written
 * (httpsRedirect.go; reference §2.3).
 */
export function readPlainHttp(served: ServedIngress, layers: Layers, { settings }: Context): PlainHttp {
  const written = layers.bool('ssl-redirect');
  const refused = served.annotations.refused.get('ssl-redirect');
  if (written === undefined && (refused !== undefined || !hasTlsHosts(served.ingress)))
    return { kind: 'serve', from: [] };
  if (written?.value === false) return { kind: 'serve', from: written.from };
  const port = layers.integer('ssl-redirect-port') ?? settings.traced('ssl-redirect-port', 8443);
  const code = layers.integer('ssl-redirect-code');
  return {
    kind: 'redirect',
    status: code?.value ?? 302,
    port: { value: port.value, from: port.from },
    keepsTrailingSlash: { value: true, from: [] },
    from: [...(written?.from ?? tlsItems(served)), ...(code?.from ?? [])],
  };
}

/** request-redirect: another host, path and query kept (hostRedirect.go). */
export function readRedirect(layers: Layers): Traced<Redirect> | undefined {
  const written = layers.text('request-redirect');
  if (written === undefined) return undefined;
  const code = layers.integer('request-redirect-code');
  const [, scheme = 'http', hostname = '', port] =
    /^(?:(https?):\/\/)?([^/:]*)(?::(\d{1,5}))?$/.exec(written.value) ?? [];
  const from = [...written.from, ...(code?.from ?? [])];
  const status = code?.value ?? 302;
  const fixed = {
    status,
    scheme: scheme === 'https' ? 'https' : 'http',
    keepsQuery: true,
    purpose: 'fixed-target',
  } as const;
  // A target with a path would have the whole URL of the request appended, which no filter can say.
  if (hostname === '') return { value: { ...fixed, hostname: `$${written.value}` }, from };
  const number = port === undefined ? undefined : Number(port);
  return { value: { ...fixed, hostname, ...(number === undefined ? {} : { port: number }) }, from };
}

/** What a rewrite comes to below one path. */
export interface PathRewrite {
  readonly rewrite: Traced<Rewrite>;
  /** What becomes of the path itself, where it is something else: nothing, or a rewrite of its own. */
  readonly bare?: { readonly rewrite: Traced<Rewrite> | undefined };
}

/**
 * path-rewrite (reqPathRewrite.go; reference §2.5). One word replaces every path; an expression has a form where it takes the
 * beginning of the path away, or replaces it, and keeps the rest.
 *
 * @param path of the rule, without final slash; '' for `/`
 */
export function readRewrite(layers: Layers, path: string): PathRewrite | undefined {
  const written = layers.text('path-rewrite');
  if (written === undefined) return undefined;
  const { from } = written;
  const lines = written.value
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+/).filter((part) => part !== ''));
  const beyond = (what: string): PathRewrite => ({
    rewrite: { value: { template: '/', inexpressible: what }, from },
  });
  const [words = []] = lines;
  if (lines.length > 1) return beyond(`a rewrite of ${lines.length} steps`);
  const [match = '', target] = words;
  if (target === undefined) {
    return isPlain(match) ? { rewrite: { value: { template: match }, from } } : beyond(`a rewrite to ${match}`);
  }
  const literal = /^\^?(\/[A-Za-z0-9/_~-]*?)(\/\(\.\*\)|\(\/\.\*\)|\(\.\*\)|\(\/\|\$\)\(\.\*\))\$?$/.exec(match);
  const [, text = '', rest = ''] = literal ?? [];
  const group = rest === '(/|$)(.*)' ? '\\2' : '\\1';
  const start = target.endsWith(group) ? target.slice(0, -2) : undefined;
  const begins = match.startsWith('^') || path === text.replace(/\/$/, '');
  if (literal === null || start === undefined || !begins || !isPlain(start) || path !== text.replace(/\/$/, '')) {
    return beyond(`the rewrite of what ${match} finds to ${target}`);
  }
  const of = (prefix: string): Traced<Rewrite> => ({ value: { template: start, prefix }, from });
  const unchanged = path === '' ? {} : { bare: { rewrite: undefined } };
  switch (rest) {
    case '(.*)':
      return { rewrite: of(text) };
    case '/(.*)':
      return { rewrite: of(`${text}/`), ...unchanged };
    case '(/|$)(.*)':
      return text.endsWith('/')
        ? beyond(`the rewrite of what ${match} finds to ${target}`)
        : { rewrite: of(`${text}/`), bare: { rewrite: { value: { template: start === '' ? '/' : start }, from } } };
    default:
      return { rewrite: of(text), ...unchanged };
  }
}

function isPlain(text: string): boolean {
  return (text === '' || text.startsWith('/')) && /^[A-Za-z0-9/_.~-]*$/.test(text);
}
