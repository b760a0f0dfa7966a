import { defineConfig } from 'vitest/config';

/** Needs an nginx, so it is no part of `npm test`; see `npm run test:nginx`. */
export default defineConfig({
  test: {
    include: ['test/nginx/**/*.nginx.ts'],
    setupFiles: ['test/property-seed.ts'],
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});
