import type { PathMatchValue, PathModifier } from '../../kubernetes/gateway-api.js';
import type { FindingCode } from '../../ledger/catalogue.js';
import type { Remark } from '../../ledger/verdict.js';
import type { RegexShape } from '../../model/regex-shape.js';
import type { Rule, VirtualHost } from '../../model/traffic.js';
import { type ExpressionSupport, pathValue } from './path-values.js';
import { prefixEntries } from './prefix-rewrite.js';
import type { ShapeEntries } from './shape-entries.js';

/** One match of a route rule, with what it does to the path. */
export interface PathEntry {
  readonly match: PathMatchValue;
  readonly modifier?: PathModifier | RegexModifier | undefined;
}

/** A rewrite that only policies of implementations can say. */
export interface RegexModifier {
  readonly type: 'ReplaceRegex';
  /** As it is matched. */
  readonly pattern: string;
  /** `$1` to `$9` stand for groups of the pattern. */
  readonly template: string;
}

/** An expression of the source, with regard to case or without. */
export interface Expression {
  readonly pattern: string;
  readonly cased?: true | undefined;
}

export type PathNote = Remark & { readonly code: FindingCode };

/** Whether a rule has a guard: one that holds it back, or one that the target checks. */
export type Guard = 'none' | 'held' | 'checked';

/** How the paths of one rule are matched on the target. */
export interface PathPlan {
  readonly rule: Rule;
  readonly expressions: ExpressionSupport;
  readonly entries: PathEntry[];
  /**
   * Further matches that keep the rule's requests away from others, for rules with a guard: what the entries miss of an
   * expression (other letter case, longer names), or more than it takes where it has no form here.
   */
  readonly closing: PathEntry[];
  /** About the path itself, for the items of the rule. */
  readonly notes: PathNote[];
  /** Set when the target cannot express the rule at all. */
  blocked:
    | { readonly code: FindingCode; readonly what: string; readonly next: string; readonly acceptable: boolean }
    | undefined;
  /** Set when no request ever reaches the rule. */
  unreachable: string | undefined;
  /** Whether another rule of the host has the same path, so that routes of both would share it. */
  isCrowded: boolean;
  /** Where it stands: its host, and all rules of it in their order. Set once they are planned. */
  place?: { readonly host: VirtualHost; readonly plans: readonly PathPlan[] } | undefined;
}

export function addLiteral(
  plan: PathPlan,
  type: 'Exact' | 'PathPrefix',
  { path, asWritten }: { readonly path: string; readonly asWritten?: true | undefined },
): void {
  const value = pathValue(path, asWritten);
  if (!value.ok) {
    if (asWritten === true && value.why === 'never-requested') plan.blocked = oddElements(path);
    else if (value.why === 'never-requested')
      plan.unreachable =
        'paths are compared after merging slashes and resolving dots, so no request ever has this path';
    else plan.blocked = tooLong();
    return;
  }
  const rewrite = plan.rule.action.kind === 'forward' ? plan.rule.action.rewrite?.value : undefined;
  if (rewrite?.prefix !== undefined) {
    const { entries, differs } = prefixEntries(type, path, value.value, rewrite.prefix, rewrite.template);
    plan.entries.push(...entries);
    if (differs !== undefined)
      plan.notes.push({ verdict: 'approximated', code: 'RS2108', severity: 'warning', ...differs });
    return;
  }
  plan.entries.push({
    match: { type, value: value.value },
    modifier: rewrite === undefined ? undefined : { type: 'ReplaceFullPath', replaceFullPath: rewrite.template },
  });
  if (value.encoded) {
    plan.notes.push({
      verdict: 'approximated',
      code: 'RS1011',
      severity: 'warning',
      message: `written percent-encoded as ${value.value}; the source compares the decoded path, so a request that encodes other characters, or the same ones in another way, may no longer match`,
      next: 'Test the path on your implementation.',
    });
  }
}

export function addShape(plan: PathPlan, own: Expression, shape: RegexShape, found: ShapeEntries): void {
  const { pattern, cased } = own;
  if (found.blocked !== undefined) {
    if (canRewriteTo(plan.expressions, found.blocked)) {
      addExpression(plan, own, found.blocked);
      return;
    }
    plan.blocked = cannotRewrite(pattern, found.blocked, plan.expressions);
    const value = plan.expressions.value(pattern, cased);
    if (value !== undefined && plan.expressions.canSay(pattern)) plan.closing.push({ match: value });
    return;
  }
  for (const entry of found.entries) {
    const value = pathValue(entry.match.value);
    if (!value.ok) {
      if (value.why === 'too-long') plan.blocked = tooLong();
      // Its dots stand for any characters: as a literal it would be a path that never comes.
      else if (shape.looseDot) addExpression(plan, own, templateOf(plan.rule));
      else
        plan.unreachable =
          'paths are compared after merging slashes and resolving dots, so no request ever has this path';
      return;
    }
    plan.entries.push({ ...entry, match: { type: entry.match.type, value: value.value } });
  }
  if (found.doublesSlash === true) {
    plan.notes.push({
      verdict: 'approximated',
      code: 'RS1111',
      severity: 'warning',
      message: 'the rewrite of the controller sends a doubled slash to the backend; the route sends a single one',
      next: 'Check that the backend means the same by both.',
    });
  }
  if (shape.literal === '') return;
  const sameCase = cased === true || otherCase(shape.literal) === shape.literal;
  const differences = cased === true ? [] : [`other letter case (${otherCase(shape.literal)})`];
  if (found.losesBeside) differences.unshift(`longer names (${shape.literal}x)`);
  if (shape.looseDot) differences.push('any other character in place of a dot');
  if (!found.losesBeside && !shape.looseDot && sameCase) return;
  plan.notes.push({
    verdict: 'approximated',
    code: 'RS1004',
    severity: found.losesBeside || shape.looseDot ? 'warning' : 'info',
    message: `${cased === true ? 'the controller takes every path that begins so' : 'on this host the controller compares paths as case-insensitive expressions open at the end'}: ${pattern} also takes ${differences.join(' and ')}. The route takes ${describe(plan.entries)}`,
    next: found.losesBeside ? 'Add a rule for the longer names that clients really use.' : undefined,
  });
}

