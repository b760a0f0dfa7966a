import { lookup } from 'node:dns/promises';
import { describe, expect, it } from 'vitest';
import { uninterrupted } from '../../src/cli/interruption.js';
import { compareLive, SECURE_SHOP, SHOP } from './comparing.js';
import { contactsDuring } from './contacts.js';
import { http, https, onHead, raw } from './odd-servers.js';
import { sides } from './shop.js';

describe('what verify --live contacts', () => {
  it('is the two addresses and nothing else, whatever hosts, redirects and alternatives there are', async () => {
    await using elsewhere = await http((_request, response) => response.end());
    const away = { location: `http://127.0.0.1:${elsewhere.port}/`, 'alt-svc': `h2="127.0.0.1:${elsewhere.port}"` };
    await using old = await http((_request, response) => response.writeHead(302, away).end());
    await using oldSecure = await https((_request, response) => response.writeHead(307, away).end());
    await using now = await http((_request, response) => response.writeHead(302, away).end());
    await using nowSecure = await https((_request, response) => response.writeHead(307, away).end());
    const hosts = SECURE_SHOP.replaceAll('shop.example.com', 'localhost').replace(
      '  rules:\n',
      '  rules:\n    - { host: "*.example.com", http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }\n',
    );
    const { connections, lookups } = await contactsDuring(() =>
      compareLive(
        hosts,
        ...['--old', `http://127.0.0.1:${old.port}`, '--old', `https://127.0.0.1:${oldSecure.port}`],
        ...['--new', `http://127.0.0.1:${now.port}`, '--new', `https://127.0.0.1:${nowSecure.port}`],
        ...['--retries', '0'],
      ),
    );
    const named = [old, oldSecure, now, nowSecure].map(({ port }) => `127.0.0.1:${port}`);
    expect(connections).toEqual(named.sort());
    expect(lookups).toBe(0);
    expect(elsewhere.connections).toBe(0);
  });

  it('is looked up once where an address is a name', async () => {
    await using old = await http((_request, response) => response.end());
    await using now = await http((_request, response) => response.end());
    const { lookups } = await contactsDuring(() =>
      compareLive(SHOP, '--old', `http://localhost:${old.port}`, '--new', `http://127.0.0.1:${now.port}`),
    );
    expect(lookups).toBe(1);
    expect((await contactsDuring(() => lookup('localhost'))).lookups).toBe(1);
  });
});

describe('how much verify --live sends', () => {
  it('is GET, HEAD and OPTIONS unless more is permitted', async () => {
    const methods = new Set<string>();
    await using old = await http((request, response) => {
      methods.add(request.method ?? '');
      response.end();
    });
    await using now = await http((_request, response) => response.end());
    const { report } = await compareLive(SHOP, ...sides(old, now));
    expect([...methods].sort()).toEqual(['GET', 'HEAD']);
    expect(report.notSent).toContainEqual({ reason: 'with POST (--methods permits more)', count: expect.any(Number) });
    await compareLive(SHOP, ...sides(old, now), '--methods', 'get,post');
    expect([...methods].sort()).toEqual(['GET', 'HEAD', 'POST']);
  });

  it('is no more than --max-probes, with something of every host, and says what is left out', async () => {
    const hosts = new Map<string, number>();
    await using old = await http((request, response) => {
      const host = request.headers.host ?? '';
      hosts.set(host, (hosts.get(host) ?? 0) + 1);
      response.end();
    });
    await using now = await http((_request, response) => response.end());
    const names = ['a.example.com', 'b.example.com', 'c.example.com'];
    const manifest = names
      .map((name, i) => SHOP.replace('shop.example.com', name).replace('name: shop,', `name: shop-${i},`))
      .join('---\n');
    const { report } = await compareLive(manifest, ...sides(old, now), '--max-probes', '8', '--retries', '0');
    expect(report.probes).toBe(8);
    expect([...hosts.values()].reduce((sum, count) => sum + count, 0)).toBe(8);
    for (const name of names) expect(hosts.get(name)).toBe(2);
    expect(report.leftOut.map(({ host }) => host)).toEqual(expect.arrayContaining(names));
  });

  it('is no more than --rate in a second', async () => {
    const times: number[] = [];
    await using old = await http((_request, response) => {
      times.push(performance.now());
      response.end();
    });
    await using now = await http((_request, response) => response.end());
    await compareLive(SHOP, ...sides(old, now), '--rate', '20', '--max-probes', '12');
    const [first = 0, last = 0] = [times[0], times.at(-1)];
    expect(times).toHaveLength(12);
    // Eleven gaps of 50 ms; timers come a little early.
    expect(last - first).toBeGreaterThan(500);
  });

  it('is no more than --concurrency at a time', async () => {
    let [open, most] = [0, 0];
    await using old = await http((_request, response) => {
      most = Math.max(most, ++open);
      setTimeout(() => {
        open--;
        response.end();
      }, 10);
    });
    await using now = await http((_request, response) => response.end());
    await compareLive(SHOP, ...sides(old, now), '--concurrency', '3');
    expect(most).toBe(3);
  });
});

