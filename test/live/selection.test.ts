import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selected } from '../../src/live/selection.js';
import { whyNotSent } from '../../src/live/sendable.js';
import type { Foreseen } from '../../src/verification/foresight.js';

function foreseen(request: Partial<Foreseen['request']>, more: Partial<Foreseen> = {}): Foreseen {
  return {
    request: { scheme: 'http', host: 'a', method: 'GET', path: '/', ...request },
    ...{ isOwn: false, isUnfinished: false, told: () => [], ...more },
    prediction: () => {
      throw new Error('nobody asks');
    },
  };
}

describe('the requests that are sent', () => {
  it('are as many as may be, some of every host, in their order, and the others are counted', () => {
    const hosts = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 });
    fc.assert(
      fc.property(hosts, fc.integer({ min: 1, max: 20 }), (names, most) => {
        const all = names.map((host, i) => foreseen({ host, path: `/${i}` }));
        const { chosen, leftOut } = selected(all, most);
        expect(chosen).toHaveLength(Math.min(most, all.length));
        expect(all.filter((one) => chosen.includes(one))).toEqual(chosen);
        expect(leftOut.reduce((sum, { count }) => sum + count, chosen.length)).toBe(all.length);
        const numbers = [...new Set(names)].map((name) => {
          const [sent, there] = [chosen, all].map((list) => list.filter(({ request }) => request.host === name).length);
          return { sent: sent ?? 0, there: there ?? 0 };
        });
        const richest = Math.max(0, ...numbers.map(({ sent }) => sent));
        // Nobody goes short while another host has two more.
        for (const { sent, there } of numbers) expect(sent === there || sent >= richest - 1).toBe(true);
      }),
    );
  });

  it('begin with those of the user', () => {
    const own = foreseen({ path: '/own' }, { isOwn: true });
    expect(selected([foreseen({}), foreseen({ path: '/b' }), own], 1).chosen).toEqual([own]);
  });

  it.each([
    [foreseen({}), undefined],
    [foreseen({ method: 'POST' }), /POST/],
    [foreseen({ scheme: 'https' }), /by https, for which no address is named on the new side/],
    [foreseen({ clientAddress: '192.0.2.1' }), /client addresses/],
    [foreseen({ port: 80 }), undefined],
    [foreseen({ port: 8080 }), /other ports/],
    [foreseen({ host: '' }), /without a Host/],
    [foreseen({ host: 'a\r\nX: y' }), /that no client can send/],
    [foreseen({ host: 'a'.repeat(300) }), /that no client can send/],
    [foreseen({ host: 'a/b' }), /that no client can send/],
    [foreseen({ path: '/a b' }), /that no client can send/],
    [foreseen({ path: '/ä' }), /that no client can send/],
    [foreseen({ headers: { 'X-A': 'b\r\nc: d' } }), /that no client can send/],
    [foreseen({ headers: { 'X A': 'b' } }), /that no client can send/],
    [foreseen({ headers: { 'Transfer-Encoding': 'chunked' } }), /about the connection/],
    [foreseen({}, { isUnfinished: true }), /parameters of Templates/],
  ])('are not all there are: %#', (one, reason) => {
    const address = { host: '127.0.0.1', port: 1 };
    const permission = { methods: new Set(['GET']), old: { http: address, https: address }, new: { http: address } };
    if (reason === undefined) expect(whyNotSent(one, permission)).toBeUndefined();
    else expect(whyNotSent(one, permission)).toMatch(reason);
  });
});