export function addExpression(plan: PathPlan, own: Expression, template: string | undefined): void {
  const { pattern, cased } = own;
  const { expressions } = plan;
  if (!expressions.canSay(pattern)) {
    plan.blocked = {
      code: 'RS1006',
      what: `the expression ${pattern}, which is more than ${expressions.title ?? 'RE2, the dialect of most gateways,'} can say (or no valid expression)`,
      next: 'Write the paths out one by one, or as a simpler expression.',
      acceptable: false,
    };
    return;
  }
  const value = expressions.value(pattern, cased);
  const rewritten = template?.includes('$') === true ? template : undefined;
  if (rewritten !== undefined && !canRewriteTo(expressions, rewritten)) {
    plan.blocked = cannotRewrite(pattern, rewritten, expressions);
    if (value !== undefined) plan.closing.push({ match: value });
    return;
  }
  if (value === undefined) {
    plan.blocked = tooLong();
    return;
  }
  plan.entries.push({
    match: value,
    modifier:
      rewritten !== undefined
        ? { type: 'ReplaceRegex', pattern: value.value, template: rewritten }
        : template === undefined
          ? undefined
          : { type: 'ReplaceFullPath', replaceFullPath: template },
  });
  if (expressions.title !== undefined) {
    plan.notes.push(noteOfKnown(value.value, expressions, expressions.title));
    return;
  }
  plan.notes.push({
    verdict: 'approximated',
    code: 'RS1005',
    severity: 'warning',
    message: `emitted as the regular expression ${value.value}: dialect, anchoring and its place among prefix paths and other expressions are up to the implementation`,
    next: 'Test this path on your implementation, or write the paths out one by one.',
  });
}

/** Whether a path can be rewritten to the template by an expression: variables besides groups only the source knows. */
function canRewriteTo({ rewrites, canReplace }: ExpressionSupport, template: string): boolean {
  return rewrites && !/\$(?![1-9])/.test(template) && canReplace?.(template) !== false;
}

const RANKS: Readonly<Record<ExpressionSupport['rank'], string>> = {
  unknown: 'at a place of its own among prefixes',
  'before-prefixes': 'before all prefixes, the longer expression first',
  'after-prefixes': 'after all prefixes, whereas the controller tries it in the order of lengths',
  'by-length': 'among prefixes by its length',
};

function noteOfKnown(value: string, { rank }: ExpressionSupport, title: string): PathNote {
  const isAlike = rank === 'before-prefixes';
  return {
    verdict: 'approximated',
    code: 'RS1005',
    severity: isAlike ? 'info' : 'warning',
    message: `emitted as the regular expression ${value}, which ${title} tries ${RANKS[rank]}`,
    ...(isAlike ? {} : { next: 'Check that no prefix takes its requests.' }),
  };
}

function cannotRewrite(
  pattern: string,
  template: string,
  { rewritesNext }: ExpressionSupport,
): NonNullable<PathPlan['blocked']> {
  return {
    code: 'RS1103',
    what: `the rewrite of ${pattern} to ${template}, which is no replacement of a prefix or of the whole path`,
    next:
      rewritesNext ??
      'Use the regular expression rewrite of your implementation, or let the application serve the original paths.',
    acceptable: false,
  };
}

function oddElements(path: string): NonNullable<PathPlan['blocked']> {
  return {
    code: 'RS2104',
    what: `the path ${path} with empty or dot elements or an escaped slash, which no path of an HTTPRoute may have`,
    next: 'Publish it under another path.',
    acceptable: false,
  };
}

function tooLong(): NonNullable<PathPlan['blocked']> {
  return { code: 'RS1901', what: 'a path of more than 1024 characters', next: 'Shorten the path.', acceptable: false };
}

function describe(entries: readonly PathEntry[]): string {
  return entries
    .map((e) =>
      e.match.type === 'PathPrefix' ? `${e.match.value} and what lies below it` : `exactly ${e.match.value}`,
    )
    .join(', and ');
}

function otherCase(text: string): string {
  const upper = text.toUpperCase();
  return upper === text ? text.toLowerCase() : upper;
}

/** The rewrite that a rule asks for. */
export function templateOf(rule: Rule): string | undefined {
  return rule.action.kind === 'forward' ? rule.action.rewrite?.value.template : undefined;
}
