import { defineConfig } from 'vitest/config';

/** Needs an HAProxy, so it is no part of `npm test`; see `npm run test:haproxy`. */
export default defineConfig({
  test: { include: ['test/haproxy/**/*.haproxy.ts'], testTimeout: 300_000, hookTimeout: 60_000 },
});
