import { compilePcre, toBytes } from '../../regex/pcre.js';
import { isWithin } from '../../values/addresses.js';
import type { Statement } from './nginx-statements.js';
import { type AddressLine, conditionOf } from './snippets.js';
import { type Captures, expand, type VariableScope } from './variables.js';

/** What the rewrite module answers; the location is written as it stands there. */
export interface RewriteAnswer {
  readonly status: number;
  readonly location?: string | undefined;
}

const withLocation = new Set([301, 302, 303, 307, 308]);

/** Runs directives of the rewrite module one by one (ngx_http_rewrite_handler); undefined: the request goes on. */
export function runRewrites(statements: readonly Statement[], scope: VariableScope): RewriteAnswer | undefined {
  const end = run(statements, { scope });
  return end === 'break' ? undefined : end;
}

function run(statements: readonly Statement[], state: { scope: VariableScope }): RewriteAnswer | 'break' | undefined {
  for (const { name, args, body } of statements) {
    switch (name) {
      case 'break':
        return 'break';
      case 'return':
        return returned(args, state.scope);
      case 'rewrite': {
        const answer = rewritten(args, state.scope);
        if (answer !== undefined) return answer;
        break;
      }
      case 'if': {
        if (!holds(args, state)) break;
        const inner = run(body ?? [], state);
        if (inner !== undefined) return inner;
        break;
      }
      default:
        break;
    }
  }
  return undefined;
}

function returned([first = '', second]: readonly string[], scope: VariableScope): RewriteAnswer {
  if (!/^\d+$/.test(first)) return { status: 302, location: expand(first, scope) };
  const status = Number(first);
  return withLocation.has(status) && second !== undefined ? { status, location: expand(second, scope) } : { status };
}

/** A redirecting `rewrite`: the query follows the target unless that ends with a question mark. */
function rewritten(
  [pattern = '', target = '', flag]: readonly string[],
  scope: VariableScope,
): RewriteAnswer | undefined {
  const compiled = compilePcre(pattern, false);
  const match = compiled.kind === 'compiled' ? compiled.regex.exec(scope.uri) : null;
  if (match === null) return undefined;
  const captures: Captures = { values: [...match], groups: match.groups };
  const text = expand(target.replace(/\?$/, ''), { ...scope, captures });
  const { args } = scope;
  const query =
    target.endsWith('?') || args === null || args === '' ? '' : `${target.includes('?') ? '&' : '?'}${args}`;
  return { status: flag === 'permanent' ? 301 : 302, location: text + query };
}

function holds(args: readonly string[], state: { scope: VariableScope }): boolean {
  const condition = conditionOf(args);
  if (condition === undefined) return false;
  const value = expand(condition.variable, state.scope);
  if (condition.equals !== undefined) return (value === expand(condition.equals, state.scope)) !== condition.negated;
  const match = condition.matches?.exec(toBytes(value)) ?? null;
  if (match !== null) state.scope = { ...state.scope, captures: { values: [...match], groups: match.groups } };
  return (match !== null) !== condition.negated;
}

/** Whether the first line that fits an address refuses it (ngx_http_access_module); undefined where none fits. */
export function decidesOn(address: bigint | undefined, lines: readonly AddressLine[]): 'allow' | 'deny' | undefined {
  for (const { allows, network } of lines) {
    if (network !== null && !(address !== undefined && isWithin(address, [network]))) continue;
    return allows ? 'allow' : 'deny';
  }
  return undefined;
}
