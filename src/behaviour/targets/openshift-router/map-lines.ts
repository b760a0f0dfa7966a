import { domainOf } from './host-names.js';
import type { RouteObject } from './route-object.js';

/** A line of a map: an expression over host and path, and what it stands for. */
export interface MapLine {
  /** As it stands in the file; lines are ordered by it. */
  readonly text: string;
  readonly expression: string;
  readonly pattern: RegExp;
  readonly isWildcard: boolean;
  /** The host, or the domain of a wildcard. */
  readonly name: string;
  readonly route: RouteObject;
  readonly value: string;
}

/** Go's regexp.QuoteMeta: what it leaves alone (such as the hyphen) matters for the order of lines. */
function quote(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

function quotedHost({ host, wildcardPolicy }: RouteObject): string {
  const domain = wildcardPolicy === 'Subdomain' ? domainOf(host) : '';
  return domain === '' ? quote(host) : `[^\\.]*${quote(`.${domain}`)}`;
}

/** The tail takes whole path elements, or anything after a path that ends with a slash (reference §2.1). */
function quotedPath(path: string): string {
  if (/^\/*$/.test(path)) return '(/.*)?';
  const quoted = quote(path)
    .replaceAll(' ', '\\x20')
    .replaceAll('\t', '\\t')
    .replaceAll('\r', '\\r')
    .replaceAll('\n', '\\n');
  return quoted + (path.endsWith('/') ? '(.*)?' : '(/.*)?');
}

/** A line for the path of a Route, or, with `path` given, for that one. */
export function hostAndPathLine(route: RouteObject, value: string, path = route.path): MapLine {
  return line(route, `^${quotedHost(route)}\\.?(:[0-9]+)?${quotedPath(path)}$`, value);
}

/** A line for a server name in a TLS greeting. */
export function serverNameLine(route: RouteObject, value: string): MapLine {
  return line(route, `^${quotedHost(route)}$`, value);
}

function line(route: RouteObject, expression: string, value: string): MapLine {
  const isWildcard = expression.startsWith('^[^\\.]*\\.');
  return {
    text: `${expression} ${value}`,
    expression,
    pattern: new RegExp(expression, 's'),
    isWildcard,
    name: isWildcard ? domainOf(route.host) : route.host,
    route,
    value,
  };
}

/** Wildcards last, else in reverse order of bytes. */
export function inFileOrder(a: MapLine, b: MapLine): number {
  if (a.isWildcard !== b.isWildcard) return a.isWildcard ? 1 : -1;
  return compareBytes(b.text, a.text);
}

/** Orders texts as their UTF-8 bytes are ordered, which is by code point. */
export function compareBytes(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  const end = Math.min(left.length, right.length);
  for (let at = 0; at < end; at++) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
