import { describe, expect, test } from 'vitest';
import { modifyPath } from '../../../../src/behaviour/targets/gateway-api/path-modifier.js';
import { answer, gateway, get, prefix, route } from './cluster.js';

describe('ReplacePrefixMatch gives what the field documentation tabulates', () => {
  test.each([
    ['/foo/bar', '/foo', '/xyz', '/xyz/bar'],
    ['/foo/bar', '/foo', '/xyz/', '/xyz/bar'],
    ['/foo/bar', '/foo/', '/xyz', '/xyz/bar'],
    ['/foo/bar', '/foo/', '/xyz/', '/xyz/bar'],
    ['/foo', '/foo', '/xyz', '/xyz'],
    ['/foo/', '/foo', '/xyz', '/xyz/'],
    ['/foo/bar', '/foo', '', '/bar'],
    ['/foo/', '/foo', '', '/'],
    ['/foo', '/foo', '', '/'],
    ['/foo/', '/foo', '/', '/'],
    ['/foo', '/foo', '/', '/'],
    ['/strip-prefix/three', '/strip-prefix', '/', '/three'],
    ['/prefix/one/two', '/prefix/one', '/one', '/one/two'],
    ['/a', '/', '/xyz', '/xyz/a'],
    ['/', '/', '/xyz', '/xyz/'],
  ])('request %s, prefix %s, replacement "%s" gives %s', (path, matched, value, result) => {
    expect(modifyPath({ kind: 'prefix', value }, path, matched)).toBe(result);
  });
});

describe('ReplaceFullPath', () => {
  test('drops the whole path', () => {
    expect(modifyPath({ kind: 'full', value: '/one' }, '/full/one/two', '/full/one')).toBe('/one');
  });

  test('that is empty leaves the root', () => {
    expect(modifyPath({ kind: 'full', value: '' }, '/a', '/')).toBe('/');
  });
});

test('a rewrite keeps the query and can change the host', () => {
  const rewrite = { hostname: 'inner.test', path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' } };
  const rules = [{ matches: [prefix('/old')], filters: [{ type: 'URLRewrite', urlRewrite: rewrite }] }];
  const outcome = answer([gateway(), route('app', rules)], get('/old/x?q=/old'));
  expect(outcome).toMatchObject({ path: '/new/x?q=/old', host: 'inner.test' });
});
