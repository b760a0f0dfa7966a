import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { routeshift } from './cli/captured.js';

const README = readFileSync('README.md', 'utf8');

/** The commands that the README shows, with the output that it promises. */
function shownRuns(): { command: string; shown: string }[] {
  return [...README.matchAll(/```console\n\$ routeshift ([^\n]+)\n([\s\S]*?)```/g)].map(
    ([, command = '', shown = '']) => ({
      command,
      shown,
    }),
  );
}

/** The words of a command line, as far as a shell's single quotes go. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word);
}

describe('the README', () => {
  it('shows runs', () => {
    expect(shownRuns().length).toBeGreaterThanOrEqual(3);
  });

  it.each(shownRuns())('shows what `routeshift $command` prints', async ({ command, shown }) => {
    const { out, err } = await routeshift(...wordsOf(command));
    let rest = out + err;
    // A line of its own with an ellipsis stands for lines that are left out.
    for (const part of shown.split(/^…\n/m)) {
      const at = rest.indexOf(part.trimEnd());
      expect(at, `not in the output:\n${part}\n--- output:\n${rest}`).toBeGreaterThanOrEqual(0);
      rest = rest.slice(at + part.trimEnd().length);
    }
  });

  it('shows the manifest that it converts', () => {
    expect(README).toContain(readFileSync('testdata/readme/shop.yaml', 'utf8'));
  });
});
