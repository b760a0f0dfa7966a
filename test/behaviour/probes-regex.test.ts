import { describe, expect, it } from 'vitest';
import { regexSamples } from '../../src/behaviour/probes/regex-samples.js';
import { ingress, pathsOf, probesOf, route } from './probes-examples.js';

function samplesOf(path: string) {
  return regexSamples({ pattern: `^${path}`, caseless: true, whole: false, kind: 'path' });
}

const texts = (path: string) => samplesOf(path).map(({ text }) => text);

describe('samples of a path pattern', () => {
  it('show the whole of /api(/|$)(.*)', () => {
    const samples = new Map(samplesOf('/api(/|$)(.*)').map(({ text, matches }) => [text, matches]));
    for (const text of ['/api', '/api/', '/api/x', '/API/', '/api/x/x']) expect(samples.get(text)).toBe(true);
    for (const text of ['/apix', '/x/api/']) expect(samples.get(text)).toBe(false);
  });

  it.each([
    ['each alternative at least once', '/(one|two|three)/end', ['/one/end', '/two/end', '/three/end']],
    ['an optional part present and absent', '/a(/b)?/c?', ['/a/', '/a/b/', '/a/c', '/a/b/c']],
    ['the least repetitions, one more, and one less', '/a{2,}', ['/aa', '/aaa', '/a']],
    ['the most repetitions and one more', '/[0-9]{2,4}$', ['/0000', '/00000']],
    ['members and strangers at the edge of a class', '/[b-y]$', ['/x', '/B', '/y', '/z', '/0']],
    ['what a negated class leaves out', '/[^/]+/end', ['/x/end', '//end', '/x/x/end']],
    ['digits and what is next to them', '/v\\d+/x', ['/v0/x', '/v9/x', '/v:/x', '/v//x', '/vx/x']],
    ['what a lookahead excludes', '/(?!public).+', ['/x', '/publicx', '/publix']],
    ['a dot as itself and as anything', '/a.html', ['/a.html', '/axhtml', '/a/html']],
    ['the group that a back reference repeats', '/(a|b)/\\1', ['/a/a', '/b/a']],
    ['text before and after', '/exact$', ['/exact', '/exactx', '/exact/x', '/x/exact']],
  ])('hold %s', (_about, pattern, expected) => {
    expect(texts(pattern)).toEqual(expect.arrayContaining(expected));
  });

  it('follow the structure of patterns that cannot be evaluated, without claiming that they match', () => {
    const samples = samplesOf('/(?>a|b)c++');
    expect(samples.map(({ text }) => text)).toEqual(expect.arrayContaining(['/ac', '/bc', '/acc']));
    expect(new Set(samples.map(({ matches }) => matches))).toEqual(new Set([undefined]));
  });

  it('fall back to the literal beginning of a pattern that means nothing', () => {
    expect(texts('/foo(')).toEqual(expect.arrayContaining(['/foo', '/foox', '/foo/x']));
  });

  it.each([
    ['references that lead to each other', '/(\\2)(\\1)'],
    ['references that double', `/(a)${Array.from({ length: 40 }, (_, i) => `(\\${i + 1}\\${i + 1})`).join('')}`],
    ['repetitions of repetitions', '/(((a{60}){60}){60}){60}'],
    ['deep nesting', `/${'('.repeat(400)}a|b${')'.repeat(400)}`],
    ['ambiguous repetitions', '/((a+)+)+(x{1,60})*b$'],
    ['many classes', `/${'[a-z]'.repeat(190)}`],
    ['a very long pattern', `/${'(a|b)?'.repeat(5000)}`],
  ])('stay bounded for %s', (_about, pattern) => {
    const start = performance.now();
    const samples = samplesOf(pattern);
    expect(samples.length).toBeGreaterThan(0);
    expect(Math.max(...samples.map(({ text }) => text.length))).toBeLessThan(2000);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('patterns among the probes', () => {
  it('make patterns of all paths of a host where one Ingress rewrites', () => {
    const plain = ingress('a.example', ['/a.b']);
    expect(pathsOf(probesOf([plain]))).not.toContain('/axb');
    const rewriting = ingress('a.example', ['/c'], { 'rewrite-target': '/d' }, 'other');
    expect(pathsOf(probesOf([plain, rewriting]))).toContain('/axb');
  });

  it('are sampled where only the route has them, against the whole path', () => {
    const match = { path: { type: 'RegularExpression', value: '(?i)/items/[0-9]+' } };
    const probes = probesOf([], [route(['a.example'], [{ matches: [match] }])]);
    const why = (path: string) => probes.find(({ request }) => request.path === path)?.why;
    expect(why('/items/0')).toBe('path (?i)/items/[0-9]+');
    expect(why('/items/00')).toBe('regex (?i)/items/[0-9]+, matching');
    expect(why('/ITEMS/0')).toBe('regex (?i)/items/[0-9]+, matching');
    expect(why('/items/0/x')).toBe('regex (?i)/items/[0-9]+, nearly matching');
  });

  it('are encoded where a request line cannot hold them', () => {
    const probes = probesOf([ingress('a.example', ['/[^a]b'], { 'use-regex': 'true' })]);
    for (const path of pathsOf(probes)) expect(path).toMatch(/^\/[A-Za-z0-9\-._~!$&'()*+,;=:@/%?]*$/);
  });
});
