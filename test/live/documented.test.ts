import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { routeshift } from '../cli/captured.js';
import { missing, withTwoServers } from './two-servers.js';

const DOCUMENT = readFileSync('docs/live.md', 'utf8');
const [, words = '', shown = ''] = /```text\n\$ routeshift ([^\n]+)\n([\s\S]*?)```/.exec(DOCUMENT) ?? [];

describe.skipIf(missing !== '')(`docs/live.md${missing}`, () => {
  it('shows what is printed where the new side forgot a redirect', async () => {
    const addresses = words.indexOf(' --old 10.0.0.1 --new 10.0.0.2');
    expect(addresses).toBeGreaterThan(0);
    const own = words.replace(' --old 10.0.0.1 --new 10.0.0.2', '').split(' ');
    const { out } = await withTwoServers({ withoutRedirect: true }, (flags) =>
      routeshift(...own, ...flags, '--rate', '5000'),
    );
    const [old, now] = [/old (\S+ and \S+),/, /new (\S+ and \S+)\n/].map((text) => text.exec(out)?.[1] ?? '');
    const printed = out
      .replace(old ?? '', 'http://10.0.0.1 and https://10.0.0.1')
      .replace(now ?? '', 'http://10.0.0.2 and https://10.0.0.2');
    expect(printed).toBe(shown);
  });
});
