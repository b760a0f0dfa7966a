import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../src/cluster/proxy.js';
import { routeshift } from '../cli/captured.js';
import { clusters, WITH_GATEWAY_API } from './sample-cluster.js';

const running = clusters();
const PROXY = 'http://proxy.example.com:3128';

describe('the proxy to a server', () => {
  it.each<[server: string, environment: Readonly<Record<string, string>>, expected: string | undefined]>([
    ['https://api.example.com:6443', { HTTPS_PROXY: PROXY }, PROXY],
    ['https://api.example.com:6443', { https_proxy: 'proxy.example.com:3128' }, PROXY],
    ['https://api.example.com:6443', { HTTP_PROXY: PROXY }, undefined],
    ['https://api.example.com:6443', { HTTPS_PROXY: PROXY, NO_PROXY: '*' }, undefined],
    ['https://api.example.com:6443', { HTTPS_PROXY: PROXY, NO_PROXY: 'a, example.com' }, undefined],
    ['https://api.example.com:6443', { HTTPS_PROXY: PROXY, no_proxy: '.example.com' }, undefined],
    ['https://example.com:6443', { HTTPS_PROXY: PROXY, NO_PROXY: '.example.com' }, PROXY],
    ['https://notexample.com', { HTTPS_PROXY: PROXY, NO_PROXY: 'example.com' }, PROXY],
    ['https://api.example.com:6443', { HTTPS_PROXY: PROXY, NO_PROXY: 'api.example.com:443' }, PROXY],
    ['https://api.example.com', { HTTPS_PROXY: PROXY, NO_PROXY: 'api.example.com:443' }, undefined],
    ['https://10.1.2.3:6443', { HTTPS_PROXY: PROXY, NO_PROXY: '10.0.0.0/8' }, undefined],
    ['https://11.1.2.3:6443', { HTTPS_PROXY: PROXY, NO_PROXY: '10.0.0.0/8,x/y,1.2.3.4/99' }, PROXY],
    ['https://127.0.0.1:6443', { HTTPS_PROXY: PROXY }, undefined],
    ['https://localhost:6443', { HTTPS_PROXY: PROXY }, undefined],
  ])('%s with %j is %s', (server, environment, expected) => {
    expect(proxyFor(new URL(server), environment)).toBe(expected);
  });

  it('is gone through where the kubeconfig names one', async () => {
    const asked: string[] = [];
    const proxy = createServer().on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      const [host = '', port] = (request.url ?? '').split(':');
      const upstream = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      for (const end of [upstream, socket]) end.on('error', () => end.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    const { flags, server } = await running.start(WITH_GATEWAY_API, undefined, {
      'proxy-url': `http://127.0.0.1:${port}`,
    });
    const { status, err } = await routeshift('convert', ...flags, '-A', '-q');
    expect(err).toBe('');
    expect(status).toBe(0);
    expect(new Set(asked)).toEqual(new Set([`127.0.0.1:${server.port}`]));
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });
});
