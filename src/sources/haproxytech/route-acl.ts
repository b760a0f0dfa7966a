import type { Traced } from '../../model/traced.js';
import type { Alternative, Decision } from '../../model/traffic.js';

/** What of a condition the model of traffic has words for. */
export type AclWords = Pick<Alternative, 'decisions' | 'share'>;

/**
 * Reads the text of `route-acl` as far as it asks for a header, a cookie, or a share of the requests (`rand`). Undefined for
 * everything else that HAProxy can look at.
 */
export function readRouteAcl({ value, from }: Traced<string>): AclWords | undefined {
  if (/["'\\{}#]/.test(value)) return undefined;
  const [first = '', ...rest] = value.trim().split(/\s+/);
  const [, name = '', argument = ''] = /^([a-z.]+)\(([^(),]*)\)$/.exec(first) ?? [];
  const share = { value: { weight: 0, total: 100 }, from: [] };
  switch (name) {
    case 'rand':
      return readShare(argument, rest, from);
    case 'hdr':
    case 'req.hdr':
    case 'cook':
    case 'req.cook': {
      const tests = readTests(rest);
      if (tests === undefined || argument.trim() === '') return undefined;
      const named = { name: argument.trim(), goesTo: 'alternative', from } as const;
      const decisions = tests.map((test): Decision => {
        if (name.endsWith('hdr')) return { ...named, on: 'header', test };
        return { ...named, on: 'cookie', value: test.kind === 'exact' ? quoted(test.value) : '[^;]*' };
      });
      return { decisions, share };
    }
    default:
      return undefined;
  }
}

/** `-m found`, `-m str value ...` and plain values, of which any one will do. */
function readTests(
  words: readonly string[],
): { readonly kind: 'exact' | 'pattern'; readonly value: string }[] | undefined {
  if (words.join(' ') === '-m found') return [{ kind: 'pattern', value: '.*' }];
  const values = words[0] === '-m' && words[1] === 'str' ? words.slice(2) : words;
  if (values.length === 0 || values.some((word) => word.startsWith('-'))) return undefined;
  return values.map((value) => ({ kind: 'exact', value }));
}

/** `rand(100) lt 10`: ten of a hundred. */
function readShare(argument: string, words: readonly string[], from: Traced<string>['from']): AclWords | undefined {
  const [operator = '', bound = ''] = words[0] === '-m' && words[1] === 'int' ? words.slice(2) : words;
  const total = Number(argument);
  const limit = Number(bound) + (operator === 'le' ? 1 : 0);
  if (!/^\d+$/.test(argument) || !/^\d+$/.test(bound) || !['lt', 'le'].includes(operator)) return undefined;
  // A share of nothing, of everything, or one too fine for weights is no canary.
  if (words.length > 4 || limit <= 0 || limit >= total || total > 1_000_000) return undefined;
  return { decisions: [], share: { value: { weight: limit, total }, from } };
}

function quoted(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}
