import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../built.js';
import { clusters, WITH_GATEWAY_API } from './sample-cluster.js';

const call = promisify(execFile);
const running = clusters();

describe('the built program', () => {
  beforeAll(() => ensureBuilt());

  it('reads a cluster', async () => {
    const { flags } = await running.start(WITH_GATEWAY_API);
    const { stdout, stderr } = await call(process.execPath, ['dist/cli.js', 'convert', ...flags, '-A', '-q']);
    expect(stdout).toContain('# cluster:prod/Ingress/shop/web Ingress shop/web');
    expect(stderr).toBe('');
  });

  it('holds nothing of the client library that it does not use', () => {
    const chunks = readdirSync('dist/chunks').map((name) => readFileSync(`dist/chunks/${name}`, 'utf8'));
    // node-fetch brings this along, and Node warns about it.
    expect(chunks.filter((text) => /\bpunycode\b/.test(text))).toEqual([]);
    // The generated clients of all APIs are some megabytes.
    expect(chunks.filter((text) => text.includes('createNamespacedPod'))).toEqual([]);
  });
});
