import type { HeaderValue, Policies } from '../../../model/policies.js';
import type { ItemId, Traced } from '../../../model/traced.js';
import type { SnippetEffects } from '../../snippets/effects.js';
import type { Annotations } from '../annotations.js';
import type { Context } from '../context.js';
import { addedHeaders, namedValues, namesOf } from '../grammar.js';

type Headers = Pick<
  Policies,
  'hsts' | 'requestHeaders' | 'removedRequestHeaders' | 'responseHeaders' | 'removedResponseHeaders'
>;

/** The lines of one level of nginx's configuration; Strict-Transport-Security apart. */
interface Level {
  readonly lines: readonly Traced<HeaderValue>[];
  readonly hsts?: Traced<string> | undefined;
  /** Whether the level has any line, whatever becomes of it. */
  readonly isEmpty: boolean;
  readonly inherit: Traced<string> | undefined;
}

/**
 * The response headers of a location (semantics 3.7): the lines of the innermost level that has any, unless
 * add-header-inherit says else. Minions are a level of their own; CORS writes lines there, too.
 *
 * @param server the annotations of the Ingress or master
 * @param minion those of the minion, if it is one
 */
export function readHeaders(
  server: Annotations,
  minion: Annotations | undefined,
  { hasTls, hasCors }: { readonly hasTls: boolean; readonly hasCors: boolean },
  snippets: { readonly server: SnippetEffects | undefined; readonly location: SnippetEffects | undefined },
  context: Context,
): Headers {
  const { settings } = context;
  const http = levelOf(settings.written('add-header'), undefined, settings.written('add-header-inherit'));
  const ofServer = levelOf(server.text('nginx.org/add-header'), readHsts(server, hasTls, context), inheritOf(server));
  const levels: Level[] = [http, withLines(ofServer, snippets.server)];
  const own = minion ?? server;
  const lines = levelOf(
    minion?.text('nginx.org/add-header'),
    undefined,
    minion === undefined ? undefined : inheritOf(minion),
  );
  levels.push(withLines({ ...lines, isEmpty: lines.isEmpty && !hasCors }, snippets.location));
  let mode: string = 'on';
  let current: { readonly lines: readonly Traced<HeaderValue>[]; readonly hsts?: Traced<string> | undefined } = {
    lines: [],
  };
  for (const level of levels) {
    mode = level.inherit?.value.trim().toLowerCase() ?? mode;
    const switches = level.inherit?.from ?? [];
    const traced = level.lines.map(({ value, from }) => ({ value, from: [...from, ...switches] }));
    if (mode === 'merge') current = { lines: [...current.lines, ...traced], hsts: level.hsts ?? current.hsts };
    else if (mode === 'off' || !level.isEmpty) current = { lines: traced, hsts: level.hsts };
  }
  // Whatever hides the line, what the backend says under the name is taken away.
  const unsaid = current.hsts === undefined ? ofServer.hsts : undefined;
  const hidden = server.text('nginx.org/proxy-hide-headers') ?? settings.written('proxy-hide-headers');
  return {
    hsts: current.hsts,
    ...responseHeaders(current.lines, hiddenBy(hidden, snippets), unsaid),
    ...requestHeaders(own, minion === undefined ? undefined : server, snippets.location, context),
  };
}

/** A level with the lines of the snippet that stands on it. */
function withLines(level: Level, snippet: SnippetEffects | undefined): Level {
  const lines = snippet?.responseHeaders ?? [];
  return lines.length === 0 ? level : { ...level, lines: [...lines, ...level.lines], isEmpty: false };
}

/** Headers that are hidden, by the innermost level that hides any; an annotation and a snippet of the server share one. */
function hiddenBy(
  written: Traced<string> | undefined,
  { server, location }: { readonly server: SnippetEffects | undefined; readonly location: SnippetEffects | undefined },
): readonly Traced<string>[] {
  const inner = location?.removedResponseHeaders ?? [];
  if (inner.length > 0) return inner;
  const names = namesOf(written?.value ?? '').map((value) => ({ value, from: written?.from ?? [] }));
  return [...names, ...(server?.removedResponseHeaders ?? [])];
}

function inheritOf(annotations: Annotations): Traced<string> | undefined {
  return annotations.text('nginx.org/add-header-inherit');
}

function levelOf(
  written: Traced<string> | undefined,
  hsts: { readonly isThere: boolean; readonly value: Traced<string> | undefined } | undefined,
  inherit: Traced<string> | undefined,
): Level {
  const from = written?.from ?? [];
  const lines = addedHeaders(written?.value ?? '').map((value) => ({ value, from }));
  return { lines, hsts: hsts?.value, isEmpty: lines.length === 0 && hsts?.isThere !== true, inherit };
}

