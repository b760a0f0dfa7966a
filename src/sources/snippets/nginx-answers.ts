import { tameRegex } from '../../model/tame-regex.js';
import type { AnswerAction, HostTest, SnippetAnswer } from './effects.js';
import { approximately, READ, type Reading } from './nginx-draft.js';
import type { Directive, Word } from './nginx-grammar.js';
import { OF_RETURN, type OwnPath, redirectTo } from './nginx-targets.js';

type Answer = Omit<SnippetAnswer, 'from'>;

/** An answer, what is to be said of it, or why there is none. */
export type ReadAnswer = { readonly answer: Answer; readonly reading: Reading } | { readonly why: string };

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const DEPENDS = 'its target depends on the request in a way that no redirect can say';

/** `return`, `rewrite` and `if`: what the rewrite module answers (ngx_http_rewrite_module); undefined for other directives. */
export function readAnswer(directive: Directive): ReadAnswer | undefined {
  const read = answerOf(directive);
  if (read === undefined || 'why' in read) return read;
  const { action, host } = read.answer;
  const hasGroups = action.kind === 'redirect' && action.redirect.hostname?.includes('$') === true;
  // Without a test of the host, $1 is a group of whatever was compared last.
  return hasGroups && (host?.kind !== 'pattern' || host.isNegated) ? { why: DEPENDS } : read;
}

function answerOf(directive: Directive): ReadAnswer | undefined {
  switch (directive.name) {
    case 'return':
      return ofReturn(directive.words);
    case 'rewrite':
      return ofRewrite(directive.words);
    case 'if':
      return ofCondition(directive);
    default:
      return undefined;
  }
}

/** `return 403`, `return 301 URL`, `return 200 text`, `return URL` (which is 302). */
function ofReturn(words: readonly Word[]): ReadAnswer {
  const [first, second, ...rest] = words.map(({ text }) => text);
  if (first === undefined || rest.length > 0) return { why: 'nginx refuses it: it takes a status and perhaps a text' };
  if (!/^\d{1,3}$/.test(first)) {
    if (second !== undefined || !/^(?:https?:\/\/|\$scheme)/i.test(first))
      return { why: `nginx refuses "${first}" as a status` };
    return redirect(redirectTo(first, 302, OF_RETURN));
  }
  const status = Number(first);
  if (REDIRECTS.has(status))
    return second === undefined || second === ''
      ? { why: 'a redirect without a target is an answer that no redirect of a target can say' }
      : redirect(redirectTo(second, status, OF_RETURN));
  return { answer: { action: { kind: 'respond', status } }, reading: READ };
}

/** Expressions that take every path as a whole, with what stands for it in the target. */
const WHOLE: ReadonlyMap<string, readonly string[]> = new Map([
  ['^', []],
  ['.*', []],
  ['^.*$', []],
  ['^.*', []],
  ['/', []],
  ['^/', []],
  ['(.*)', ['$1']],
  ['^(.*)', ['$1']],
  ['^(.*)$', ['$1']],
  ['^(/.*)$', ['$1']],
  ['^/(.*)', ['/$1']],
  ['^/(.*)$', ['/$1']],
  ['^/?(.*)$', ['/$1']],
]);

const EXACT = /^\^(\/[\w\-.~%/\\]*?)(\/\?)?\$$/;

/** `rewrite EXPRESSION TARGET permanent`: an answer where a flag or the target says that it is a redirect. */
function ofRewrite(words: readonly Word[]): ReadAnswer {
  const [expression, target, flag, ...rest] = words.map(({ text }) => text);
  if (expression === undefined || target === undefined || rest.length > 0)
    return { why: 'nginx refuses it: it takes an expression, a target and perhaps a flag' };
  const isAbsolute = /^(?:https?:\/\/|\$scheme)/.test(target);
  if (flag !== 'permanent' && flag !== 'redirect' && !isAbsolute)
    return {
      why: 'it gives the request another path inside the controller; write rewrite-target where all paths share it',
    };
  const status = flag === 'permanent' ? 301 : 302;
  const own = WHOLE.get(expression);
  if (own !== undefined) {
    const path: OwnPath = {
      paths: [...own, ...OF_RETURN.paths],
      whole: ['$request_uri?', '$request_uri'],
      addsQuery: true,
      hasGroups: true,
    };
    const read = redirect(redirectTo(target, status, path));
    const isDoubled = /\$\{?request_uri\}?$/.test(target);
    if ('why' in read || !isDoubled) return read;
    const message =
      'nginx appends the query of the request although $request_uri has it, so that it comes twice; here it comes once';
    return { ...read, reading: approximately(message) };
  }
  const paths = exactPaths(expression);
  if (paths === undefined)
    return {
      why: 'its expression takes some paths only, for which the target has no redirect that is sure to take the same',
    };
  const read = redirect(redirectTo(target, status, { paths: [], whole: [], addsQuery: true, hasGroups: true }));
  return 'why' in read ? read : { ...read, answer: { ...read.answer, paths } };
}

