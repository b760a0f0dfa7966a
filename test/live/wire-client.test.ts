import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Request } from '../../src/behaviour/outcome.js';
import type { WireAnswer } from '../../src/live/wire-answer.js';
import { type Sending, WireClient } from '../../src/live/wire-client.js';
import { freePort, http, https, onHead, raw } from './odd-servers.js';

const GET: Request = { scheme: 'http', host: 'shop.example.com', method: 'GET', path: '/' };
const GETS: Request = { ...GET, scheme: 'https' };
const SENDING: Sending = { timeoutMs: 2000, bodyLimit: 1000, headers: [] };

function clientOf(port: number, sending: Partial<Sending> = {}): WireClient {
  const address = { host: '127.0.0.1', port };
  return new WireClient({ http: address, https: address }, { ...SENDING, ...sending });
}

async function ask(port: number, request: Request, sending: Partial<Sending> = {}): Promise<WireAnswer> {
  const client = clientOf(port, sending);
  try {
    return await client.send(request, new AbortController().signal);
  } finally {
    client.close();
  }
}

describe('a request on the wire', () => {
  it('has the method, path, Host and headers of the probe as they are', async () => {
    let seen = '';
    await using server = await raw((socket) =>
      onHead(socket, (head) => {
        seen = head;
        socket.end('HTTP/1.1 204 No Content\r\n\r\n');
      }),
    );
    const request = {
      ...GET,
      host: 'SHOP.example.com:8080',
      path: '/a%2Fb//c?x=%20&y',
      headers: { 'X-Canary': 'always' },
    };
    expect(await ask(server.port, request)).toMatchObject({ kind: 'answer', status: 204 });
    expect(seen.split('\r\n')[0]).toBe('GET /a%2Fb//c?x=%20&y HTTP/1.1');
    expect(seen.match(/^host:.*/gim)).toEqual(['Host: SHOP.example.com:8080']);
    expect(seen).toContain('X-Canary: always');
    expect(seen).toContain('User-Agent: routeshift');
  });

  it('does not follow a redirect', async () => {
    let requests = 0;
    await using server = await http((_request, response) => {
      requests++;
      response.writeHead(308, { location: `http://127.0.0.1:${server.port}/elsewhere` }).end();
    });
    const answer = await ask(server.port, GET);
    expect(answer).toMatchObject({ kind: 'answer', status: 308 });
    expect(requests).toBe(1);
  });

  it('keeps every value of a header', async () => {
    await using server = await http((_request, response) => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2']);
      response.end();
    });
    const answer = await ask(server.port, GET);
    expect(answer.kind === 'answer' && answer.headers.get('set-cookie')).toEqual(['a=1', 'b=2']);
  });

  it('takes the server name of the rule, and sees the certificate that it gets for it', async () => {
    await using server = await https((_request, response) => response.end(), { 'shop.example.com': 'shop' });
    const shop = await ask(server.port, { ...GETS, host: 'shop.example.com:8443' });
    expect(shop.certificate).toMatchObject({ names: ['shop.example.com', 'www.shop.example.com'], covers: true });
    const other = await ask(server.port, { ...GETS, host: 'other.example.com' });
    expect(other.certificate).toMatchObject({ names: ['fallback.invalid'], covers: false });
    const named = await ask(server.port, { ...GETS, host: 'other.example.com', sni: 'shop.example.com' });
    expect(named.certificate).toMatchObject({ covers: true });
  });

  it('keeps the connection while the server name stays', async () => {
    await using server = await https((_request, response) => response.end(), { 'shop.example.com': 'shop' });
    const client = clientOf(server.port);
    const { signal } = new AbortController();
    const answers = [await client.send(GETS, signal), await client.send({ ...GETS, path: '/x' }, signal)];
    expect(answers.map((one) => one.certificate?.covers)).toEqual([true, true]);
    expect(server.connections).toBe(1);
    await client.send({ ...GETS, host: 'other.example.com' }, signal);
    expect(server.connections).toBe(2);
    client.close();
  });

  it('is sent again where a kept connection turns out to be closed', async () => {
    await using server = await raw((socket) => {
      onHead(socket, (_head, count) => {
        if (count === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
        else socket.destroy();
      });
    });
    const client = clientOf(server.port);
    const { signal } = new AbortController();
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push(await client.send(GET, signal));
    client.close();
    expect(statuses.map((one) => one.kind === 'answer' && one.status)).toEqual([200, 200, 200]);
    expect(server.connections).toBe(3);
  });

  it('carries the headers that are shown nowhere, and conceals them where a server echoes them', async () => {
    await using server = await http((request, response) => {
      response.writeHead(302, { location: `/login?token=${request.headers['x-token']}` }).end();
    });
    const answer = await ask(server.port, GET, { headers: [['X-Token', 's3cr3t']] });
    expect(answer.kind === 'answer' && answer.headers.get('location')).toEqual(['/login?token=(value of --header)']);
  });

  it('ends when the signal is given', async () => {
    await using server = await raw(() => undefined);
    const stopping = new AbortController();
    const client = clientOf(server.port);
    const sent = client.send(GET, stopping.signal);
    setTimeout(() => stopping.abort(), 50);
    await expect(sent).rejects.toThrow();
    client.close();
  });
});

