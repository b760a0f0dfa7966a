import { expect, test } from 'vitest';
import { createIngressNginxModel } from '../../src/behaviour/sources/ingress-nginx.js';
import { Workplace } from '../servers/workplace.js';
import { ingress } from './counterexamples.js';
import { send, startEcho } from './exchange.js';
import { startNginx } from './nginx-process.js';

/** Lines for the server and for its location, `HOST` being its name. Stock nginx has no headers-more. */
const CASES: readonly (readonly [server: string, location: string])[] = [
  ['', 'return 403;'],
  ['', 'return 302 /elsewhere;'],
  ['', 'return https://new.example.org;'],
  ['', 'return 301 https://new.example.org$request_uri;'],
  ['', 'return 301 $scheme://new.example.org$uri$is_args$args;'],
  ['', 'rewrite ^ https://new.example.org$request_uri? permanent;'],
  ['', 'rewrite ^ https://new.example.org$request_uri permanent;'],
  ['', 'rewrite ^(.*)$ https://new.example.org$1 redirect;'],
  ['', 'rewrite ^/(.*)$ https://new.example.org/$1?own=1 redirect;'],
  ['', 'rewrite ^/old/?$ /new permanent;'],
  ['', 'rewrite ^/a/(.*)$ http://b/$1;'],
  ['', 'if ($host = HOST) { return 301 https://b.example.com$request_uri; }'],
  ['', 'if ($host != "HOST") { return 301 https://b.example.com$request_uri; }'],
  ['', 'if ($host ~* ^C(\\d+)\\.(.*)$) { return 302 https://$2/$1; }'],
  ['', 'if ($scheme = http) { return 301 https://$host$request_uri; }'],
  ['', 'if ($http_x_token != "t") { return 401; }'],
  ['', 'break; return 403;'],
  ['', 'deny all;'],
  ['', 'allow all; deny all;'],
  ['deny all;', ''],
  ['deny all;', 'allow all;'],
  ['return 403;', 'return 404;'],
  ['add_header X-A outer always;', ''],
  ['add_header X-A outer always;', 'add_header X-B inner;'],
  ['add_header X-A outer always;', 'add_header X-B inner; return 403;'],
  ['', 'add_header X-A some; add_header X-B always always; return 404;'],
  ['', 'add_header X-A a; add_header X-A b;'],
  ['proxy_hide_header X-Own;', ''],
  ['proxy_hide_header X-Own;', 'proxy_hide_header X-Other;'],
  ['', 'proxy_hide_header X-Own; add_header X-Own new always;'],
  ['proxy_set_header X-R outer;', ''],
  ['', 'proxy_set_header X-R inner;'],
  ['', 'proxy_set_header X-R "";'],
  ['location = /old { return 404; }', ''],
  ['location /a { deny all; }', ''],
  ['location ^~ /a/ { return 200; } location ~ /b { return 403; }', ''],
  ['location ~* \\.GIT { deny all; return 404; }', 'return 302 /elsewhere;'],
  ['location /a { return 301 https://new.example.org$request_uri; }', ''],
];
const PATHS = ['/', '/old', '/old/', '/a', '/a/b?x=1', '/ab', '/x.git/y?q=1&r=2'];
/** The backend sends it with every answer. */
const OWN = { 'X-Own': 'backend' };

test('nginx and the model agree on what the lines of a snippet do', async () => {
  using place = new Workplace();
  const socket = place.socket('in');
  const backend = place.socket('out');
  const hostOf = (index: number): string => `c${index}.example.com`;
  const textOf = (text: string, index: number): string => text.replaceAll('HOST', hostOf(index));
  const servers = CASES.map(
    ([server, location], index) => `server {
  listen unix:${socket}; server_name ${hostOf(index)};
  ${textOf(server, index)}
  location / {
    proxy_set_header X-Backend b; proxy_set_header Host $http_host;
    ${textOf(location, index)}
    proxy_redirect off; proxy_pass http://unix:${backend};
  }
}
`,
  );
  const echo = await startEcho(backend, OWN);
  let asked = 0;
  try {
    await using _running = await startNginx(place, servers, socket);
    for (const [index, [server, location]] of CASES.entries()) {
      const annotations = {
        ...(server === '' ? {} : { 'server-snippet': textOf(server, index) }),
        ...(location === '' ? {} : { 'configuration-snippet': textOf(location, index) }),
      };
      const model = createIngressNginxModel({
        ingresses: [ingress('web', { host: hostOf(index), annotations })],
        assumeSnippetsAllowed: true,
        assumeServicesExist: true,
        controllerConfig: { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical', hsts: 'false' },
      });
      expect(model.unmodelled).toEqual([]);
      for (const path of PATHS) {
        const headers = { 'X-R': 'client' };
        const request = { scheme: 'http', method: 'GET', host: hostOf(index), path, headers } as const;
        const outcome = model.answer(request);
        const answer = await send(socket, request);
        asked += 1;
        const { set, added, removed } = outcome.responseHeaders;
        const passed: Record<string, string> =
          outcome.backend === null || removed.includes('x-own') ? {} : { 'x-own': 'backend' };
        expect(
          [outcome.status, outcome.location, ownHeaders({ ...passed, ...set, ...added }), requestHeader(outcome)],
          `${server} | ${location} | ${path}`,
        ).toEqual([answer.status, answer.location, ownHeaders(answer.headers), answer.seen?.headers['x-r']]);
      }
    }
  } finally {
    echo.close();
  }
  expect(asked).toBe(CASES.length * PATHS.length);
});

function ownHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    ['x-a', 'x-b', 'x-own'].flatMap((name) => (name in headers ? [[name, headers[name] ?? '']] : [])),
  );
}

function requestHeader({
  backend,
  requestHeaders: { set, removed },
}: ReturnType<ReturnType<typeof createIngressNginxModel>['answer']>) {
  if (backend === null || removed.includes('x-r')) return undefined;
  return set['x-r'] ?? 'client';
}
