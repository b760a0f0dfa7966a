import type { Ledger } from '../../ledger/ledger.js';
import type { PathMatch, Rule } from '../../model/traffic.js';

/**
 * Leaves out what an earlier rule of the host takes anyway: HAProxy asks a host first and what lies behind it afterwards,
 * whatever the length of the paths, whereas routes prefer the longer path. A rule that is hidden for plain HTTP alone is kept
 * for HTTPS.
 *
 * @param own the rules of the host itself, of which it is said
 */
export function withoutHidden(rules: readonly Rule[], own: ReadonlySet<Rule>, ledger: Ledger): Rule[] {
  const kept: Rule[] = [];
  for (const rule of rules) {
    const before = kept.filter((earlier) => takesAll(earlier.path, rule.path));
    const overHttp = before.find(({ plainHttp }) => plainHttp.kind !== 'refuse');
    const overHttps = before.find(({ refusesTls }) => refusesTls !== true);
    const isHttp = overHttp === undefined && rule.plainHttp.kind !== 'refuse';
    const isHttps = overHttps === undefined && rule.refusesTls !== true;
    if (isHttp && isHttps) kept.push(rule);
    else if (isHttp) kept.push({ ...rule, refusesTls: true });
    else if (isHttps) kept.push({ ...rule, plainHttp: { kind: 'refuse', from: [] } });
    else if (own.has(rule)) sayHidden(rule, overHttp ?? overHttps, ledger);
  }
  return kept;
}

function sayHidden(rule: Rule, by: Rule | undefined, ledger: Ledger): void {
  for (const item of rule.from)
    ledger.say(item, {
      verdict: 'redundant',
      code: 'RS1007',
      severity: 'warning',
      message: `no request ever reaches ${rule.label}: ${by?.label ?? 'an earlier rule'} is tried first and takes every request`,
    });
}

/** Whether a path takes every request that a later one takes; false in doubt. */
function takesAll(earlier: PathMatch, later: PathMatch): boolean {
  switch (earlier.kind) {
    case 'exact':
      return later.kind === 'exact' && later.path === earlier.path;
    case 'element-prefix': {
      if (earlier.path === '/') return true;
      const text = later.kind === 'regex' ? literalOf(later.pattern) : later.path;
      if (text === undefined) return false;
      return (later.kind !== 'regex' && text === earlier.path) || text.startsWith(`${earlier.path}/`);
    }
    case 'regex': {
      const text = later.kind === 'regex' ? literalOf(later.pattern) : later.path;
      const beginning = literalOf(earlier.pattern);
      return text !== undefined && beginning !== undefined && text.toLowerCase().startsWith(beginning.toLowerCase());
    }
  }
}

/** The text that an expression stands for, where it is plain text with its signs quoted. */
function literalOf(pattern: string): string | undefined {
  const text = pattern.replace(/\\([\\.+*?()|[\]{}^$])/g, '');
  return /[\\.+*?()|[\]{}^$]/.test(text) ? undefined : pattern.replace(/\\(.)/g, '$1');
}