/** The paths that an expression without operators takes; undefined for others. */
function exactPaths(expression: string): readonly string[] | undefined {
  const [, written = '', slash] = EXACT.exec(expression) ?? [];
  const path = written.replace(/\\([.\-/])/g, '$1');
  if (path === '' || path.includes('\\') || /(^|[^\\])\./.test(written)) return undefined;
  return slash === undefined ? [path] : [path, `${path}/`];
}

const TESTS = /^(=|!=|~\*?|!~\*?)$/;

/** `if ($host = name) { return … }`: one answer behind a test of the host or of the scheme. */
function ofCondition({ words, block, isOpaque }: Directive): ReadAnswer {
  const [variable, test, value] = conditionOf(words);
  if (variable === undefined || test === undefined || value === undefined || !TESTS.test(test))
    return { why: 'its condition is none that a target can say' };
  const [only, ...others] = block ?? [];
  const inner = only === undefined || isOpaque ? undefined : answerOf(only);
  if (only === undefined || inner === undefined || others.length > 0)
    return { why: 'its block is not one return or one redirecting rewrite' };
  if ('why' in inner) return inner;
  if (inner.answer.host !== undefined) return { why: 'it is a condition within a condition, which nginx refuses' };
  if (variable === '$scheme') return ofScheme(test, value, inner);
  if (variable !== '$host' && variable !== '$http_host') return { why: `a target has no condition on ${variable}` };
  const host = hostTest(test, value);
  return host === undefined
    ? { why: `${value} is no expression that can be tried on the hosts of the input` }
    : { ...inner, answer: { ...inner.answer, host } };
}

function ofScheme(test: string, value: string, inner: Exclude<ReadAnswer, { why: string }>): ReadAnswer {
  const isNegated = test === '!=';
  if ((test !== '=' && !isNegated) || (value !== 'http' && value !== 'https'))
    return { why: 'its condition on the scheme is none that a target can say' };
  const scheme = (value === 'http') === isNegated ? 'https' : 'http';
  return { ...inner, answer: { ...inner.answer, scheme } };
}

/** The three parts of a condition: its parentheses are no words of their own. */
function conditionOf(words: readonly Word[]): string[] {
  const parts = words.map(({ text, isQuoted }, i) => {
    let part = text;
    if (i === 0 && !isQuoted) part = part.replace(/^\(/, '');
    if (i === words.length - 1 && !isQuoted) part = part.replace(/\)$/, '');
    return { part, isQuoted };
  });
  const isClosed = words[0]?.text.startsWith('(') === true && words.at(-1)?.text.endsWith(')') === true;
  const found = parts.filter(({ part, isQuoted }) => part !== '' || isQuoted).map(({ part }) => part);
  return isClosed && found.length === 3 ? found : [];
}

function hostTest(test: string, value: string): HostTest | undefined {
  const isNegated = test.startsWith('!');
  // $host is in lower case (ngx_http_validate_host).
  if (test === '=' || test === '!=') return value.includes('$') ? undefined : { kind: 'name', name: value, isNegated };
  const cased = !test.endsWith('*');
  const pattern = tameRegex(value.startsWith('^') ? value : `.*?(?:${value})`, cased);
  return pattern === undefined ? undefined : { kind: 'pattern', pattern, isNegated };
}

function redirect(target: ReturnType<typeof redirectTo>): ReadAnswer {
  if (target === undefined) return { why: DEPENDS };
  const action: AnswerAction = { kind: 'redirect', redirect: target };
  return { answer: { action }, reading: READ };
}

/** Directives of the rewrite module that decide what becomes of later ones, besides answers. */
export function steersLater({ name }: Directive): boolean {
  return name === 'if' || name === 'rewrite' || name === 'break' || name === 'return';
}
