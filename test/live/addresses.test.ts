import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { compareLive, SECURE_SHOP, SHOP } from './comparing.js';
import { freePort, http, https } from './odd-servers.js';
import { shop, sides } from './shop.js';

describe('the addresses of verify --live', () => {
  it('are told in one message each where nobody is there', async () => {
    await using old = await http(shop);
    const port = await freePort();
    const { status, out, report } = await compareLive(SHOP, ...sides(old, { port }));
    expect(status).toBe(1);
    expect(report.probes).toBe(0);
    expect(report.findings.filter(({ severity }) => severity === 'error')).toHaveLength(1);
    expect(out).toMatch(
      new RegExp(
        `RS2544 The new entry point is not reached\\n {2}http://127\\.0\\.0\\.1:${port} is not reached: the connection is refused \\(ECONNREFUSED\\); \\d+ requests could not be compared`,
      ),
    );
    const reversed = await compareLive(SHOP, ...sides({ port }, old));
    expect(reversed.status).toBe(1);
    expect(reversed.out).toContain('RS2543 The old entry point is not reached');
  });

  it('may be one for each scheme', async () => {
    const redirecting: RequestListener = (request, response) => {
      if ((request.headers.host ?? '').toLowerCase().startsWith('shop.example.com'))
        response.writeHead(308, { location: `https://shop.example.com${request.url}` }).end();
      else response.writeHead(404).end();
    };
    await using oldPlain = await http(redirecting);
    await using newPlain = await http(redirecting);
    await using oldSecure = await https(shop, { 'shop.example.com': 'shop' });
    await using newSecure = await https(shop, { 'shop.example.com': 'shop' });
    const { report } = await compareLive(
      SECURE_SHOP,
      ...['--old', `http://127.0.0.1:${oldPlain.port}`, '--old', `https://127.0.0.1:${oldSecure.port}`],
      ...['--new', `http://127.0.0.1:${newPlain.port}`, '--new', `https://127.0.0.1:${newSecure.port}`],
    );
    expect(report.differences).toEqual([]);
    expect(report.agree).toBe(report.probes);
    expect(
      Math.min(oldPlain.connections, oldSecure.connections, newPlain.connections, newSecure.connections),
    ).toBeGreaterThan(0);
  });

  it('leave out what is asked by a scheme without address, and say so', async () => {
    await using old = await http(shop);
    await using now = await http(shop);
    const { report } = await compareLive(SECURE_SHOP, ...sides(old, now));
    expect(report.notSent.map(({ reason }) => reason)).toContain(
      'by https, for which no address is named on either side',
    );
    const nothing = await compareLive(
      SECURE_SHOP,
      ...['--old', `http://127.0.0.1:${old.port}`, '--new', `https://127.0.0.1:${now.port}`],
    );
    expect(nothing).toMatchObject({ status: 1, report: { probes: 0 } });
  });

  it('are compared by the certificates for each server name', async () => {
    await using old = await https(shop, { 'shop.example.com': 'shop' });
    await using same = await https(shop, { 'shop.example.com': 'shop' });
    await using other = await https(shop, { 'shop.example.com': 'wildcard' });
    await using none = await https(shop);
    const secure = (now: { port: number }) =>
      compareLive(SECURE_SHOP, '--old', `https://127.0.0.1:${old.port}`, '--new', `https://127.0.0.1:${now.port}`);
    expect((await secure(same)).report.findings.filter(({ code }) => code === 'RS2546')).toEqual([]);
    const others = await secure(other);
    expect(others.report.findings.find(({ code }) => code === 'RS2546')?.message).toMatch(
      /^shop\.example\.com: old: shop\.example\.com, www\.shop\.example\.com \(.*\); new: \*\.example\.com \(/,
    );
    expect(others.status).toBe(0);
    const { status, report } = await secure(none);
    expect(report.differences).toMatchObject([
      {
        field: 'certificate',
        old: 'for the name: shop.example.com, www.shop.example.com',
        new: 'not for the name: fallback.invalid',
        codes: ['RS2540'],
      },
    ]);
    expect(status).toBe(2);
  });

  it('have to be two, and two different ones', async () => {
    const missing = await compareLive(SHOP, '--old', '10.0.0.1');
    expect(missing).toMatchObject({ status: 1, err: 'error: --live needs --new, such as --new 10.0.0.1\n' });
    const same = await compareLive(SHOP, '--old', '10.0.0.1', '--new', '10.0.0.1');
    expect(same.err).toContain('name the same address');
    const twice = await compareLive(SHOP, '--old', '10.0.0.1', '--old', 'http://10.0.0.2', '--new', '10.0.0.3');
    expect(twice.err).toContain('--old names more than one address for http');
  });
});
