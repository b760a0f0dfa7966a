import { describe, expect, it } from 'vitest';
import type { Outcome, Request } from '../../src/behaviour/outcome.js';
import { type ChangedAnswer, groupAnswers, isTraceable } from '../../src/differences/behaviour-groups.js';
import { targetDifferences } from '../../src/differences/target-differences.js';

const request: Request = { scheme: 'https', host: 'a.example.com', method: 'GET', path: '/' };

function to(backend: string, path = '/'): Outcome {
  return {
    status: 200,
    backend,
    backends: [{ backend, weight: 1 }],
    path,
    host: 'a.example.com',
    certificate: null,
    requestHeaders: { set: {}, added: {}, removed: [] },
    responseHeaders: { set: {}, added: {}, removed: [] },
    guards: [],
    timeouts: {},
    rule: 'HTTPRoute a/b spec.rules[0]',
  };
}

function told(before: readonly Outcome[], after: readonly Outcome[]): string[] {
  return targetDifferences(request, before, after).map(
    ({ field, source, target, always }) => `${field} ${source} ${target}${always ? '' : ' at some'}`,
  );
}

describe('what implementations may do before and after', () => {
  it('is no difference where all of it is the same', () => {
    expect(told([to('a')], [to('a')])).toEqual([]);
    expect(told([to('a'), to('b')], [to('a'), to('b')])).toEqual([]);
  });

  it('is one at every implementation where no outcome stays', () => {
    expect(told([to('a')], [to('b')])).toEqual(['backend a b']);
    expect(told([to('a'), to('b')], [to('c'), to('d')])).toEqual(['backend a c']);
  });

  it('is one at some where others may do as before', () => {
    expect(told([to('a'), to('b')], [to('b')])).toEqual(['backend a b at some']);
    expect(told([to('a'), to('b')], [to('b'), to('a')])).toEqual(['backend a b at some']);
  });

  it('is one at some where only what is unusual changed', () => {
    expect(told([to('a')], [to('a'), to('a', '/x')])).toEqual(['path / /x at some']);
    expect(told([to('a'), to('b')], [to('a')])).toEqual(['backend b a at some']);
    expect(told([to('a'), to('b')], [to('a'), to('c')])).toEqual(['backend b a at some']);
  });
});

describe('changed answers', () => {
  const answer = (changes: Partial<ChangedAnswer>): ChangedAnswer => ({
    request,
    field: 'status',
    before: 200,
    after: 404,
    always: true,
    rules: { before: 'a', after: 'b' },
    controller: 'unchanged',
    ...changes,
  });

  it('are gathered by host, field and values, whatever the port and the case of the host', () => {
    const hosts = ['a.example.com', 'A.example.com', 'a.example.com:8443'];
    const groups = groupAnswers(hosts.map((host) => answer({ request: { ...request, host } })));
    expect(groups.map(({ host, requests }) => [host, requests])).toEqual([['a.example.com', 3]]);
    expect(groupAnswers([answer({}), answer({ after: 500 }), answer({ always: false })])).toHaveLength(3);
  });

  it('begin with what nobody asked for', () => {
    const kinds = (['alike', 'alone', 'closer', 'unchanged', 'otherwise'] as const).map((controller) =>
      answer({ controller }),
    );
    expect(groupAnswers(kinds).map(({ controller }) => controller)).toEqual([
      'unchanged',
      'otherwise',
      'alone',
      'closer',
      'alike',
    ]);
  });

  it('have an example that trace can be asked for, if any', () => {
    const odd = answer({ request: { ...request, clientAddress: '10.0.0.1' } });
    expect(groupAnswers([odd, answer({})])[0]?.example).toEqual(request);
    expect(groupAnswers([odd])[0]?.example.clientAddress).toBe('10.0.0.1');
    for (const change of [
      { sni: '' },
      { host: 'a:80' },
      { path: '/a b' },
      { headers: { 'a:': 'b' } },
      { headers: { a: ' b' } },
    ])
      expect(isTraceable({ ...request, ...change })).toBe(false);
  });
});