describe('what verify --live is told', () => {
  it('of a header goes to both sides and into no report, even where a side sends it back', async () => {
    const seen = new Set<string>();
    const echo = (socket: import('node:net').Socket) =>
      onHead(socket, (head) => {
        const [, token = 'none'] = /^x-env: (.*)$/im.exec(head) ?? [];
        seen.add(token);
        socket.write(
          `HTTP/1.1 302 Found\r\nLocation: /in?${token}\r\nX-Frame-Options: ${token}\r\nContent-Length: 0\r\n\r\n`,
        );
      });
    await using old = await raw(echo);
    await using now = await http((_request, response) => response.writeHead(302, { location: '/out' }).end());
    const { out, err, report } = await compareLive(
      SHOP,
      ...sides(old, now),
      '--header',
      'X-Env: t0ps3cret',
      '--retries',
      '0',
    );
    expect([...seen]).toEqual(['t0ps3cret']);
    expect(report.differences.length).toBeGreaterThan(0);
    expect(`${out}${err}${JSON.stringify(report)}`).not.toContain('t0ps3cret');
    expect(out).toContain('/in?(value of --header)');
  });

  it('wrongly of a header is said without its value', async () => {
    const addresses = ['--old', '10.0.0.1', '--new', '10.0.0.2'];
    for (const line of ['t0ps3cret', 'Host: t0ps3cret', 'X-Env: t0ps3cret\u0007', ': t0ps3cret']) {
      const { status, out, err } = await compareLive(SHOP, ...addresses, '--header', line);
      expect(status).toBe(1);
      expect(err).toMatch(/^error: --header /);
      expect(out + err).not.toContain('t0ps3cret');
    }
  });

  it.each([
    [['--rate', '0'], /--rate/],
    [['--retries', '1.5'], /--retries/],
    [['--methods', 'GET,CONNECT'], /CONNECT is never sent/],
    [['--compare-header', 'a b'], /no name of a header/],
    [['--old', 'https://user:t0ps3cret@10.0.0.1'], /--old: it has to be an address/],
  ])('wrongly by %j is an error of usage', async (flags, words) => {
    const { status, err } = await compareLive(SHOP, '--new', '10.0.0.2', ...flags);
    expect(status).toBe(1);
    expect(err).toMatch(words);
    expect(err).not.toContain('t0ps3cret');
  });
});

describe('verify --live, stopped by Ctrl-C', () => {
  it('tells what it found until then', async () => {
    let answered = 0;
    await using old = await http((_request, response) => {
      if (++answered <= 4) response.end();
      else process.emit('SIGINT');
    });
    await using now = await http((_request, response) => response.end());
    const { status, out, report } = await compareLive(SHOP, ...sides(old, now), '--concurrency', '1');
    expect(status).toBe(130);
    expect(report.probes).toBe(4);
    expect(report.agree).toBe(4);
    expect(report.ended).toEqual({ reason: 'it was stopped', requests: expect.any(Number) });
    expect(out).toContain('RS2548 The comparison ended early');
  });

  it('leaves nobody listening for it', async () => {
    const before = process.listenerCount('SIGINT');
    const { wasInterrupted } = await uninterrupted(async (signal) => {
      process.emit('SIGINT');
      return signal.aborted;
    });
    expect(wasInterrupted).toBe(true);
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});
