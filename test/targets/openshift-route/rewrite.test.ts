import { describe, expect, it } from 'vitest';
import type { PathMatch, Rule } from '../../../src/model/traffic.js';
import { readPath } from '../../../src/targets/openshift-route/path-reader.js';
import { rewriteTarget, type Span } from '../../../src/targets/openshift-route/rewrite.js';

function targetOf(pattern: string, template: string, literal: string, span: Span): string {
  const path: PathMatch = { kind: 'regex', pattern };
  const rule = { path, action: { kind: 'forward', rewrite: { value: { template }, from: [] } } } as unknown as Rule;
  const made = rewriteTarget(readPath(rule), literal, span);
  return made.kind === 'target' ? made.value : made.kind;
}

describe('the rewrite-target of a Route (openshift-semantics 2.7)', () => {
  it.each<[string, string, string, Span, string]>([
    ['/foo(/|$)(.*)', '/$2', '/foo', 'all', '/'],
    // /foo alone becomes /bar/ at the source, and a Route that appends cannot do that.
    ['/foo(/|$)(.*)', '/bar/$2', '/foo', 'all', 'impossible'],
    ['/foo(/|$)(.*)', '/bar/$2', '/foo', 'bare', '/bar/#'],
    ['/foo(/|$)(.*)', '/bar/$2', '/foo', 'tree', '/bar/'],
    ['/foo', '/index.html', '/foo', 'all', '/index.html#'],
    ['/foo', '/', '/foo', 'all', '/#'],
    ['/foo/(.*)', '/$1', '/foo', 'tree', '/'],
    // Text behind the rest cannot be appended.
    ['/foo/(.*)', '/$1/x', '/foo', 'tree', 'impossible'],
    // The router reads the target as an expression without quoting it.
    ['/foo', '/a+b', '/foo', 'all', 'impossible'],
    ['/foo', '/a(b', '/foo', 'all', 'impossible'],
  ])('%s to %s, for %s (%s)', (pattern, template, literal, span, expected) => {
    expect(targetOf(pattern, template, literal, span)).toBe(expected);
  });
});
