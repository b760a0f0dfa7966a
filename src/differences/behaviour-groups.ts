import type { Request } from '../behaviour/outcome.js';
import { shownValue } from './shown-values.js';

/** One field of the answer to one request that changed. */
export interface ChangedAnswer {
  readonly request: Request;
  /** A field of an outcome, such as `status`, `path`, `guards.basic-auth`. */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
  /** False when only some implementations show it. */
  readonly always: boolean;
  /** What decided, before and after. */
  readonly rules: { readonly before: string; readonly after: string };
  /**
   * What the answer of the controller did: it changed alike (so it was meant), in another way, or not at all. `closer`: it
   * did not change alike, but the converted result now answers as the controller does, and did not before. `alone`: it is
   * the only one that changed, and the converted result answers as before.
   */
  readonly controller: 'alike' | 'closer' | 'otherwise' | 'unchanged' | 'alone';
}

/** Answers of one host that changed in the same way. */
export interface BehaviourGroup extends Omit<ChangedAnswer, 'request'> {
  readonly host: string;
  /** The overrides whose files serve it, where a configuration made several conversions. */
  readonly overrides?: readonly string[] | undefined;
  /** How many requests show it. */
  readonly requests: number;
  readonly example: Request;
}

/** In the order in which a reader should look: what nobody asked for comes first. */
const ORDER: readonly ChangedAnswer['controller'][] = ['unchanged', 'otherwise', 'alone', 'closer', 'alike'];

/** Gathers changed answers by host, field and values; the example is one that `routeshift trace` can be asked. */
export function groupAnswers(answers: readonly ChangedAnswer[]): BehaviourGroup[] {
  const groups = new Map<string, ChangedAnswer[]>();
  for (const answer of answers) {
    const key = groupKey(answer);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [answer]);
    else known.push(answer);
  }
  const gathered = [...groups.values()].flatMap((list): BehaviourGroup[] => {
    const chosen = list.find(({ request }) => isTraceable(request)) ?? list[0];
    if (chosen === undefined) return [];
    const { request, before, after, ...answer } = chosen;
    const shown = { before: shownValue('', [], before), after: shownValue('', [], after) };
    return [{ ...answer, ...shown, host: hostOf(request), requests: list.length, example: request }];
  });
  return inReadingOrder(gathered);
}

/** What a reader should look at first comes first. */
export function inReadingOrder(groups: readonly BehaviourGroup[]): BehaviourGroup[] {
  return [...groups].sort((a, b) => ORDER.indexOf(a.controller) - ORDER.indexOf(b.controller));
}

/** Whether the command line of `routeshift trace` can express a request. */
export function isTraceable({ host, path, headers, sni, port, clientAddress }: Request): boolean {
  if (sni !== undefined || port !== undefined || clientAddress !== undefined) return false;
  const names = Object.entries(headers ?? {});
  return (
    /^[^/?#\s:]+$/.test(host) &&
    /^\/[^#\s]*$/.test(path) &&
    names.every(([name, value]) => /^[^:\s]+$/.test(name) && name.toLowerCase() !== 'host' && value === value.trim())
  );
}

/** Redirects and paths follow the request: the host and the field tell them apart. */
function groupKey({ request, field, before, after, always, controller }: ChangedAnswer): string {
  const values = field === 'location' || field === 'path' ? '' : [before, after];
  return JSON.stringify([controller, hostOf(request), field, values, always]);
}

function hostOf({ host }: Request): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}
