import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { routeshift } from '../cli/captured.js';

/** The numbers of the table in the README, by what is behind its headings. */
function shownNumbers(): (readonly [flags: string, withheld: string])[] {
  const [, heads = '', numbers = ''] =
    /\n\| (`standard`, `cilium` [^\n]*) \|\n\|[-|]+\|\n\| ([^\n]*) \|\n/.exec(readFileSync('README.md', 'utf8')) ?? [];
  const counts = numbers.split(' | ');
  return heads.split(' | ').flatMap((head, index) => {
    const words = [...head.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
    const flags = words.filter((word) => word.startsWith('--')).join(' ');
    const profiles = words.filter((word) => !word.startsWith('--'));
    return profiles.map((profile) => [`${profile} ${flags}`.trim(), counts[index] ?? ''] as const);
  });
}

describe('the estate of the README', () => {
  it('has numbers', () => {
    expect(shownNumbers().length).toBeGreaterThan(6);
  });

  it.each(shownNumbers())('withholds as many rules with --profile %s as it says', async (flags, withheld) => {
    const { err } = await routeshift('convert', 'testdata/estate', '--profile', ...flags.split(' '));
    expect(err).toContain(`  withheld: ${withheld} rules\n`);
  });

  it('loses no guard with Envoy Gateway, and nothing is unexplained', async () => {
    const { out, err } = await routeshift('verify', 'testdata/estate', '--profile', 'envoy-gateway');
    expect(out + err).toMatch(/ differ as the findings say, 0 unexplained/);
  });
});