describe('a failure on the wire', () => {
  it('is no connection where nobody listens', async () => {
    expect(await ask(await freePort(), GET)).toMatchObject({ failure: 'unconnected', detail: 'ECONNREFUSED' });
  });

  it('is a handshake that fails where somebody speaks no TLS', async () => {
    await using server = await http((_request, response) => response.end());
    expect(await ask(server.port, GETS)).toMatchObject({ kind: 'failure', failure: 'handshake' });
  });

  it('is a handshake that fails where the server hangs up during it', async () => {
    await using server = await raw((socket) => socket.once('data', () => socket.destroy()));
    expect(await ask(server.port, GETS)).toMatchObject({ kind: 'failure', failure: 'handshake' });
  });

  it('is a connection closed without an answer', async () => {
    await using server = await raw((socket) => socket.once('data', () => socket.destroy()));
    expect(await ask(server.port, GET)).toMatchObject({ kind: 'failure', failure: 'closed' });
  });

  it('is silence when the time is up, with and without TLS', async () => {
    await using server = await raw(() => undefined);
    expect(await ask(server.port, GET, { timeoutMs: 100 })).toMatchObject({ failure: 'late' });
    expect(await ask(server.port, GETS, { timeoutMs: 100 })).toMatchObject({ failure: 'late' });
  });

  it.each([
    ['no protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['a status that is no number', 'HTTP/1.1 abc OK\r\n\r\n'],
    ['a header with a line break', 'HTTP/1.1 200 OK\r\nX\r\n: y\r\n\r\n'],
    ['headers without end', `HTTP/1.1 200 OK\r\n${'X-Long: yyyyyyyyyyyyyyyyyyyyyy\r\n'.repeat(2000)}`],
  ])('is garbled HTTP: %s', async (_what, text) => {
    await using server = await raw((socket) => socket.once('data', () => socket.write(text)));
    expect(await ask(server.port, GET)).toMatchObject({ kind: 'failure', failure: 'garbled' });
  });
});

describe('whatever comes over the wire', () => {
  it('is an answer or a failure, and nothing is thrown', async () => {
    let text = '';
    await using server = await raw((socket) => socket.once('data', () => socket.end(text, 'latin1')));
    const line = fc.oneof(
      fc.constantFrom(
        'HTTP/1.1 200 OK',
        'HTTP/1.0 301',
        'HTTP/9.9 999 X',
        'HTTP/1.1 101 Switching',
        'Upgrade: x',
        'Connection: upgrade',
      ),
      fc.constantFrom(
        'Content-Length: 3',
        'Content-Length: -1',
        'Transfer-Encoding: chunked',
        'Content-Encoding: gzip',
        'Location:',
      ),
      fc.string({ unit: 'binary-ascii' }),
    );
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 8 }), fc.constantFrom('\r\n', '\n'), async (lines, end) => {
        text = ['HTTP/1.1 200 OK', ...lines, '', 'body'].slice(lines.length % 2).join(end);
        const answer = await ask(server.port, GET, { timeoutMs: 1000 });
        kinds.add(answer.kind);
        if (answer.kind === 'answer') expect(answer.status).toBeGreaterThan(99);
        else expect(['closed', 'garbled', 'late']).toContain(answer.failure);
      }),
    );
    expect([...kinds].sort()).toEqual(['answer', 'failure']);
  });
});

describe('a body on the wire', () => {
  const bodyOf = async (port: number, sending: Partial<Sending> = {}) => {
    const answer = await ask(port, GET, sending);
    return answer.kind === 'answer' ? answer.body : answer;
  };

  it('is whole where all of it came', async () => {
    await using server = await http((_request, response) => response.end('hello'));
    const body = await bodyOf(server.port);
    expect(body).toMatchObject({ bytes: 5, end: 'whole' });
    expect(body).toMatchObject({ hash: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824' });
  });

  it('is cut short where the server hangs up before its end', async () => {
    await using server = await raw((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello')),
    );
    expect(await bodyOf(server.port)).toMatchObject({ bytes: 5, end: 'cut' });
  });

  it('is late where it has no end', async () => {
    await using server = await http((_request, response) => void response.write('hello'));
    expect(await bodyOf(server.port, { timeoutMs: 200 })).toMatchObject({ bytes: 5, end: 'late' });
  });

  it('is read up to the limit', async () => {
    await using server = await http((_request, response) => void response.write('x'.repeat(5000)));
    expect(await bodyOf(server.port)).toMatchObject({ bytes: 1000, end: 'capped' });
  });
});
