import type { HostPattern } from '../../model/host-pattern.js';
import type { ItemId, Traced } from '../../model/traced.js';
import type { Action, PlainHttp, Redirect } from '../../model/traffic.js';
import { type AnswerAction, passesTest, type SnippetAnswer } from './effects.js';

/** What the answers of a snippet come to on one host. */
export interface Selected {
  /** Given to exactly these paths, before everything else. */
  readonly ofPaths: readonly { readonly path: string; readonly action: Action }[];
  /** Given to every request. */
  readonly final?: Action | undefined;
  /** Given to requests without TLS. */
  readonly plainHttp?: PlainHttp | undefined;
  /** Answers that may or may not be given: nothing in the input decides, and no target can. */
  readonly undecided: readonly SnippetAnswer[];
}

/** Where no snippet answers. */
export const NOTHING: Selected = { ofPaths: [], undecided: [] };

/** Goes through the answers in their order, as requests for the host would; what comes behind an answer to all is not reached. */
export function selectAnswers(answers: readonly SnippetAnswer[], host: HostPattern): Selected {
  if (answers.length === 0) return NOTHING;
  const ofPaths: { readonly path: string; readonly action: Action }[] = [];
  const undecided: SnippetAnswer[] = [];
  let plainHttp: PlainHttp | undefined;
  for (const answer of answers) {
    if (host.kind !== 'exact' && answer.host?.kind === 'pattern') {
      undecided.push(answer);
      continue;
    }
    // No request for other hosts of a wide host has the name of a test: names that are tested become hosts of their own.
    const groups = passesTest(answer.host, host.kind === 'exact' ? host.name : '');
    if (groups === undefined) continue;
    const action = actionOf(answer.action, groups, answer.from);
    if (answer.scheme !== undefined) {
      const secured = plainHttp === undefined ? toHttps(answer, action) : undefined;
      if (secured === undefined) undecided.push(answer);
      else plainHttp = secured;
    } else if (answer.paths === undefined) return { ofPaths, final: action, plainHttp, undecided };
    else for (const path of answer.paths) ofPaths.push({ path, action });
  }
  return { ofPaths, plainHttp, undecided };
}

function actionOf(action: AnswerAction, groups: readonly string[], from: readonly ItemId[]): Action {
  if (action.kind === 'respond') {
    const { status } = action;
    return { kind: 'respond', status, reason: `a snippet answers ${status}`, isMeant: true, from };
  }
  const { redirect } = action;
  const hostname = redirect.hostname?.replace(/\$([1-9])/g, (_, digit: string) => groups[Number(digit)] ?? '');
  const value: Redirect = hostname === undefined ? redirect : { ...redirect, hostname };
  const traced: Traced<Redirect> = { value, from };
  return { kind: 'redirect', redirect: traced };
}

/** A redirect of plain HTTP to the same URL with https. */
function toHttps({ scheme, paths, from }: SnippetAnswer, action: Action): PlainHttp | undefined {
  if (scheme !== 'http' || paths !== undefined || action.kind !== 'redirect') return undefined;
  const { value } = action.redirect;
  if (value.scheme !== 'https' || value.hostname !== undefined || value.path !== undefined || !value.keepsQuery)
    return undefined;
  if (value.port !== undefined && value.port !== 443) return undefined;
  return { kind: 'redirect', status: value.status, keepsTrailingSlash: { value: true, from: [] }, from };
}

/** Names that the answers test, below a wide host. */
export function testedNames(answers: readonly SnippetAnswer[]): string[] {
  const names = answers.flatMap(({ host }) => (host?.kind === 'name' ? [host.name] : []));
  return [...new Set(names)].sort();
}

/** What tells two hosts apart: whatever the tests of the answers make of their names. */
export function outcomeOfTests(answers: readonly SnippetAnswer[], name: string): string {
  return JSON.stringify(answers.map(({ host }) => passesTest(host, name) ?? null));
}
