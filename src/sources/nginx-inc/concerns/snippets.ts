import type { Policies } from '../../../model/policies.js';
import type { Traced } from '../../../model/traced.js';
import { guardInSnippet } from '../../snippet-guards.js';
import type { SnippetEffects } from '../../snippets/effects.js';
import type { NginxPlace } from '../../snippets/nginx-draft.js';
import { readNginx } from '../../snippets/read-nginx.js';
import type { Annotations } from '../annotations.js';
import type { Context } from '../context.js';

/** What a snippet says: of an annotation line by line, of the ConfigMap only what seems to guard. */
export interface Snippet {
  readonly effects: SnippetEffects | undefined;
  readonly guard: Traced<string> | undefined;
}

/** Headers that the templates write for every location (internal/configs/version1). */
const OWN_HEADERS = /^(?:host|x-real-ip|x-forwarded-(?:for|host|port|proto)|upgrade|connection)$/i;
const SHARED = { ownRequestHeaders: OWN_HEADERS, hasHeadersMore: false };
// The templates redirect to https at the server, so that lines of a location come behind it.
const PLACES: Readonly<Record<SnippetKey, NginxPlace>> = {
  'server-snippets': { ...SHARED, level: 'server', answers: false },
  'location-snippets': { ...SHARED, level: 'location', answers: true },
};

type SnippetKey = 'server-snippets' | 'location-snippets';

export function readSnippet(
  key: SnippetKey,
  annotations: Annotations,
  { settings, snippets, ledger }: Context,
): Snippet {
  const name = `nginx.org/${key}`;
  if (annotations.has(name)) {
    const effects = snippets.effects(annotations, name, (written) => readNginx(written, PLACES[key], ledger));
    return { effects, guard: effects?.guard };
  }
  const text = settings.text(key);
  const found = text === undefined ? undefined : guardInSnippet({ value: text, from: [] });
  return { effects: undefined, guard: found === undefined ? undefined : settings.traced(key, found.value) };
}

/** Lists of a policy and lines of a snippet stand on one level in an order that is not known: both together are a guard. */
export function listsOf(
  known: Policies['accessList'],
  snippets: readonly Snippet[],
): Pick<Policies, 'accessList' | 'opaqueGuard'> {
  const access = snippets.find(({ effects }) => effects?.access !== undefined)?.effects?.access;
  if (access === undefined) return { accessList: known };
  if (known === undefined && access.allow?.value.length !== 0) return { accessList: access };
  const from = [...(access.deny?.from ?? []), ...(access.allow?.from ?? [])];
  return { accessList: known, opaqueGuard: { value: 'deny', from } };
}
