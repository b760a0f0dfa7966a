import type { HeaderValue } from '../../model/policies.js';
import type { ItemId, Traced } from '../../model/traced.js';
import {
  approximately,
  type NginxDraft,
  type NginxPlace,
  READ,
  type Reading,
  unread,
  withoutEffect,
} from './nginx-draft.js';
import type { Directive } from './nginx-grammar.js';

type ReadHeader = (directive: Directive, item: ItemId, draft: NginxDraft, place: NginxPlace) => Reading;

const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const DEPENDS = 'its value depends on the request, and header filters set literal values only';

/** Directives that set or remove headers, by name (ngx_http_headers_module, headers-more, ngx_http_proxy_module). */
export const HEADER_DIRECTIVES: ReadonlyMap<string, ReadHeader> = new Map([
  ['more_set_headers', moreSet('responseHeaders', 'removedResponseHeaders')],
  ['more_clear_headers', moreClear('responseHeaders', 'removedResponseHeaders')],
  ['more_set_input_headers', moreSet('requestHeaders', 'removedRequestHeaders')],
  ['more_clear_input_headers', moreClear('requestHeaders', 'removedRequestHeaders')],
  ['add_header', addHeader],
  ['proxy_set_header', proxySetHeader],
  ['proxy_hide_header', proxyHideHeader],
]);

type SetList = 'requestHeaders' | 'responseHeaders';
type RemovedList = 'removedRequestHeaders' | 'removedResponseHeaders';

/** `more_set_headers "A: b" "C: d"`: replaces, on every answer; an empty value takes the header away. */
function moreSet(set: SetList, removed: RemovedList): ReadHeader {
  return ({ name, words }, item, draft, { ownRequestHeaders }) => {
    const headers: HeaderValue[] = [];
    for (const { text } of words) {
      if (/^-[a-z]/.test(text)) return unread(`${text} makes it act on some requests only`);
      const colon = text.indexOf(':');
      const header = colon < 0 ? text.trim() : text.slice(0, colon).trim();
      if (!NAME.test(header) || header.includes('$')) return unread(`${header} is no name of a header`);
      const value = colon < 0 ? '' : text.slice(colon + 1).trim();
      if (value.includes('$')) return unread(DEPENDS);
      if (set === 'requestHeaders' && ownRequestHeaders.test(header))
        return unread(`the controller writes ${header} itself, whatever the request has`);
      headers.push({ name: header, value });
    }
    if (headers.length === 0) return unread(`${name} has nothing to set`);
    for (const header of headers) {
      forget(draft, set, removed, header.name);
      if (header.value === '') draft[removed].push({ value: header.name, from: [item] });
      else draft[set].push({ value: header, from: [item] });
    }
    return READ;
  };
}

/** `more_clear_headers A B`: takes them away, whoever wrote them; a final star stands for anything. */
function moreClear(set: SetList, removed: RemovedList): ReadHeader {
  return ({ name, words }, item, draft, { ownRequestHeaders }) => {
    const names: string[] = [];
    for (const { text } of words) {
      if (/^-[a-z]/.test(text)) return unread(`${text} makes it act on some requests only`);
      const header = text.replace(/\s*:[\s\S]*$/, '').trim();
      if (header.includes('*'))
        return unread(`${header} stands for many names, and filters take away named headers only`);
      if (!NAME.test(header) || header.includes('$')) return unread(`${header} is no name of a header`);
      if (set === 'requestHeaders' && ownRequestHeaders.test(header))
        return unread(`the controller writes ${header} itself, whatever the request has`);
      names.push(header);
    }
    if (names.length === 0) return unread(`${name} has nothing to take away`);
    for (const header of names) {
      forget(draft, set, removed, header);
      draft[removed].push({ value: header, from: [item] });
    }
    return READ;
  };
}

/** What an earlier line said of the same header: the last one wins, but headers-more has no say over lines of add_header. */
function forget(draft: NginxDraft, set: SetList, removed: RemovedList, name: string): void {
  const same = (other: string): boolean => other.toLowerCase() === name.toLowerCase();
  keep<Traced<HeaderValue>>(draft[set], ({ value }) => value.added === true || !same(value.name));
  keep<Traced<string>>(draft[removed], ({ value }) => !same(value));
}

function keep<T>(list: T[], wanted: (entry: T) => boolean): void {
  list.splice(0, list.length, ...list.filter(wanted));
}

const STATUSES = '200, 201, 204, 206, 301, 302, 303, 304, 307 and 308';

/** `add_header A b [always]`: a line besides those of the backend, without `always` on some statuses only. */
function addHeader({ words }: Directive, item: ItemId, draft: NginxDraft): Reading {
  const [name, value, always, ...rest] = words.map(({ text }) => text);
  if (name === undefined || value === undefined || rest.length > 0 || (always !== undefined && always !== 'always'))
    return unread('nginx refuses it: it takes a name, a value and perhaps "always"');
  if (!NAME.test(name) || name.includes('$')) return unread(`${name} is no name of a header`);
  if (value.includes('$')) return unread(DEPENDS);
  if (value === '') return withoutEffect('nginx adds no header without a value');
  draft.responseHeaders.push({ value: { name, value, added: true }, from: [item] });
  if (always === 'always') return READ;
  return approximately(
    `nginx adds ${name} to answers with the statuses ${STATUSES} only; a filter adds it to all`,
    'Nothing to do, unless clients look at the header of errors.',
  );
}

/** `proxy_set_header A b`: an empty value takes the header away. */
function proxySetHeader({ words }: Directive, item: ItemId, draft: NginxDraft, place: NginxPlace): Reading {
  const [name, value, ...rest] = words.map(({ text }) => text);
  if (name === undefined || value === undefined || rest.length > 0)
    return unread('nginx refuses it: it takes a name and a value');
  if (place.level === 'server')
    return withoutEffect(
      'every location has lines of proxy_set_header by the controller, which hide those of the server',
    );
  if (!NAME.test(name) || name.includes('$')) return unread(`${name} is no name of a header`);
  if (value === `$http_${name.toLowerCase().replaceAll('-', '_')}`)
    return withoutEffect('it is what the client sends under that name, which backends get anyway');
  if (place.ownRequestHeaders.test(name))
    return unread(`the controller writes ${name} itself, so that backends get both lines`);
  if (value.includes('$')) return unread(DEPENDS);
  if (value === '') draft.removedRequestHeaders.push({ value: name, from: [item] });
  else draft.requestHeaders.push({ value: { name, value }, from: [item] });
  return READ;
}

/** `proxy_hide_header A`: takes away what the backend sends; what nginx adds under the name stays. */
function proxyHideHeader({ words }: Directive, item: ItemId, draft: NginxDraft): Reading {
  const [name, ...rest] = words.map(({ text }) => text);
  if (name === undefined || rest.length > 0) return unread('nginx refuses it: it takes one name');
  if (!NAME.test(name) || name.includes('$')) return unread(`${name} is no name of a header`);
  draft.removedResponseHeaders.push({ value: name, from: [item] });
  return READ;
}
