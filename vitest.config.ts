import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
// @ts-expect-error a plain module shared with the build
import { yamlModules } from './build/yaml-modules.mjs';

export default defineConfig({
  plugins: [yamlModules()],
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/property-seed.ts'],
    // The default leaves one core out, which is half of a common machine.
    maxWorkers: availableParallelism(),
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
