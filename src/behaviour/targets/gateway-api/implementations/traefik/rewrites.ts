import { compileRe2 } from '../../../../regex/re2.js';
import type { PathModifier } from '../../path-modifier.js';
import type { Extension } from '../../plane.js';
import { type Fields, text, texts } from '../../reading.js';
import type { OwnReply, Step, Visit } from '../../step.js';
import { goExpand } from './values.js';

type Unbuildable = { readonly disables: string };

function own(rewrite: (path: string) => string): PathModifier {
  return { kind: 'own', rewrite };
}

/** `replacePathRegex`: every match in the path is replaced; the query stays. */
export function replacePathRegex(settings: Fields): Extension | Unbuildable {
  const pattern = compileRe2((text(settings.regex) ?? '').trim());
  if ('refusal' in pattern) return { disables: `replacePathRegex: ${pattern.refusal}` };
  const replacement = text(settings.replacement) ?? '';
  return { path: own((path) => pattern.replaceAll(path, (groups) => goExpand(replacement, groups))) };
}

/** `stripPrefix`: the first prefix that fits is taken off, and the rest begins with a slash. */
export function stripPrefix(settings: Fields): Extension {
  const prefixes = texts(settings.prefixes);
  return {
    path: own((path) => {
      const prefix = prefixes.find((candidate) => path.startsWith(candidate));
      return prefix === undefined ? path : withSlash(path.slice(prefix.length));
    }),
  };
}

/** `stripPrefixRegex`: the same with expressions that have to match at the start. */
export function stripPrefixRegex(settings: Fields): Extension | Unbuildable {
  const patterns = texts(settings.regex).map((source) => compileRe2(`^(?:${source})`));
  const refused = patterns.find((pattern) => 'refusal' in pattern);
  if (refused !== undefined && 'refusal' in refused) return { disables: `stripPrefixRegex: ${refused.refusal}` };
  return {
    path: own((path) => {
      for (const pattern of patterns) {
        if ('refusal' in pattern || !pattern.matches(path, 'search')) continue;
        return withSlash(pattern.replaceAll(path, () => ''));
      }
      return path;
    }),
  };
}

export function addPrefix(settings: Fields): Extension {
  const prefix = text(settings.prefix) ?? '';
  return { path: own((path) => withSlash(prefix + path)) };
}

export function replacePath(settings: Fields): Extension {
  const path = text(settings.path) ?? '';
  return { path: own(() => path) };
}

function withSlash(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}

/** `redirectRegex`: asked of the whole URL; 301 or 302, and 308 or 307 for anything but GET. */
export function redirectRegex(settings: Fields): Extension | Unbuildable {
  const pattern = compileRe2(text(settings.regex) ?? '');
  if ('refusal' in pattern) return { disables: `redirectRegex: ${pattern.refusal}` };
  const replacement = text(settings.replacement) ?? '';
  const answer = ({ request }: Visit): OwnReply | undefined => {
    const url = `${request.scheme}://${request.hostHeader}${request.path}${request.query}`;
    if (!pattern.matches(url, 'search')) return undefined;
    const location = pattern.replaceAll(url, (groups) => goExpand(replacement, groups));
    if (location === url) return undefined;
    return { status: redirectStatus(settings, request.method), reason: 'redirectRegex', location };
  };
  return { steps: [{ answer }] };
}

/** `redirectScheme`: to another scheme, and from there no further. */
export function redirectScheme(settings: Fields): Extension {
  const scheme = text(settings.scheme) ?? 'https';
  const port = text(settings.port) ?? '';
  const usual = (scheme === 'https' && port === '443') || (scheme === 'http' && port === '80');
  const step: Step = {
    answer({ request }) {
      if (request.scheme === scheme) return undefined;
      const host = request.hostHeader.replace(/:\d+$/, '');
      const authority = port === '' || usual ? host : `${host}:${port}`;
      const location = `${scheme}://${authority}${request.path}${request.query}`;
      return { status: redirectStatus(settings, request.method), reason: 'redirectScheme', location };
    },
  };
  return { steps: [step] };
}

function redirectStatus({ permanent }: Fields, method: string): number {
  if (method === 'GET') return permanent === true ? 301 : 302;
  return permanent === true ? 308 : 307;
}
