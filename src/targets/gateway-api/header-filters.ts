import type { HeaderModifier, HttpRouteFilter, NamedValue } from '../../kubernetes/gateway-api.js';
import type { HeaderValue } from '../../model/policies.js';
import type { Traced } from '../../model/traced.js';
import type { Claim } from './draft.js';
import type { Features } from './features.js';
import type { Planning } from './planning.js';

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,256}$/;
const VISIBLE = /^[!-~]+(?:[\t ][!-~]+)*$/;
const MAX_HEADERS = 16;

/** Values with nginx variables or groups cannot be written as literals. */
export function isLiteral(value: string): boolean {
  return !value.includes('$');
}

/** What is done to a header, in the words of its remark. */
type Deed = 'set' | 'added' | 'taken away';

/** What is said of headers that are written. Thousands of rules have the same few names. */
export class HeaderWords {
  readonly #known: Readonly<Record<Deed, Map<string, Claim['remark']>>> = {
    set: new Map(),
    added: new Map(),
    'taken away': new Map(),
  };

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
  direction: 'request' | 'response',
  headers: readonly Traced<HeaderValue>[],
  { features, headers: words }: Pick<Planning, 'features' | 'headers'>,
  at: string,
  removed: readonly Traced<string>[] = [],
): { filter: HttpRouteFilter | undefined; claims: Claim[] } {
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
    return { items: from, remark: words.of(value.name, value.added === true ? 'added' : 'set'), at };
  });
  const remove: string[] = [];
  for (const { value: name, from } of removed) {
    if (remove.length < MAX_HEADERS) {
      remove.push(name);
      claims.push({ items: from, remark: words.of(name, 'taken away'), at });
    } else {
      const message = `${name} is not taken away: a filter removes ${MAX_HEADERS} headers at most`;
      const next = 'Let the backend leave it out.';
      claims.push({ items: from, at: undefined, remark: { verdict: 'unsupported', code: 'RS1407', message, next } });
    }
  }
  if (set.length === 0 && added.length === 0 && remove.length === 0) return { filter: undefined, claims };
  const modifier = modifierOf(set, added, remove);
  const filter: HttpRouteFilter =
    direction === 'request'
      ? { type: 'RequestHeaderModifier', requestHeaderModifier: modifier }
      : { type: 'ResponseHeaderModifier', responseHeaderModifier: modifier };
  return { filter, claims };
}

function modifierOf(set: readonly NamedValue[], add: readonly NamedValue[], remove: readonly string[]): HeaderModifier {
  if (add.length + remove.length === 0) return { set: set.slice() };
  return {
    ...(set.length === 0 ? {} : { set }),
    ...(add.length === 0 ? {} : { add }),
    ...(remove.length === 0 ? {} : { remove }),
  };
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
