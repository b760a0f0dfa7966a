import type { Answer, ApiClient, Call } from './api-client.js';
import { ClusterFailure } from './cluster-failure.js';
import { fieldsOf, isFields, listOf, textOf } from './json-values.js';
import { describePermission } from './permissions.js';
import { serverWords } from './plain-words.js';
import { pathOf, type Resource } from './resources.js';

/** What of a resource is listed. */
export interface ListChoice {
  /** Of all namespaces, unless one is named. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly accept?: string | undefined;
  /** Of a table: whether each row comes with metadata of its object. */
  readonly includeObject?: 'None' | undefined;
}

/** All objects of a list, or why there are none. */
export type Listed<T> =
  | { readonly outcome: 'read'; readonly items: readonly T[] }
  | { readonly outcome: 'forbidden' | 'absent' };

/** Objects of one page. Ingresses have a few kilobytes each. */
const PAGE = 500;
/** More pages than any cluster has: a server that goes on and on is none. */
const MOST_PAGES = 20_000;
/** Times that a list is begun anew because the server forgot the place where it was (410 Gone). */
const MOST_RESTARTS = 3;

/**
 * Reads a list page by page; of each object only what `keep` makes of it stays in memory.
 *
 * @throws ClusterFailure when the server answers with neither a list nor a reason that the caller can do something about
 */
export async function listAll<T>(
  client: ApiClient,
  resource: Resource,
  choice: ListChoice,
  keep: (item: unknown) => T | undefined,
): Promise<Listed<T>> {
  let kept: T[] = [];
  let token: string | undefined;
  let restarts = 0;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await client.ask(pagePath(resource, choice, token), callOf(choice));
    if (answer.status === 403) return { outcome: 'forbidden' };
    if (answer.status === 404) return { outcome: 'absent' };
    if (answer.status === 410 && token !== undefined && restarts < MOST_RESTARTS) {
      // What was read so far is of a state that nobody knows any more: all of it again, in one consistent read.
      restarts += 1;
      kept = [];
      token = undefined;
      continue;
    }
    const body = listBody(answer, resource, choice);
    for (const item of listOf(body.items ?? body.rows)) {
      const one = keep(item);
      if (one !== undefined) kept.push(one);
    }
    const next = textOf(fieldsOf(body.metadata).continue);
    if (next === undefined) return { outcome: 'read', items: kept };
    if (next === token)
      throw new ClusterFailure(`${resource.name}: the server answers with the same page again and again`);
    token = next;
  }
  throw new ClusterFailure(`${resource.name}: the list has no end`);
}

/** One object; undefined where there is none of the name, or none of the kind. */
export async function getOne(
  client: ApiClient,
  resource: Resource,
  namespace: string | undefined,
  name: string,
  accept?: string,
): Promise<{ readonly outcome: 'read'; readonly item: unknown } | { readonly outcome: 'forbidden' | 'absent' }> {
  const answer = await client.ask(pathOf(resource, namespace, name), callOf({ accept }));
  if (answer.status === 403) return { outcome: 'forbidden' };
  if (answer.status === 404) return { outcome: 'absent' };
  if (answer.status !== 200 || !isFields(answer.body)) throw oddAnswer(answer, `get ${resource.name}`);
  return { outcome: 'read', item: answer.body };
}

function callOf({ accept }: ListChoice): Call {
  return accept === undefined ? {} : { accept };
}

function pagePath(resource: Resource, choice: ListChoice, token: string | undefined): string {
  const { namespace, labelSelector, includeObject } = choice;
  const query = new URLSearchParams({ limit: String(PAGE) });
  if (includeObject !== undefined) query.set('includeObject', includeObject);
  if (labelSelector !== undefined) query.set('labelSelector', labelSelector);
  if (token !== undefined) query.set('continue', token);
  return `${pathOf(resource, namespace)}?${query}`;
}

function listBody(answer: Answer, resource: Resource, { namespace }: ListChoice) {
  const body = fieldsOf(answer.body);
  const isList = Array.isArray(body.items) || Array.isArray(body.rows) || body.items === null || body.rows === null;
  if (answer.status === 200 && isList) return body;
  throw oddAnswer(answer, describePermission({ verb: 'list', resource, namespace }));
}

/** The failure of an answer that is neither what was asked for nor a refusal. */
export function oddAnswer({ status, body }: Answer, what: string): ClusterFailure {
  const message = textOf(fieldsOf(body).message);
  const words = message === undefined ? '' : `: ${serverWords(message)}`;
  return new ClusterFailure(`${what}: the server answers ${status}${status === 200 ? ', and no list' : words}`);
}
