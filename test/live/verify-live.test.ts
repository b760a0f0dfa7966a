import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { compareLive, SHOP } from './comparing.js';
import { http, raw } from './odd-servers.js';
import { shop, shopBut, sides } from './shop.js';

const isApi = (url: string) => url.startsWith('/api');

describe('routeshift verify --live', () => {
  it('finds nothing where both sides answer alike', async () => {
    await using old = await http(shop);
    await using now = await http(shop);
    const { status, out, report } = await compareLive(SHOP, ...sides(old, now), '--compare-body');
    expect(report.differences).toEqual([]);
    expect(report.probes).toBeGreaterThan(15);
    expect(report.agree).toBe(report.probes);
    expect(status).toBe(0);
    expect(out).toContain(`old http://127.0.0.1:${old.port}, new http://127.0.0.1:${now.port}`);
    expect(out).toMatch(/\d+ requests asked of both sides: \d+ alike, 0 differ as the findings say, 0 unexplained\n$/);
  });

  it('takes what nothing foretold for an error, with what the models say', async () => {
    await using old = await http(shop);
    await using now = await http(shopBut(isApi, (_request, response) => response.writeHead(404).end()));
    const { status, out, report } = await compareLive(SHOP, ...sides(old, now));
    expect(status).toBe(2);
    expect(report.unexplained).toBeGreaterThan(2);
    const [first] = report.differences;
    expect(first).toMatchObject({ field: 'status', old: 200, new: 404, codes: ['RS2540'], departing: [] });
    expect(first?.models).toEqual({ old: 'passed on to shop/api:8080', new: 'passed on to shop/api:8080' });
    expect(out).toContain('RS2540 Old and new answer differently, and no finding says so');
    expect(out).toMatch(/GET http:\/\/shop\.example\.com\/api.*\n {4}status: 200 -> 404\n/);
  });

  it('names the side that departs from its model', async () => {
    await using old = await http(shop);
    const serveAll: RequestListener = (_request, response) => response.end('anything');
    await using now = await http(serveAll);
    const { report } = await compareLive(SHOP, ...sides(old, now));
    const stranger = report.differences.find(({ request }) => request.host === 'stranger.example');
    expect(stranger).toMatchObject({ old: 404, new: 200, codes: ['RS2540'], departing: ['new'] });
  });

  it('joins a difference with the finding that foretold it', async () => {
    const rewriting = SHOP.replace(
      'namespace: shop }',
      'namespace: shop, annotations: { nginx.ingress.kubernetes.io/use-regex: "true" } }',
    );
    const isLoud = (url: string) => url !== url.toLowerCase();
    await using old = await http(shop);
    await using now = await http(shopBut(isLoud, (_request, response) => response.writeHead(404).end()));
    const { report } = await compareLive(rewriting, ...sides(old, now));
    const loud = report.differences.filter(({ request }) => isLoud(request.path));
    expect(loud.length).toBeGreaterThan(0);
    for (const { codes } of loud) expect(codes).not.toContain('RS2540');
  });

  it('tells what the models foresaw and the sides do not do', async () => {
    const regex = SHOP.replace(
      'namespace: shop }',
      'namespace: shop, annotations: { nginx.ingress.kubernetes.io/use-regex: "true" } }',
    ).replace('path: /,', 'path: /web,');
    await using old = await http((_request, response) => response.end());
    await using now = await http((_request, response) => response.end());
    const { status, report } = await compareLive(regex, ...sides(old, now));
    const unseen = report.findings.filter(({ code }) => code === 'RS2541');
    expect(unseen.map(({ message }) => message).join('\n')).toMatch(/foreseen by RS\d+.*status: 200 -> 404/);
    expect(unseen.every(({ severity }) => severity === 'info')).toBe(true);
    expect(status).toBe(0);
  });

  it('tells what is alike and not what either model says', async () => {
    await using old = await http((_request, response) => response.end());
    await using now = await http((_request, response) => response.end());
    const { status, report } = await compareLive(SHOP, ...sides(old, now));
    const unlike = report.findings.filter(({ code }) => code === 'RS2550');
    expect(unlike.length).toBeGreaterThan(2);
    for (const { message } of unlike)
      expect(message).toMatch(
        /^GET http:\/\/(?:\S+\.)?stranger\.example\S*: both: 200; by the models: 404 -> (?:404|no connection)$/,
      );
    expect(status).toBe(0);
  });

  it('compares locations without following them', async () => {
    let followed = 0;
    const redirect =
      (to: string): RequestListener =>
      (request, response) => {
        if (request.url === '/followed') followed++;
        response.writeHead(302, { location: to }).end();
      };
    await using old = await http(redirect('http://SHOP.example.com:80/followed'));
    await using same = await http(redirect('http://shop.example.com/followed'));
    await using other = await http(redirect('http://shop.example.com/other'));
    const alike = await compareLive(SHOP, ...sides(old, same));
    expect(alike.report.differences.filter(({ field }) => field === 'location')).toEqual([]);
    const { report } = await compareLive(SHOP, ...sides(old, other));
    expect(report.differences[0]).toMatchObject({ field: 'location', new: 'http://shop.example.com/other' });
    expect(followed).toBe(0);
  });

  it('compares the usual headers, those that were chosen instead, and of cookies the names', async () => {
    const sending =
      (headers: Record<string, string>): RequestListener =>
      (request, response) => {
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
        shop(request, response);
      };
    await using old = await http(
      sending({ 'X-Frame-Options': 'DENY', 'Set-Cookie': 'session=a1; Path=/', 'X-Pod': 'a' }),
    );
    await using now = await http(sending({ 'Set-Cookie': 'session=b2; Path=/', 'X-Pod': 'b' }));
    const usual = await compareLive(SHOP, ...sides(old, now));
    expect([...new Set(usual.report.differences.map(({ field }) => field))]).toEqual([
      'responseHeaders.x-frame-options',
    ]);
    const chosen = await compareLive(SHOP, ...sides(old, now), '--compare-header', 'X-Pod');
    expect([...new Set(chosen.report.differences.map(({ field }) => field))]).toEqual(['responseHeaders.x-pod']);
    expect(JSON.stringify(usual.report)).not.toContain('a1');
  });

  it('compares bodies where that is asked', async () => {
    await using old = await http(shop);
    await using now = await http(
      shopBut(isApi, (_request, response) => {
        response.setHeader('Content-Type', 'text/plain');
        response.end('API');
      }),
    );
    expect((await compareLive(SHOP, ...sides(old, now))).report.unexplained).toBe(0);
    const { report } = await compareLive(SHOP, ...sides(old, now), '--compare-body');
    expect(report.differences[0]?.field).toBe('body');
    expect(report.differences[0]?.old).toMatch(/^3 bytes, SHA-256 [0-9a-f]{12}$/);
  });

  it('tells a body that is cut short, whether bodies are compared or not', async () => {
    await using old = await http((_request, response) => response.end('0123456789'));
    await using now = await raw((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01234')),
    );
    const { report } = await compareLive(SHOP, ...sides(old, now), '--retries', '0');
    const cut = report.differences.find(({ request, field }) => request.method === 'GET' && field === 'body');
    expect(cut).toMatchObject({ old: 'whole', new: 'cut short' });
  });

  it('tells flaky from different', async () => {
    await using old = await http(shop);
    const seen = new Set<string>();
    await using flaky = await http((request, response) => {
      const key = `${request.method} ${request.headers.host} ${request.url}`;
      if (!isApi(request.url ?? '') || seen.has(key)) shop(request, response);
      else {
        seen.add(key);
        response.writeHead(502).end();
      }
    });
    const { status, report } = await compareLive(SHOP, ...sides(old, flaky));
    expect(report.unexplained).toBe(0);
    expect(report.varying).toBeGreaterThan(2);
    expect(report.findings.find(({ code }) => code === 'RS2542')?.message).toMatch(/old: 200; new: 502, 200$/);
    expect(status).toBe(0);
    seen.clear();
    const once = await compareLive(SHOP, ...sides(old, flaky), '--retries', '0');
    expect(once.report.unexplained).toBeGreaterThan(2);
  });

  it('says so where neither side answers, and does not take it for agreement', async () => {
    await using old = await raw((socket) => socket.once('data', () => socket.destroy()));
    await using now = await raw((socket) => socket.once('data', () => socket.destroy()));
    const { out, report } = await compareLive(SHOP, ...sides(old, now), '--max-probes', '5');
    expect(report.unanswered).toBeGreaterThan(0);
    expect(report.agree + report.unanswered).toBe(report.probes);
    expect(out).toContain('RS2545 Neither side answered');
    expect(out).toContain('connection closed without an answer');
  });

  it('ends early where a side takes no more connections', async () => {
    let requests = 0;
    const now = await http((request, response) => {
      if (++requests < 5) shop(request, response);
      else void now[Symbol.asyncDispose]();
    });
    await using old = await http(shop);
    const { status, report } = await compareLive(SHOP, ...sides(old, now), '--concurrency', '1', '--retries', '0');
    expect(report.ended?.reason).toMatch(/of the new side took no connection 10 times in a row/);
    expect(report.ended?.requests).toBeGreaterThan(0);
    expect(status).toBe(2);
  });
});
