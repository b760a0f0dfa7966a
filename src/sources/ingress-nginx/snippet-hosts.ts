import { type HostPattern, isAround } from '../../model/host-pattern.js';
import type { SnippetAnswer } from '../snippets/effects.js';
import { outcomeOfTests, testedNames } from '../snippets/selected-answers.js';
import type { Snippets } from './concerns/snippets.js';
import type { ServerSnippet } from './host-guards.js';
import type { RoutingTable, Server } from './routing-table.js';
import type { ServedIngress } from './served-ingress.js';

/** Every answer that a snippet may give on a host. */
export function answersOn(
  server: Server,
  serverSnippet: ServerSnippet | undefined,
  { snippets }: { readonly snippets: ReadonlyMap<ServedIngress, Snippets> },
): readonly SnippetAnswer[] {
  const answers = serverSnippet?.effects.answers ?? NO_ANSWERS;
  // Of most runs, no Ingress has a snippet.
  if (snippets.size === 0) return answers;
  const owners = new Set(server.locations.filter((l) => !l.withoutAnnotations).map(({ owner }) => owner));
  const own = [...owners].flatMap((owner) => snippets.get(owner)?.location?.answers ?? []);
  return own.length === 0 ? answers : [...answers, ...own];
}

const NO_ANSWERS: readonly SnippetAnswer[] = [];

/** Whether answers that depend on the host make no difference between two names. */
export function isServedAlike(host: HostPattern, name: HostPattern, answers: readonly SnippetAnswer[]): boolean {
  const nameOf = (pattern: HostPattern): string => (pattern.kind === 'exact' ? pattern.name : '');
  return outcomeOfTests(answers, nameOf(host)) === outcomeOfTests(answers, nameOf(name));
}

const HOST_NAME = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

/** Names below a wide host that a snippet treats unlike the rest of it, and that no other server has. */
export function namesBelow(
  host: HostPattern,
  answers: readonly SnippetAnswer[],
  { servers }: RoutingTable,
  aliases: ReadonlyMap<string, string>,
): HostPattern[] {
  if (host.kind === 'exact') return [];
  return testedNames(answers)
    .filter((name) => HOST_NAME.test(name) && name.length <= 253 && !servers.has(name) && !aliases.has(name))
    .map((name): HostPattern => ({ kind: 'exact', name }))
    .filter((name) => isBelow(host, name, servers));
}

/** A wildcard stands for one label (semantics §5.4); a host of any name has what no wildcard has. */
function isBelow(host: HostPattern, name: HostPattern, servers: RoutingTable['servers']): boolean {
  if (name.kind !== 'exact' || !isAround(host, name)) return false;
  const parent = name.name.slice(name.name.indexOf('.') + 1);
  return host.kind === 'wildcard' ? parent === host.suffix : !servers.has(`*.${parent}`);
}
