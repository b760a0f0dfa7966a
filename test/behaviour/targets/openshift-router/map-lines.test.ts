import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLineMap } from '../../../../src/behaviour/targets/openshift-router/line-map.js';
import {
  compareBytes,
  hostAndPathLine,
  type MapLine,
} from '../../../../src/behaviour/targets/openshift-router/map-lines.js';
import { type RouteObject, readRoute } from '../../../../src/behaviour/targets/openshift-router/route-object.js';

function route(host: string, path: string, wildcardPolicy = 'None', name = 'r'): RouteObject {
  const object = { metadata: { name }, spec: { host, path, wildcardPolicy, to: { name: 'svc' } } };
  const read = readRoute(object, (key) => key);
  if (read === undefined) throw new Error('no Route');
  return read;
}

const line = (host: string, path: string, policy?: string): MapLine => hostAndPathLine(route(host, path, policy), 'be');

const textOf = ({ route: { host, path } }: MapLine): string => host + path;

describe('lines of the map files', () => {
  test.each([
    ['', '^h\\.com\\.?(:[0-9]+)?(/.*)?$ be'],
    ['/', '^h\\.com\\.?(:[0-9]+)?(/.*)?$ be'],
    ['//', '^h\\.com\\.?(:[0-9]+)?(/.*)?$ be'],
    ['/foo', '^h\\.com\\.?(:[0-9]+)?/foo(/.*)?$ be'],
    ['/foo/', '^h\\.com\\.?(:[0-9]+)?/foo/(.*)?$ be'],
    ['/a+b-c', '^h\\.com\\.?(:[0-9]+)?/a\\+b-c(/.*)?$ be'],
  ])('are written for path "%s" as the router writes them', (path, text) => {
    expect(line('h.com', path).text).toBe(text);
  });

  test('stand in reverse order of bytes, so that most longer paths come first', () => {
    const paths = ['', '/foo', '/foo/', '/foo/bar', '/foo-bar', '/fo', '/Foo'];
    expect(createLineMap(paths.map((path) => line('h.com', path))).lines.map(textOf)).toEqual([
      'h.com/foo/bar',
      'h.com/foo/',
      'h.com/foo-bar',
      'h.com/foo',
      'h.com/fo',
      'h.com/Foo',
      'h.com',
    ]);
  });

  test.each(['!', '"', '%', '&', "'"])('leave a path below "/foo/" that begins with %s behind it', (char) => {
    const { lines, find } = createLineMap([line('h.com', '/foo/'), line('h.com', `/foo/${char}x`)]);
    expect(lines.map(textOf)).toEqual(['h.com/foo/', `h.com/foo/${char}x`]);
    expect(find(`h.com/foo/${char}x`)?.route.path).toBe('/foo/');
  });

  test('of wildcards come last, whatever their path', () => {
    const { find } = createLineMap([line('w.h.com', '/api', 'Subdomain'), line('www.h.com', '/')]);
    expect(find('www.h.com/api')?.route.host).toBe('www.h.com');
    expect(find('other.h.com/api')?.route.host).toBe('w.h.com');
    expect(find('a.b.h.com/api')).toBeUndefined();
    expect(find('h.com/api')).toBeUndefined();
    expect(find('.h.com/api')?.route.host).toBe('w.h.com');
  });

  test('are compared by bytes, not by UTF-16 units', () => {
    expect(compareBytes('\u{1F600}', '\uFF5E')).toBeGreaterThan(0);
  });
});

describe('looking a request up', () => {
  const hosts = fc.constantFrom('a.b.c', 'x.b.c', 'b.c', 'c', 'a-b.c', 'x.y.b.c');
  const paths = fc.constantFrom('', '/', '/a', '/a/', '/a/b', '/a.b', '/a(b', '/%41', '/a/!');
  const lines = fc.array(
    fc.tuple(hosts, paths, fc.constantFrom('None', 'Subdomain')).map((parts) => line(...parts)),
    { maxLength: 12 },
  );
  const subjects = fc
    .tuple(
      fc.oneof(hosts, fc.constantFrom('', 'localhost', 'h', 'q.b.c', '.b.c', 'A.b.c')),
      fc.constantFrom('', '.', ':80', '.:443', ':', '..'),
      fc.oneof(paths, fc.constantFrom('/a/b/c', '/ab', '/x.b.c', '/x.b.c/a', '//a')),
    )
    .map((parts) => parts.join(''));

  test('finds the first line of the file that matches, although few of them are tried', () => {
    let found = 0;
    fc.assert(
      fc.property(lines, subjects, (given, subject) => {
        const map = createLineMap(given);
        const expected = map.lines.find(({ pattern }) => pattern.test(subject));
        if (expected !== undefined) found++;
        expect(map.find(subject)?.text).toBe(expected?.text);
      }),
      { numRuns: 5000 },
    );
    expect(found).toBeGreaterThan(500);
  });
});
