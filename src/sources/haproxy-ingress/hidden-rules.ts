import type { Ledger } from '../../ledger/ledger.js';
import { hasGuard } from '../../model/guards.js';
import type { PathMatch, PlainHttp, Rule } from '../../model/traffic.js';
import type { Context } from './context.js';

/**
 * The rules of a host in the order in which HAProxy asks them, without those that an earlier one hides: a host is asked first and
 * what lies behind it afterwards, whatever the length of the paths, whereas routes prefer the longer path. redirect-to is looked
 * up before everything else. A rule that is hidden for plain HTTP alone is kept for HTTPS.
 *
 * @param own the rules of the host itself, of which it is said
 */
export function inAskedOrder(rules: readonly Rule[], own: ReadonlySet<Rule>, { ledger, settings }: Context): Rule[] {
  const exempt = settings.list('no-redirect-locations', ['/.well-known/acme-challenge']);
  const isExempt = ({ path }: Rule): boolean => exempt.some((prefix) => textOf(path)?.startsWith(prefix));
  const fixed = rules.filter(isFixedTarget);
  const others = rules.filter((rule) => !isFixedTarget(rule));
  for (const one of fixed) if (isExempt(one)) sayExempt(one, ledger);
  const kept: Rule[] = [];
  // Hidden by a redirect, but not for paths that the redirect leaves out.
  const behind: Rule[] = [];
  for (const rule of [...fixed.filter((one) => !isExempt(one)), ...others]) {
    const taking = kept.filter(
      (earlier) => takesAll(earlier.path, rule.path) && !(isFixedTarget(earlier) && isExempt(rule)),
    );
    for (const by of taking) sayOtherCase(rule, by, ledger);
    // What is left to a rule in other letter case is not left without its guard.
    const before = hasGuard(rule.policies) ? taking.filter((by) => !leavesOtherCase(rule, by)) : taking;
    const overHttp = before.find(takesHttp);
    const overHttps = before.find(takesHttps);
    const earlier = isExempt(rule) ? behind.filter(({ path }) => takesAll(path, rule.path)) : [];
    const exemptHttp = overHttp === undefined ? earlier.find(takesHttp) : undefined;
    const exemptHttps = overHttps === undefined ? earlier.find(takesHttps) : undefined;
    if (exemptHttp !== undefined) kept.push({ ...exemptHttp, path: rule.path, refusesTls: true });
    if (exemptHttps !== undefined) kept.push({ ...exemptHttps, path: rule.path, plainHttp: REFUSED });
    if (overHttp !== undefined && isFixedTarget(overHttp) && takesHttp(rule))
      behind.push({ ...rule, refusesTls: true });
    if (overHttps !== undefined && isFixedTarget(overHttps) && takesHttps(rule))
      behind.push({ ...rule, plainHttp: REFUSED });
    const isHttp = overHttp === undefined && exemptHttp === undefined && takesHttp(rule);
    const isHttps = overHttps === undefined && exemptHttps === undefined && takesHttps(rule);
    if (isHttp && isHttps) kept.push(...(kept.some((one) => isHalfTwin(one, rule)) ? halves(rule) : [rule]));
    else if (isHttp) kept.push({ ...rule, refusesTls: true });
    else if (isHttps) kept.push({ ...rule, plainHttp: REFUSED });
    else if (own.has(rule)) sayHidden(rule, overHttp ?? overHttps ?? exemptHttp ?? exemptHttps, ledger);
  }
  return kept;
}

const REFUSED: PlainHttp = { kind: 'refuse', from: [] };

function takesHttp({ plainHttp }: Rule): boolean {
  return plainHttp.kind !== 'refuse';
}

function takesHttps({ refusesTls }: Rule): boolean {
  return refusesTls !== true;
}

/** Whether an earlier rule of one scheme alone has the same path for a target that knows whole elements. */
function isHalfTwin(earlier: Rule, { path }: Rule): boolean {
  const elements = (one: PathMatch): string | undefined => textOf(one)?.replace(/\/$/, '').toLowerCase();
  const own = elements(path);
  return own !== undefined && takesHttp(earlier) !== takesHttps(earlier) && elements(earlier.path) === own;
}

/** Of such a rule the other scheme is left, for which it must not be taken for a double. */
function halves(rule: Rule): Rule[] {
  return [
    { ...rule, refusesTls: true },
    { ...rule, plainHttp: REFUSED },
  ];
}

function isFixedTarget({ action }: Rule): boolean {
  return action.kind === 'redirect' && action.redirect.value.purpose !== 'other-host';
}

/** What is exempt is compared letter by letter, and a path of type begin is not. */
function sayExempt({ path, from }: Rule, ledger: Ledger): void {
  if (path.kind !== 'regex' || path.cased === true) return;
  ledger.sayAll(from, {
    verdict: 'approximated',
    code: 'RS2216',
    message:
      'no-redirect-locations exempts this path from its redirect, though not in other letter case; such requests go to other rules here',
  });
}

/** A path that minds letter case hides an expression but for requests in other letter case. */
function leavesOtherCase(rule: Rule, by: Rule): boolean {
  if (rule.path.kind !== 'regex' || rule.path.cased === true) return false;
  return (by.path.kind !== 'regex' || by.path.cased === true) && /[a-z]/i.test(textOf(by.path) ?? '');
}

function sayOtherCase(rule: Rule, by: Rule, ledger: Ledger): void {
  if (!leavesOtherCase(rule, by)) return;
  ledger.sayAll(rule.from, {
    verdict: 'approximated',
    code: 'RS2216',
    message: `${textOf(by.path)} is asked before this path and takes what is written like it; requests in other letter case, which this path takes, go to other rules with a protection of their own, or none`,
  });
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
export function takesAll(earlier: PathMatch, later: PathMatch): boolean {
  switch (earlier.kind) {
    case 'exact':
      return later.kind === 'exact' && later.path === earlier.path;
    case 'element-prefix': {
      if (earlier.path === '/') return true;
      const text = textOf(later);
      if (text === undefined) return false;
      return (later.kind !== 'regex' && text === earlier.path) || text.startsWith(`${earlier.path}/`);
    }
    case 'regex': {
      const text = textOf(later);
      const beginning = literalOf(earlier.pattern);
      if (text === undefined || beginning === undefined) return false;
      return earlier.cased === true
        ? text.startsWith(beginning)
        : text.toLowerCase().startsWith(beginning.toLowerCase());
    }
  }
}

function textOf(path: PathMatch): string | undefined {
  return path.kind === 'regex' ? literalOf(path.pattern) : path.path;
}

/** The text that an expression stands for, where it is plain text with its signs quoted. */
function literalOf(pattern: string): string | undefined {
  const text = pattern.replace(/\\([\\.+*?()|[\]{}^$])/g, '');
  return /[\\.+*?()|[\]{}^$]/.test(text) ? undefined : pattern.replace(/\\(.)/g, '$1');
}
