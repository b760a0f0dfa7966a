import type { IncomingMessage, RequestListener } from 'node:http';

/** What the controller and the gateway do with the shop, as far as a client sees it. */
export const shop: RequestListener = (request, response) => {
  if (!isShop(request)) {
    response.writeHead(404).end('nothing here');
    return;
  }
  response.setHeader('Content-Type', 'text/plain');
  response.end(/^\/api(?:[/?]|$)/.test(request.url ?? '') ? 'api' : 'web');
};

function isShop({ headers }: IncomingMessage): boolean {
  return (headers.host ?? '').toLowerCase().replace(/:\d+$/, '') === 'shop.example.com';
}

/** The shop, but for some requests to it. */
export function shopBut(odd: (url: string) => boolean, listener: RequestListener): RequestListener {
  return (request, response) => (isShop(request) && odd(request.url ?? '') ? listener : shop)(request, response);
}

/** The flags for two sides that serve plain HTTP only. */
export function sides(old: { readonly port: number }, now: { readonly port: number }): readonly string[] {
  return ['--old', `http://127.0.0.1:${old.port}`, '--new', `http://127.0.0.1:${now.port}`];
}
