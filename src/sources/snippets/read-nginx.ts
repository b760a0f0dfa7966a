import type { Ledger } from '../../ledger/ledger.js';
import type { ItemId, Traced } from '../../model/traced.js';
import { guardInSnippet } from '../snippet-guards.js';
import { NO_EFFECTS, type SnippetEffects } from './effects.js';
import { isAddress, readAccess } from './nginx-access.js';
import { readAnswer, steersLater } from './nginx-answers.js';
import {
  approximately,
  type NginxDraft,
  type NginxPlace,
  READ,
  type Reading,
  type ServerLocation,
  unread,
  withoutEffect,
} from './nginx-draft.js';
import { type Directive, parseNginx } from './nginx-grammar.js';
import { HEADER_DIRECTIVES } from './nginx-headers.js';
import { readLocation } from './nginx-locations.js';

/** A snippet with the way to the items of its lines. */
export interface WrittenSnippet {
  readonly text: string;
  /** The item of the annotation, or of the setting. */
  readonly whole: ItemId;
  /** Opens the item of a line; the whole's, where lines have none. */
  readonly open: (line: number, value: string) => ItemId;
}

export interface NginxEffects extends SnippetEffects {
  readonly locations: readonly ServerLocation[];
}

const NEVER = withoutEffect('break ends the work of the rewrite module before this line');
const NEXT = 'Read the line and write what it does as a filter or a policy.';

/**
 * Reads lines of nginx configuration: the idioms that the traffic model can say become effects, and every other directive is
 * told as not translated. One that seems to guard holds back the paths on which it acts.
 */
export function readNginx(snippet: WrittenSnippet, place: NginxPlace, ledger: Ledger): NginxEffects {
  const { directives, fault } = parseNginx(snippet.text);
  if (fault !== undefined) return refused(snippet, fault.line, fault.why, ledger);
  const draft: NginxDraft = {
    requestHeaders: [],
    removedRequestHeaders: [],
    responseHeaders: [],
    removedResponseHeaders: [],
    answers: [],
    lines: [],
    locations: [],
  };
  const guards: { readonly word: string; readonly item: ItemId }[] = [];
  let steeredBy: number | undefined;
  let isOver = false;
  for (const directive of directives) {
    const item = snippet.open(directive.line, directive.source);
    let reading = isOver && steersLater(directive) ? NEVER : readDirective(directive, item, draft, place);
    if (directive.name === 'break') isOver = true;
    if (reading.kind === 'unread') {
      const guard = guardInSnippet({ value: directive.source, from: [] });
      if (guard !== undefined) guards.push({ word: guard.value, item });
      else sayUnread(directive, reading.why, item, ledger);
      if (steersLater(directive)) steeredBy ??= directive.line;
      continue;
    }
    if (steeredBy !== undefined && !isOver && steersLater(directive))
      reading = approximately(`line ${steeredBy} comes before it, may keep requests from it, and is not translated`);
    if (reading.kind === 'read' && reading.remark !== undefined) ledger.say(item, reading.remark);
  }
  const access = readAccess(draft.lines);
  if (access.kind === 'mixed') guards.push(...access.items.map((item) => ({ word: 'deny', item })));
  else
    ledger.sayAll(access.idle, {
      verdict: 'redundant',
      code: 'RS2403',
      message: 'decides nothing: the lines around it say as much, or come first',
    });
  const { lines: _, ...effects } = draft;
  return {
    ...effects,
    access: access.kind === 'lists' ? access.lists : undefined,
    guard: guardOf(guards),
  };
}

function guardOf(guards: readonly { readonly word: string; readonly item: ItemId }[]): Traced<string> | undefined {
  // What the rewrite module refuses comes before everything else that guards.
  const isEarly = ({ word }: { readonly word: string }): boolean => /^return|rewrite_by_lua/.test(word);
  const inOrder = [...guards.filter(isEarly), ...guards.filter((guard) => !isEarly(guard))];
  const [first] = inOrder;
  return first === undefined ? undefined : { value: first.word, from: [...new Set(inOrder.map(({ item }) => item))] };
}

function readDirective(directive: Directive, item: ItemId, draft: NginxDraft, place: NginxPlace): Reading {
  const { name, words } = directive;
  const header = HEADER_DIRECTIVES.get(name);
  if (name.startsWith('more_') && !place.hasHeadersMore)
    return unread('the nginx of this controller has no module headers-more, and refuses the whole configuration');
  if (header !== undefined && directive.block === undefined) return header(directive, item, draft, place);
  if ((name === 'allow' || name === 'deny') && directive.block === undefined) {
    const [address, ...rest] = words.map(({ text }) => text);
    if (address === undefined || rest.length > 0 || !isAddress(address)) return unread('nginx takes one address');
    if (address !== 'unix:') draft.lines.push({ kind: name, address, item });
    return address === 'unix:' ? unread('it speaks of sockets, over which no client comes') : READ;
  }
  if (name === 'location' && place.level === 'server' && place.answers) {
    const read = readLocation(directive, item);
    if ('why' in read) return unread(read.why);
    draft.locations.push(read.location);
    return READ;
  }
  const answer = place.answers ? readAnswer(directive) : undefined;
  if (answer === undefined) return unread('nothing of the target says what it does');
  if ('why' in answer) return unread(answer.why);
  draft.answers.push({ ...answer.answer, from: [item] });
  return answer.reading;
}

function sayUnread({ name, line }: Directive, why: string, item: ItemId, ledger: Ledger): void {
  ledger.say(item, {
    verdict: 'unsupported',
    code: 'RS2401',
    message: `${name} in line ${line} is not translated: ${why}`,
    next: NEXT,
  });
}

/** nginx takes no part of a text that it cannot read; what it seems to guard stays withheld. */
function refused(snippet: WrittenSnippet, line: number, why: string, ledger: Ledger): NginxEffects {
  const [source = ''] = snippet.text.split('\n').slice(line - 1);
  const item = snippet.open(line, source.trim());
  ledger.say(item, {
    verdict: 'invalid',
    code: 'RS2404',
    message: `line ${line} is no configuration of nginx: ${why}. nginx refuses all of it, and the controller serves an older configuration`,
    next: 'Correct the snippet, then convert again.',
  });
  const guard = guardInSnippet({ value: snippet.text, from: [snippet.whole] });
  return { ...NO_EFFECTS, locations: [], guard };
}
