import { describe, expect, it } from 'vitest';
import { compareOutcomes } from '../../src/behaviour/compare.js';
import type { Outcome, Request } from '../../src/behaviour/outcome.js';

const request: Request = { scheme: 'https', host: 'a.example', method: 'GET', path: '/' };
const none = { set: {}, added: {}, removed: [] };
const forwarded: Outcome = {
  status: 200,
  backend: 'a/b:80',
  backends: [{ backend: 'a/b:80', weight: 1 }],
  path: '/',
  host: 'a.example',
  certificate: 'a/tls',
  requestHeaders: none,
  responseHeaders: none,
  guards: [],
  timeouts: {},
  rule: 'x',
};
const reply = (status: number, rest: Partial<Outcome> = {}): Outcome => ({
  ...forwarded,
  status,
  backend: null,
  backends: [],
  path: null,
  host: null,
  ...rest,
});

function fields(source: Outcome, target: Outcome): string[] {
  return compareOutcomes(request, source, target).map(({ field }) => field);
}

describe('what two data planes do with a request', () => {
  it('is alike whatever rule says so', () => {
    expect(fields(forwarded, { ...forwarded, rule: 'y', reason: 'z' })).toEqual([]);
  });

  it('differs in status alone where the kind of answer differs: the rest follows', () => {
    expect(fields(forwarded, reply(404))).toEqual(['status']);
    expect(fields(reply(308, { location: 'https://a' }), reply(301, { location: 'https://b' }))).toEqual(['status']);
  });

  it('is alike where nothing is there on either side', () => {
    expect(fields(reply(404), reply(0))).toEqual([]);
    expect(fields(reply(403), reply(0))).toEqual(['status']);
  });

  it("is alike where OpenShift's router itself says that there is no Route, but not where a Route has no endpoints", () => {
    expect(fields(reply(404), reply(503, { rule: 'router' }))).toEqual([]);
    expect(fields(reply(404), reply(503, { rule: 'Route a/b' }))).toEqual(['status']);
  });

  it('differs in backend, path, host and certificate', () => {
    expect(fields(forwarded, { ...forwarded, path: '/x', host: 'b', certificate: 'a/other' })).toEqual([
      'certificate',
      'path',
      'host',
    ]);
    const elsewhere = { backend: 'a/c:80', backends: [{ backend: 'a/c:80', weight: 1 }] };
    expect(fields(forwarded, { ...forwarded, ...elsewhere, path: '/x' })).toEqual(['backend']);
  });

  it('differs in shares beyond rounding', () => {
    const split = (weight: number) => ({
      ...forwarded,
      backend: null,
      backends: [
        { backend: 'a/b:80', weight },
        { backend: 'a/c:80', weight: 1 - weight },
      ],
    });
    expect(fields(split(1 / 3), split(1 / 3 + 1e-9))).toEqual([]);
    expect(fields(split(1 / 3), split(0.34))).toEqual(['backends']);
  });

  it('compares locations as URLs', () => {
    const to = (location: string) => reply(302, { location });
    expect(fields(to('https://A.example'), to('https://a.example/'))).toEqual([]);
    expect(fields(to('https://a.example/x'), to('https://a.example/X'))).toEqual(['location']);
  });

  it('tells a header that replaces from one that is added', () => {
    const set = { ...none, set: { 'x-a': '1' } };
    const added = { ...none, added: { 'x-a': '1' } };
    expect(fields({ ...forwarded, responseHeaders: set }, { ...forwarded, responseHeaders: set })).toEqual([]);
    expect(fields({ ...forwarded, responseHeaders: set }, { ...forwarded, responseHeaders: added })).toEqual([
      'responseHeaders.x-a',
    ]);
    // What the client sends is known: nothing to replace.
    expect(fields({ ...forwarded, requestHeaders: set }, { ...forwarded, requestHeaders: added })).toEqual([]);
    expect(fields({ ...forwarded, requestHeaders: set }, forwarded)).toEqual(['requestHeaders.x-a']);
  });

  it('names each guard that stands on one side only', () => {
    const guards: Outcome['guards'] = [{ kind: 'basic-auth', parameters: { secret: 'a/users' } }];
    expect(fields({ ...forwarded, guards }, forwarded)).toEqual(['guards.basic-auth']);
    expect(fields({ ...forwarded, guards }, { ...forwarded, guards })).toEqual([]);
  });

  it('leaves out the idle limits that nobody chose', () => {
    const timeouts = { connect: 5, send: 60, read: 60 };
    expect(fields({ ...forwarded, timeouts }, forwarded)).toEqual([]);
    expect(fields({ ...forwarded, timeouts: { ...timeouts, read: 120 } }, forwarded)).toEqual(['timeouts']);
    expect(fields({ ...forwarded, timeouts }, { ...forwarded, timeouts: { request: 10 } })).toEqual(['timeouts']);
  });
});
