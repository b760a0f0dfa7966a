import { readFileSync } from 'node:fs';
import { startHaproxy } from '../haproxy/haproxy-process.js';
import { startNginx } from '../nginx/nginx-process.js';
import { installed } from '../servers/installed.js';
import { Workplace } from '../servers/workplace.js';
import { type CertificateName, freePorts, http, pathOf } from './odd-servers.js';

/** A shop with TLS at one host, and an expression at another one without a certificate. */
export const ESTATE = readFileSync('testdata/live/estate.yaml', 'utf8');

const HSTS = 'max-age=31536000; includeSubDomains';

/** In what the new side is set up otherwise than the converted manifests say. */
export interface Mistakes {
  readonly withoutApi?: boolean;
  readonly withoutRedirect?: boolean;
  readonly certificate?: CertificateName;
}

const [nginx, haproxy] = [installed('nginx'), installed('haproxy')];

/** What is not installed, as the reason for which a test is skipped; empty where both servers are there. */
export const missing =
  nginx !== undefined && haproxy !== undefined ? '' : ' (needs nginx and haproxy in PATH or /usr/sbin)';

/** What the servers are started from. */
const binaries = { nginx: nginx ?? 'nginx', haproxy: haproxy ?? 'haproxy' };

/**
 * Runs something against both entry points of the estate, given the flags that name them: nginx as ingress-nginx sets it up,
 * and HAProxy as a Gateway with the converted routes.
 */
export async function withTwoServers<T>(
  mistakes: Mistakes,
  work: (flags: readonly string[]) => Promise<T>,
): Promise<T> {
  using place = new Workplace();
  await using backend = await http((request, response) => {
    response.setHeader('Content-Type', 'text/plain');
    response.end(`${request.headers['x-backend']} got ${request.url}\n`);
  });
  const [plain = 0, secure = 0, newPlain = 0, newSecure = 0] = await freePorts(4);
  const [ready, newReady] = [place.socket('nginx'), place.socket('haproxy')];
  const old = nginxServers(plain, secure, backend.port, ready);
  await using _nginx = await startNginx(place, [old], ready, binaries.nginx);
  const now = haproxyConfiguration(newPlain, newSecure, backend.port, newReady, mistakes, place.folder);
  await using _haproxy = await startHaproxy(place, [now], newReady, binaries.haproxy);
  return await work([
    ...['--old', `http://127.0.0.1:${plain}`, '--old', `https://127.0.0.1:${secure}`],
    ...['--new', `http://127.0.0.1:${newPlain}`, '--new', `https://127.0.0.1:${newSecure}`],
  ]);
}

function nginxServers(http: number, https: number, backend: number, ready: string): string {
  const pass = (name: string) =>
    `{ proxy_set_header X-Backend ${name}; proxy_set_header Host $http_host; proxy_pass http://127.0.0.1:${backend}; }`;
  const tls = (name: CertificateName) =>
    `ssl_certificate ${pathOf(name, 'crt')}; ssl_certificate_key ${pathOf(name, 'key')};`;
  const hsts = `add_header Strict-Transport-Security "${HSTS}" always;`;
  return `
server {
  listen unix:${ready};
  listen 127.0.0.1:${http} default_server;
  listen 127.0.0.1:${https} ssl default_server;
  ${tls('fallback')}
  location / { return 404; }
}
server {
  listen 127.0.0.1:${http};
  server_name shop.example.com;
  return 308 https://$host$request_uri;
}
server {
  listen 127.0.0.1:${https} ssl;
  server_name shop.example.com;
  ${tls('shop')} ${hsts}
  location / ${pass('web')}
  location /api/ ${pass('api')}
  location = /api ${pass('api')}
}
server {
  listen 127.0.0.1:${http};
  listen 127.0.0.1:${https} ssl;
  server_name pictures.example.com;
  ${tls('fallback')}
  location / { return 404; }
  location ~* "^/thumbs/[0-9]+" ${pass('pictures')}
}
`;
}

function haproxyConfiguration(
  http: number,
  https: number,
  backend: number,
  ready: string,
  { withoutApi = false, withoutRedirect = false, certificate = 'shop' }: Mistakes,
  folder: string,
): { readonly text: string; readonly files: ReadonlyMap<string, string> } {
  const host = (name: string) => `{ req.hdr(host),lower,field(1,:) -m str ${name} }`;
  const server = (name: string) => `
backend ${name}
  mode http
  http-request set-header X-Backend ${name}
  server one 127.0.0.1:${backend}
`;
  const secure = (name: string) =>
    server(name).replace('  server', `  http-response set-header Strict-Transport-Security "${HSTS}"\n  server`);
  const redirect = 'https://%[req.hdr(host),lower,field(1,:)]%[capture.req.uri]';
  const text = `
frontend ready
  mode http
  bind unix@${ready}
frontend plain
  mode http
  bind 127.0.0.1:${http}
  ${withoutRedirect ? 'use_backend web' : `http-request redirect code 308 location ${redirect}`} if ${host('shop.example.com')}
  use_backend pictures if ${host('pictures.example.com')} { path -i -m reg ^/thumbs/[0-9]+ }
  default_backend nothing
frontend secure
  mode http
  bind 127.0.0.1:${https} ssl crt ${folder}/shop.pem ${certificate === 'shop' ? 'strict-sni' : ''}
  http-request return status 404 unless ${host('shop.example.com')}
  acl is_api path -m str /api
  acl is_api path -m beg /api/
  ${withoutApi ? '' : 'use_backend api if is_api'}
  default_backend web
backend nothing
  mode http
  http-request return status 404
${secure('web')}${secure('api')}${server('pictures')}`;
  const pem = `${readFileSync(pathOf(certificate, 'crt'), 'utf8')}${readFileSync(pathOf(certificate, 'key'), 'utf8')}`;
  return { text, files: new Map([['shop.pem', pem]]) };
}
