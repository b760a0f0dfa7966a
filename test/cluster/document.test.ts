import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routeshift } from '../cli/captured.js';
import { ApiServer } from './api-server.js';
import { DOCUMENTED } from './documented-cluster.js';

/** Runs that the README and docs/clusters.md show, with their output; a line with an ellipsis stands for others. */
const SHOWN = ['README.md', 'docs/clusters.md']
  .flatMap((name) => [...readFileSync(name, 'utf8').matchAll(/```text\n\$ routeshift ([^\n]+)\n([\s\S]*?)```/g)])
  .map(([, command = '', shown = '']) => ({ command, shown }))
  .filter(({ command }) => /--cluster|--server-dry-run/.test(command));

describe('what the documents show of clusters', () => {
  const before = process.env.KUBECONFIG;
  const servers: ApiServer[] = [];
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'routeshift-clusters-'));
    const files = [];
    for (const [name, options] of Object.entries({ prod: DOCUMENTED, limited: { ...DOCUMENTED, rules: [] } })) {
      const server = await ApiServer.start(options);
      servers.push(server);
      const file = join(folder, name);
      await writeFile(file, server.kubeconfig(undefined, {}, undefined, name));
      files.unshift(file);
    }
    // The current context is that of the last file.
    process.env.KUBECONFIG = files.join(delimiter);
  });
  afterAll(async () => {
    if (before === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = before;
    await Promise.all(servers.map((server) => server.stop()));
    await rm(folder, { recursive: true });
  });

  it('shows runs', () => {
    expect(SHOWN.length).toBeGreaterThan(3);
  });

  it.each(SHOWN)('shows what `routeshift $command` prints', async ({ command, shown }) => {
    const words = command.split(' ').map((word) => (word === 'gateway/' ? join(folder, word) : word));
    const { out, err } = await routeshift(...words);
    let rest = out + err;
    for (const part of shown.split(/^…\n/m)) {
      const at = rest.indexOf(part.trimEnd());
      expect(at, `not in the output:\n${part}\n--- output:\n${rest}`).toBeGreaterThanOrEqual(0);
      rest = rest.slice(at + part.trimEnd().length);
    }
  });
});