const HSTS_KEYS = ['nginx.org/hsts', 'nginx.org/hsts-max-age', 'nginx.org/hsts-include-subdomains'];

/** hsts and its companions (semantics 3.4): always with preload. By X-Forwarded-Proto it is no matter of the connection. */
function readHsts(
  annotations: Annotations,
  hasTls: boolean,
  { settings }: Context,
): { readonly isThere: boolean; readonly value: Traced<string> | undefined } {
  const nothing = { isThere: false, value: undefined };
  const own = annotations.bool('nginx.org/hsts');
  const isOn = own?.value ?? settings.bool('hsts', false);
  annotations.leaveToMapping('nginx.org/hsts-behind-proxy');
  if (!isOn) return nothing;
  const flag = (key: string): boolean =>
    (own === undefined ? undefined : annotations.bool(`nginx.org/${key}`)?.value) ?? settings.bool(key, false);
  if (!hasTls && !flag('hsts-behind-proxy')) return nothing;
  const age = annotations.integer('nginx.org/hsts-max-age')?.value ?? settings.integer('hsts-max-age', 2_592_000);
  const value = `max-age=${age}; ${flag('hsts-include-subdomains') ? 'includeSubDomains; ' : ''}preload`;
  const from: readonly ItemId[] =
    own === undefined ? settings.traced('hsts', 'true').from : annotations.itemsOf(HSTS_KEYS);
  return { isThere: true, value: hasTls ? { value, from } : undefined };
}

/** Lines of one name are one header of both values; what is hidden and written again replaces the backend's own. */
function responseHeaders(
  lines: readonly Traced<HeaderValue>[],
  hidden: readonly Traced<string>[],
  unsaid: Traced<string> | undefined,
): Pick<Headers, 'responseHeaders' | 'removedResponseHeaders'> {
  const away = new Map(hidden.map(({ value, from }) => [value.toLowerCase(), from]));
  const merged = new Map<string, Traced<HeaderValue>>();
  for (const { value: line, from } of lines) {
    const key = line.name.toLowerCase();
    const earlier = merged.get(key);
    if (line.value === '') continue;
    const value = earlier === undefined ? line.value : `${earlier.value.value}, ${line.value}`;
    const isReplacing = away.has(key);
    merged.set(key, {
      value: { name: line.name, value, ...(isReplacing ? {} : { added: true as const }) },
      from: [...new Set([...(earlier?.from ?? []), ...from, ...(away.get(key) ?? [])])],
    });
  }
  const removed = [...away].filter(([name]) => !merged.has(name)).map(([value, from]) => ({ value, from }));
  if (unsaid !== undefined) removed.push({ value: 'strict-transport-security', from: unsaid.from });
  return {
    responseHeaders: merged.size === 0 ? undefined : [...merged.values()],
    removedResponseHeaders: removed.length === 0 ? undefined : removed,
  };
}

/** Headers that the controller writes itself after those of the annotation: the backend gets both. */
const OF_THE_CONTROLLER = /^(?:host|x-real-ip|x-forwarded-(?:for|host|port|proto))$/i;

/** proxy-set-headers; a minion has those of its master besides, but for names of its own (MergeProxySetHeaders). */
function requestHeaders(
  own: Annotations,
  master: Annotations | undefined,
  snippet: SnippetEffects | undefined,
  { ledger }: Context,
): Pick<Headers, 'requestHeaders' | 'removedRequestHeaders'> {
  const set: Traced<HeaderValue>[] = [];
  const removed: Traced<string>[] = [];
  const names = new Set<string>();
  for (const annotations of [own, master]) {
    const written = annotations?.text('nginx.org/proxy-set-headers');
    if (written === undefined) continue;
    const { from } = written;
    const entries = namedValues(written.value).filter(({ name }) => !names.has(name.toLowerCase()));
    for (const { name, value } of entries) {
      names.add(name.toLowerCase());
      if (OF_THE_CONTROLLER.test(name) && value !== undefined) {
        const message = `${name} is not set: the controller writes this header itself, so that backends get both lines`;
        const next = 'Use another name.';
        ledger.sayAll(from, { verdict: 'unsupported', code: 'RS1407', severity: 'warning', message, next });
      } else if (value === undefined) {
        const message = `${name} without a value is what the client sends under that name`;
        ledger.sayAll(from, { verdict: 'redundant', code: 'RS0308', message });
      } else if (value === '') removed.push({ value: name, from });
      else set.push({ value: { name, value }, from });
    }
  }
  set.push(...(snippet?.requestHeaders ?? []).filter(({ value }) => !names.has(value.name.toLowerCase())));
  removed.push(...(snippet?.removedRequestHeaders ?? []));
  return {
    requestHeaders: set.length === 0 ? undefined : set,
    removedRequestHeaders: removed.length === 0 ? undefined : removed,
  };
}
