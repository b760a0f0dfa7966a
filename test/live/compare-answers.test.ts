import { describe, expect, it } from 'vitest';
import type { Outcome, Request } from '../../src/behaviour/outcome.js';
import { compareAnswers } from '../../src/live/compare-answers.js';
import { departing, foretellers } from '../../src/live/foretold.js';
import type { Failure, WireAnswer } from '../../src/live/wire-answer.js';
import type { Foreseen, Prediction } from '../../src/verification/foresight.js';
import type { Difference } from '../../src/verification/verification.js';

const REQUEST: Request = { scheme: 'https', host: 'shop.example.com', method: 'GET', path: '/' };

const NO_CHANGE = { set: {}, added: {}, removed: [] };
const FORWARD: Outcome = {
  ...{
    status: 200,
    backend: 'shop/web:80',
    backends: [{ backend: 'shop/web:80', weight: 1 }],
    path: '/',
    host: 'shop.example.com',
  },
  ...{ certificate: 'shop/shop-tls', requestHeaders: NO_CHANGE, responseHeaders: NO_CHANGE, guards: [], timeouts: {} },
  rule: 'Ingress shop/shop spec.rules[0].http.paths[0]',
};
const reply = (status: number): Outcome => ({
  ...FORWARD,
  status,
  backend: null,
  backends: [],
  path: null,
  host: null,
});

const prediction = (source: Outcome, target: Outcome, differences: readonly Difference[] = []): Prediction => ({
  ...{ source, target, differences },
});

function answer(status: number, headers: Record<string, string> = {}, hash = 'a'): WireAnswer {
  const lists = Object.entries(headers).map(([name, value]) => [name, [value]] as const);
  return { kind: 'answer', status, headers: new Map(lists), body: { hash, bytes: 1, end: 'whole' } };
}
const failure = (kind: Failure): WireAnswer => ({ kind: 'failure', failure: kind, detail: 'E' });

const compare = (source: Outcome, target: Outcome, old: WireAnswer, now: WireAnswer) =>
  compareAnswers(REQUEST, prediction(source, target), old, now, { bodies: true }).map(({ field }) => field);

describe('two answers', () => {
  it('are alike where nothing is there on either side, however it is said', () => {
    for (const now of [answer(404), answer(503), failure('handshake'), failure('unconnected'), failure('closed')])
      expect(compare(reply(404), reply(0), answer(404), now)).toEqual([]);
    expect(compare(reply(404), reply(0), answer(404), answer(403))).toEqual(['status']);
    expect(compare(reply(404), reply(0), answer(404), failure('late'))).toEqual(['status']);
    // Who has something there may not stop answering.
    expect(compare(FORWARD, FORWARD, answer(404), failure('handshake'))).toEqual(['status']);
  });

  it('are not compared by the page that a proxy itself makes', () => {
    const [old, now] = [
      answer(308, { 'content-type': 'text/html', location: 'https://a/' }, 'a'),
      answer(308, { location: 'https://a/' }, 'b'),
    ];
    expect(compare(reply(308), reply(308), old, now)).toEqual([]);
    expect(compare(FORWARD, FORWARD, old, now)).toEqual(['responseHeaders.content-type', 'body']);
  });

  it('are compared by locations as clients read them', () => {
    const compareLocations = (a: string, b: string) =>
      compare(reply(301), reply(301), answer(301, { location: a }), answer(301, { location: b }));
    expect(compareLocations('https://SHOP.example.com', 'https://shop.example.com:443/')).toEqual([]);
    expect(compareLocations('http://shop.example.com:80/a', 'http://shop.example.com/a')).toEqual([]);
    expect(compareLocations('https://shop.example.com:80/', 'https://shop.example.com/')).toEqual(['location']);
    expect(compareLocations('https://shop.example.com/A', 'https://shop.example.com/a')).toEqual(['location']);
    expect(compareLocations('/a', 'https://shop.example.com/a')).toEqual(['location']);
  });

  it('are compared by the headers that a configuration changes, too', () => {
    const changing = { ...FORWARD, responseHeaders: { ...NO_CHANGE, set: { 'x-team': 'shop' } } };
    expect(compare(changing, FORWARD, answer(200, { 'x-team': 'shop' }), answer(200))).toEqual([
      'responseHeaders.x-team',
    ]);
    expect(compare(FORWARD, FORWARD, answer(200, { 'x-team': 'shop' }), answer(200))).toEqual([]);
  });

  it('differ by their status alone where that differs', () => {
    expect(compare(FORWARD, FORWARD, answer(200, { 'x-frame-options': 'DENY' }, 'a'), answer(502, {}, 'b'))).toEqual([
      'status',
    ]);
  });
});

