import { describe, expect, test } from 'vitest';
import { readRewrite, rewritePath } from '../../../../src/behaviour/targets/openshift-router/rewrite-target.js';

const rewritten = (path: string, target: string, request: string) => rewritePath(readRewrite(path, target), request);

describe('rewrite-target', () => {
  test.each([
    ['/foo', '/', '/foo', '/'],
    ['/foo', '/', '/foo/', '/'],
    ['/foo', '/', '/foo/bar', '/bar'],
    ['/foo', '/', '/foo//bar', '//bar'],
    ['/foo', '/bar', '/foo', '/bar'],
    ['/foo', '/bar', '/foo/', '/bar/'],
    ['/foo', '/bar', '/foo/x', '/bar/x'],
    ['/foo', '/bar/', '/foo', '/bar/'],
    ['/foo', '/bar/', '/foo/', '/bar//'],
    ['/foo', '/bar/', '/foo/x', '/bar//x'],
    ['/foo/', '/', '/foo/', '/'],
    ['/foo/', '/', '/foo/bar', '/bar'],
    ['/foo/', '/bar', '/foo/', '/bar'],
    ['/foo/', '/bar', '/foo/x', '/barx'],
    ['/foo/', '/bar/', '/foo/x', '/bar/x'],
    ['', '/', '/x/y', '/x/y'],
    ['', '/bar', '/', '/bar/'],
    ['', '/bar', '/x', '/bar/x'],
    ['/', '/bar', '/', '/bar'],
    ['/', '/bar', '/x', '/barx'],
    ['/', '/bar/', '/x', '/bar/x'],
    ['/foo', '/index.html#', '/foo/x', '/index.html'],
    ['/foo', '/#', '/foo/x', '/'],
    ['/foo', 'bar', '/foo/x', '/foo/x'],
    ['/foo', '/$1', '/foo/y', '/$1/y'],
    ['/foo', '/x\\\\1/y', '/foo/z', '/x/z/y/z'],
    ['/a+b', '/', '/a+b/x', '/a+b/x'],
  ])('of the reference: path "%s", target "%s", %s becomes %s', (path, target, request, result) => {
    expect(rewritten(path, target, request)).toBe(result);
  });

  test.each([
    ['a percent sign is one', '/a%20b', '/a%20b'],
    ['two percent signs are one', '/a%%b', '/a%b'],
    ['three percent signs are three', '/a%%%b', '/a%%%b'],
    ['free quotes vanish', '/"a"\'b\'', '/ab'],
    ['escaped quotes stay', '/\\"a\\\'b', '/"a\'b'],
    ['a single backslash vanishes', '/a\\1b', '/a1b'],
    ['an escaped # is one', '/a\\#b', '/a#b'],
    ['bytes may be written in hexadecimal', '/\\\\x41\\\\x4a', '/AJ'],
    ['HAProxy computes with other characters, too', '/\\\\xZZ', '/S'],
  ])('%s: %s', (_about, target, result) => {
    expect(rewritten('/foo', `${target}#`, '/foo')).toBe(result);
  });

  test.each(['/x\\\\#', '/x\\\\x#', '/x\\\\x4#'])('fails where the target ends too early: %s', (target) => {
    expect(rewritten('/foo', target, '/foo')).toBeUndefined();
  });

  test('makes the configuration invalid where the path is no regular expression', () => {
    expect(readRewrite('/a(b', '/').kind).toBe('invalid');
    expect(readRewrite('/a(b', undefined).kind).toBe('none');
  });
});
