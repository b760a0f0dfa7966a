import { compilePcre, fromBytes, toBytes } from '../../../../regex/pcre.js';
import type { ParsedRequest } from '../../parsed-request.js';
import type { PathModifier } from '../../path-modifier.js';
import type { OwnReply, Visit } from '../../step.js';
import type { Directive } from './directives.js';
import { expandVariables, variableValue } from './variables.js';

/** What the rewrite module answers: `return`, `rewrite … redirect|permanent`, and both within `if`. */
export function replyOfRewrites(directives: readonly Directive[], { request }: Visit): OwnReply | undefined {
  for (const directive of directives) {
    const found = replyOf(directive, request);
    if (found !== undefined) return found;
  }
  return undefined;
}

function replyOf({ name, words, block }: Directive, request: ParsedRequest): OwnReply | undefined {
  switch (name) {
    case 'return':
      return returned(words, request);
    case 'rewrite':
      return redirected(words, request);
    case 'if':
      return holds(words, request) ? replyOfRewrites(block ?? [], { request, address: undefined }) : undefined;
    default:
      return undefined;
  }
}

function returned([first = '', second]: readonly string[], request: ParsedRequest): OwnReply | undefined {
  const code = /^\d{3}$/.test(first) ? Number(first) : undefined;
  const target = code === undefined ? first : second;
  const status = code ?? 302;
  const isRedirect = [301, 302, 303, 307, 308].includes(status);
  const location = isRedirect && target !== undefined ? expandVariables(target, request) : undefined;
  return { status, reason: 'return', location };
}

function redirected(
  [pattern = '', target = '', flag]: readonly string[],
  request: ParsedRequest,
): OwnReply | undefined {
  const status =
    flag === 'permanent' ? 301 : flag === 'redirect' || /^(https?:\/\/|\$scheme)/.test(target) ? 302 : undefined;
  const path = status === undefined ? undefined : replaced(pattern, target, request.path);
  if (path === undefined) return undefined;
  const location = expandVariables(path, request);
  // The arguments of the request follow unless the replacement ends in a question mark.
  const kept = location.endsWith('?') ? location.slice(0, -1) : withArguments(location, request.query);
  return { status: status ?? 302, reason: 'rewrite', location: kept };
}

function withArguments(location: string, query: string): string {
  if (query.length < 2) return location;
  return location.includes('?') ? `${location}&${query.slice(1)}` : `${location}${query}`;
}

/** The rewrites that stay inside, one after the other; `break` and `last` end them. */
export function pathOfRewrites(directives: readonly Directive[]): PathModifier | undefined {
  const rewrites = directives.filter(
    ({ name, words }) => name === 'rewrite' && words[2] !== 'permanent' && words[2] !== 'redirect',
  );
  if (rewrites.length === 0) return undefined;
  return {
    kind: 'own',
    rewrite(path) {
      let current = path;
      for (const { words } of rewrites) {
        const [pattern = '', target = '', flag] = words;
        const next = replaced(pattern, target, current);
        if (next === undefined) continue;
        current = next.replace(/\?.*$/, '');
        if (flag === 'break' || flag === 'last') break;
      }
      return current;
    },
  };
}

/** The replacement with its groups filled in, or undefined where the expression does not match. */
function replaced(pattern: string, target: string, path: string): string | undefined {
  const compiled = compilePcre(pattern, false);
  const match = compiled.kind === 'compiled' ? compiled.regex.exec(toBytes(path)) : null;
  if (match === null) return undefined;
  return target.replace(/\$(\d)/g, (_all, group: string) => fromBytes(match[Number(group)] ?? ''));
}

/** The conditions of `if` that compare a variable; others do not hold. */
function holds(words: readonly string[], request: ParsedRequest): boolean {
  const parts = words
    .join(' ')
    .replace(/^\(\s*/, '')
    .replace(/\s*\)$/, '')
    .split(/\s+/);
  const [variable = '', operator, ...rest] = parts;
  const value = variableValue(variable.replace(/^\$/, '').toLowerCase(), request) ?? '';
  const wanted = rest.join(' ').replace(/^"(.*)"$/, '$1');
  const compiled = compilePcre(wanted, operator?.includes('*') === true);
  const matches = compiled.kind === 'compiled' && compiled.regex.test(toBytes(value));
  switch (operator) {
    case undefined:
      return value !== '' && value !== '0';
    case '=':
      return value === wanted;
    case '!=':
      return value !== wanted;
    case '~':
    case '~*':
      return matches;
    case '!~':
    case '!~*':
      return !matches;
    default:
      return false;
  }
}
