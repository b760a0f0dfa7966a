import { describe, expect, test } from 'vitest';
import { readRedirect, redirectLocation } from '../../../../src/behaviour/targets/gateway-api/redirect.js';

const location = (scheme: 'http' | 'https', port: number, filter: object, host = 'shop.test') =>
  redirectLocation(readRedirect({ ...filter }), { scheme, host, path: '/p', query: '', port }, undefined);

describe("the port of a redirect is the filter's, its scheme's, or the listener's, and goes unsaid where it is usual", () => {
  test.each([
    ['http', 80, {}, 'http://example.org/p'],
    ['http', 80, { port: 80 }, 'http://example.org/p'],
    ['http', 80, { port: 8080 }, 'http://example.org:8080/p'],
    ['http', 80, { scheme: 'https' }, 'https://example.org/p'],
    ['http', 80, { scheme: 'https', port: 443 }, 'https://example.org/p'],
    ['http', 80, { scheme: 'https', port: 8443 }, 'https://example.org:8443/p'],
    ['http', 8080, {}, 'http://example.org:8080/p'],
    ['http', 8080, { port: 80 }, 'http://example.org/p'],
    ['http', 8080, { scheme: 'https' }, 'https://example.org/p'],
    ['https', 443, {}, 'https://example.org/p'],
    ['https', 443, { port: 443 }, 'https://example.org/p'],
    ['https', 443, { port: 8443 }, 'https://example.org:8443/p'],
    ['https', 443, { scheme: 'http' }, 'http://example.org/p'],
    ['https', 443, { scheme: 'http', port: 80 }, 'http://example.org/p'],
    ['https', 443, { scheme: 'http', port: 8080 }, 'http://example.org:8080/p'],
    ['https', 8443, {}, 'https://example.org:8443/p'],
    ['http', 80, { scheme: 'https', port: 80 }, 'https://example.org:80/p'],
  ] as const)('%s listener on %i, filter %o', (scheme, port, filter, result) => {
    expect(location(scheme, port, { ...filter, hostname: 'example.org' })).toBe(result);
  });

  test('without a hostname the host of the request stays, its port does not', () => {
    expect(location('http', 80, { scheme: 'https' }, 'Shop.test:8080')).toBe('https://Shop.test/p');
    expect(location('http', 80, { scheme: 'https' }, '[::1]:8080')).toBe('https://[::1]/p');
  });

  test('the status is 302 unless the filter gives one', () => {
    expect(readRedirect({}).status).toBe(302);
    expect(readRedirect({ statusCode: 308 }).status).toBe(308);
  });
});
