import type { HeaderModifier, HttpRouteFilter, NamedValue } from '../../kubernetes/gateway-api.js';
import type { HeaderValue } from '../../model/policies.js';
import type { Traced } from '../../model/traced.js';
import type { Claim } from './draft.js';
import type { Features } from './features.js';
import type { Planning } from './planning.js';

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,256}$/;
const VISIBLE = /^[!-~]+(?:[\t ][!-~]+)*$/;
const MAX_HEADERS = 16;

const NOTHING_REMOVED: readonly Traced<string>[] = [];
const NO_NAMES: readonly string[] = [];

/** Values with nginx variables or groups cannot be written as literals. */
export function isLiteral(value: string): boolean {
  return !value.includes('$');
}

type Direction = 'request' | 'response';

/** What is done to a header, in the words of its remark. */
type Deed = 'set' | 'added' | 'taken away';

/** What a list of headers becomes, with what is said of it. */
interface WrittenHeaders {
  readonly set: readonly NamedValue[];
  readonly added: readonly NamedValue[];
  readonly claims: readonly Claim[];
}

/** Headers that were written at a place. */
interface KnownHeaders extends WrittenHeaders {
  readonly headers: readonly Traced<HeaderValue>[];
  readonly at: string;
}

/**
 * What is said of headers that are written. Thousands of rules have the same few names, or one list of headers that the source
 * itself has for all: what was last written in a direction is known.
 */
export class HeaderWords {
  readonly #known: Readonly<Record<Deed, Map<string, Claim['remark']>>> = {
    set: new Map(),
    added: new Map(),
    'taken away': new Map(),
  };

  readonly #last: Record<Direction, KnownHeaders | undefined> = { request: undefined, response: undefined };
  #hsts: { readonly policy: Traced<string>; readonly headers: readonly Traced<HeaderValue>[] } | undefined;

  /** The header for Strict-Transport-Security by itself: a list for each policy, of which most runs have one. */
  hsts(policy: Traced<string>): readonly Traced<HeaderValue>[] {
    if (this.#hsts?.policy === policy) return this.#hsts.headers;
    const { value, from } = policy;
    const headers = [{ value: { name: 'Strict-Transport-Security', value }, from }];
    this.#hsts = { policy, headers };
    return headers;
  }

  /** What the headers become, worked out again only where they are not those of the rule before. */
  written(
    direction: Direction,
    headers: readonly Traced<HeaderValue>[],
    features: Features,
    at: string,
  ): WrittenHeaders {
    const last = this.#last[direction];
    if (last?.headers === headers && last.at === at) return last;
    const set: NamedValue[] = [];
    const added: NamedValue[] = [];
    const claims = headers.map(({ value, from }): Claim => {
      const why = whyNot(direction, value, features, set, added);
      if (why !== undefined) {
        const message = `${value.name} is not set: ${why}`;
        const next = 'Let the backend set it.';
        return { items: from, remark: { verdict: 'unsupported', code: 'RS1407', message, next }, at: undefined };
      }
      const written = features.headersAreNginxWords ? value.value.replace(/["\\]/g, '\\$&') : value.value;
      (value.added === true ? added : set).push({ name: value.name, value: written });
      return { items: from, remark: this.of(value.name, value.added === true ? 'added' : 'set'), at };
    });
    const known = { headers, at, set, added, claims };
    this.#last[direction] = known;
    return known;
  }

  of(name: string, deed: Deed): Claim['remark'] {
    const known = this.#known[deed].get(name);
    if (known !== undefined) return known;
    const message = `${name} is ${deed} by a header filter`;
    const remark: Claim['remark'] = { verdict: 'converted', code: 'RS1406', message };
    this.#known[deed].set(name, remark);
    return remark;
  }
}

/** A header modifier that sets the headers that a literal filter can set. */
export function headerFilter(
  direction: Direction,
  headers: readonly Traced<HeaderValue>[],
  { features, headers: words }: Pick<Planning, 'features' | 'headers'>,
  at: string,
  removed: readonly Traced<string>[] = NOTHING_REMOVED,
): { filter: HttpRouteFilter | undefined; claims: readonly Claim[] } {
  const { set, added, claims } = words.written(direction, headers, features, at);
  const taken = removed.length === 0 ? undefined : takenAway(removed, words, at);
  const remove = taken?.names ?? NO_NAMES;
  const said = taken === undefined ? claims : claims.concat(taken.claims);
  if (set.length === 0 && added.length === 0 && remove.length === 0) return { filter: undefined, claims: said };
  const modifier = modifierOf(set, added, remove);
  const filter: HttpRouteFilter =
    direction === 'request'
      ? { type: 'RequestHeaderModifier', requestHeaderModifier: modifier }
      : { type: 'ResponseHeaderModifier', responseHeaderModifier: modifier };
  return { filter, claims: said };
}

/** The names that a filter takes away. */
function takenAway(
  removed: readonly Traced<string>[],
  words: HeaderWords,
  at: string,
): { readonly names: readonly string[]; readonly claims: readonly Claim[] } {
  const claims: Claim[] = [];
  const names: string[] = [];
  for (const { value: name, from } of removed) {
    if (names.length < MAX_HEADERS) {
      names.push(name);
      claims.push({ items: from, remark: words.of(name, 'taken away'), at });
    } else {
      const message = `${name} is not taken away: a filter removes ${MAX_HEADERS} headers at most`;
      const next = 'Let the backend leave it out.';
      claims.push({ items: from, at: undefined, remark: { verdict: 'unsupported', code: 'RS1407', message, next } });
    }
  }
  return { names, claims };
}

/** Every filter has values of its own: what is known of a list serves many. */
function modifierOf(set: readonly NamedValue[], add: readonly NamedValue[], remove: readonly string[]): HeaderModifier {
  if (add.length + remove.length === 0) return { set: set.map(copyOf) };
  return {
    ...(set.length === 0 ? {} : { set: set.map(copyOf) }),
    ...(add.length === 0 ? {} : { add: add.map(copyOf) }),
    ...(remove.length === 0 ? {} : { remove }),
  };
}

function copyOf({ name, value }: NamedValue): NamedValue {
  return { name, value };
}

function isNamed(values: readonly NamedValue[], wanted: string): boolean {
  return values.length > 0 && values.some(({ name }) => name.toLowerCase() === wanted.toLowerCase());
}

function whyNot(
  direction: string,
  header: HeaderValue,
  features: Features,
  set: readonly NamedValue[],
  added: readonly NamedValue[],
): string | undefined {
  if (!TOKEN.test(header.name)) return 'its name is no header name';
  if (isNamed(set, header.name) || isNamed(added, header.name)) return 'it is set twice';
  if (header.value === '' || header.value.length > 4096) return 'its value is empty or too long';
  if (direction === 'request' && header.literal !== true && !isLiteral(header.value))
    return 'its value depends on the request, and filters set literal values only';
  if (features.strictHeaderValues && !VISIBLE.test(header.value)) return 'its value is not plain visible ASCII';
  if (features.headersAreNginxWords) {
    if (header.value.includes('$')) return 'its value has a dollar sign, which NGINX Gateway Fabric refuses';
    if (/^(?:host|connection|upgrade)$/i.test(header.name)) return 'NGINX Gateway Fabric sets this header itself';
  }
  return Math.max(set.length, added.length) >= MAX_HEADERS ? 'a filter sets 16 headers at most' : undefined;
}
