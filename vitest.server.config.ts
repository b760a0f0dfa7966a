import { defineConfig } from 'vitest/config';

/** Which server is asked; see build/test-server.mjs. */
const server = process.env.TESTED_SERVER ?? 'nginx';

/** Needs a real server, so it is no part of `npm test`; see `npm run test:nginx` and `npm run test:haproxy`. */
export default defineConfig({
  test: {
    include: [`test/${server}/**/*.${server}.ts`],
    setupFiles: ['test/property-seed.ts'],
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});