describe('a difference on the wire', () => {
  const difference = (field: string, source: unknown, target: unknown, codes = ['RS1004']): Difference => ({
    ...{ request: REQUEST, field, source, target, codes, always: true },
  });
  const NOTHING_TOLD: Foreseen = {
    ...{ request: REQUEST, isOwn: false, isUnfinished: false, told: () => [] },
    prediction: () => prediction(FORWARD, FORWARD),
  };
  const tellers = (
    predicted: readonly Difference[],
    field: string,
    old: WireAnswer,
    now: WireAnswer,
    target = FORWARD,
  ) =>
    foretellers(
      NOTHING_TOLD,
      prediction(FORWARD, target, predicted),
      { field, source: 1, target: 2 },
      { old, new: now },
    );

  it('is foretold by a status of the models only where both sides do what they say', () => {
    const lost = [difference('status', 200, 404)];
    expect(tellers(lost, 'status', answer(200), answer(404))).toEqual(['RS1004']);
    expect(tellers(lost, 'status', answer(200), failure('unconnected'))).toEqual(['RS1004']);
    expect(tellers(lost, 'status', answer(200), answer(500))).toEqual(['RS2540']);
    expect(tellers([difference('status', 401, 200)], 'status', answer(200), answer(403))).toEqual(['RS2540']);
  });

  it('is foretold by another backend, whatever that one answers', () => {
    const moved = [difference('backend', 'shop/a:80', 'shop/b:80')];
    for (const field of ['status', 'location', 'body', 'responseHeaders.content-type'])
      expect(tellers(moved, field, answer(200), answer(418))).toEqual(['RS1004']);
    expect(tellers(moved, 'certificate', answer(200), answer(200))).toEqual(['RS2540']);
  });

  it('is foretold by a lost guard only where somebody is refused', () => {
    const lost = [difference('guards.basic-auth', {}, null, ['RS1702'])];
    expect(tellers(lost, 'status', answer(401), answer(200))).toEqual(['RS1702']);
    expect(tellers(lost, 'status', answer(200), answer(500))).toEqual(['RS2540']);
    expect(tellers(lost, 'body', answer(200), answer(200))).toEqual(['RS2540']);
  });

  it('is foretold by another header only at that header', () => {
    const header = [difference('responseHeaders.x-a', 'a', 'b')];
    expect(tellers(header, 'responseHeaders.x-a', answer(200), answer(200))).toEqual(['RS1004']);
    expect(tellers(header, 'responseHeaders.x-b', answer(200), answer(200))).toEqual(['RS2540']);
  });

  it('is not foretold by a difference of the models that is unexplained itself', () => {
    expect(tellers([difference('status', 200, 404, ['RS9001'])], 'status', answer(200), answer(404))).toEqual([
      'RS2540',
    ]);
  });

  it('is the fault of the side that does not do what its model says', () => {
    const at = (source: Outcome, target: Outcome, old: WireAnswer, now: WireAnswer) =>
      departing(prediction(source, target), { old, new: now });
    expect(at(reply(308), reply(308), answer(308), answer(200))).toEqual(['new']);
    expect(at(reply(404), reply(0), answer(200), failure('handshake'))).toEqual(['old']);
    expect(at(FORWARD, FORWARD, answer(200), answer(500))).toEqual([]);
    expect(at(FORWARD, FORWARD, failure('closed'), failure('late'))).toEqual(['old', 'new']);
  });
});
