import { describe, expect, it } from 'vitest';
import { compareOutcomes } from '../../src/behaviour/compare.js';
import type { Guard, Outcome, Request } from '../../src/behaviour/outcome.js';

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

  describe('compares what guards are given where both say it in the same terms:', () => {
    const differ = (kind: Guard['kind'], a: Guard['parameters'], b: Guard['parameters']) =>
      fields({ ...forwarded, guards: [{ kind, parameters: a }] }, { ...forwarded, guards: [{ kind, parameters: b }] })
        .length > 0;

    it.each<[string, Guard['kind'], Guard['parameters'], Guard['parameters'], boolean]>([
      ['a bare address', 'allow-list', { addresses: ['10.0.0.1'] }, { addresses: ['10.0.0.1/32'] }, false],
      ['order', 'allow-list', { addresses: ['10.0.0.0/8', '::1'] }, { addresses: ['::1', '10.0.0.0/8'] }, false],
      [
        'a covered range',
        'deny-list',
        { addresses: ['10.0.0.0/8', '10.1.0.0/16'] },
        { addresses: ['10.0.0.0/8'] },
        false,
      ],
      ['a wider range', 'allow-list', { addresses: ['10.0.0.0/9'] }, { addresses: ['10.0.0.0/8'] }, true],
      ['something unread', 'allow-list', { addresses: ['patterns/x'] }, { addresses: ['10.0.0.0/8'] }, false],
      ['the same rate', 'rate-limit', { requests: 1, seconds: 1 }, { requests: 60, seconds: 60, key: 'client' }, false],
      ['another rate', 'rate-limit', { requests: 1, seconds: 1 }, { requests: 1, seconds: 60 }, true],
      [
        'a shared bucket',
        'rate-limit',
        { requests: 1, seconds: 1 },
        { requests: 1, seconds: 1, key: 'everybody' },
        true,
      ],
      [
        'other refusals',
        'rate-limit',
        { requests: 1, seconds: 1, status: 503 },
        { requests: 1, seconds: 1, status: 429 },
        false,
      ],
      ['bytes', 'body-size', { limit: 8 }, { limit: 9 }, true],
      ['bytes in words', 'body-size', { limit: '8m' }, { limit: 8_388_608 }, false],
      ['other bytes in words', 'body-size', { limit: '8M' }, { limit: 8_000_000 }, true],
      ['connections', 'connection-limit', { connections: 2 }, { connections: 3 }, true],
      ['an authorizer that opens', 'external-auth', { url: 'a' }, { backend: 'b', failOpen: true }, true],
      ['another way to name it', 'external-auth', { url: 'a' }, { backend: 'b' }, false],
      ['an optional certificate', 'client-certificate', { verify: 'on' }, { mode: 'VerifyIfGiven' }, true],
      ['a required certificate', 'client-certificate', { verify: 'on' }, { mode: 'RequireAndVerify' }, false],
      ['the name of a cookie', 'affinity', { cookie: 'a' }, { cookie: 'b' }, true],
      ['names nobody chose', 'affinity', { cookie: 'a', generated: true }, { cookie: 'b', generated: true }, false],
      ['a name that is no longer chosen', 'affinity', { cookie: 'a' }, { cookie: 'a', generated: true }, true],
    ])('%s', (_about, kind, a, b, different) => {
      expect(differ(kind, a, b)).toBe(different);
      expect(differ(kind, b, a)).toBe(different);
    });

    it('no limit at all is the same as none', () => {
      for (const limit of [0, '0']) {
        const guards: Outcome['guards'] = [{ kind: 'body-size', parameters: { limit } }];
        expect(fields({ ...forwarded, guards }, forwarded)).toEqual([]);
      }
    });
  });

  it('takes every status of success for the answer to a preflight', () => {
    const headers = { Origin: 'https://b', 'Access-Control-Request-Method': 'GET' };
    const preflight: Request = { ...request, method: 'OPTIONS', headers };
    expect(compareOutcomes(preflight, reply(204), reply(200))).toEqual([]);
    expect(compareOutcomes(preflight, reply(204), reply(403)).map(({ field }) => field)).toEqual(['status']);
    expect(fields(reply(204), reply(200))).toEqual(['status']);
  });

  it('leaves out the idle limits that nobody chose', () => {
    const timeouts = { connect: 5, send: 60, read: 60 };
    expect(fields({ ...forwarded, timeouts }, forwarded)).toEqual([]);
    expect(fields({ ...forwarded, timeouts: { ...timeouts, read: 120 } }, forwarded)).toEqual(['timeouts']);
    expect(fields({ ...forwarded, timeouts }, { ...forwarded, timeouts: { request: 10 } })).toEqual(['timeouts']);
  });
});
