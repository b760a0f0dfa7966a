import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { routeshift } from './cli/captured.js';

const README = readFileSync('README.md', 'utf8');

const DOCS = readdirSync('docs').filter((name) => name.endsWith('.md'));

/** The commands that a document shows, with the output that it promises. */
function shownRuns(document: string): { command: string; shown: string }[] {
  return [...document.matchAll(/```console\n\$ routeshift ([^\n]+)\n([\s\S]*?)```/g)].map(
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

async function expectShown(command: string, shown: string): Promise<void> {
  const { out, err } = await routeshift(...wordsOf(command));
  let rest = out + err;
  // A line of its own with an ellipsis stands for lines that are left out.
  for (const part of shown.split(/^…\n/m)) {
    const at = rest.indexOf(part.trimEnd());
    expect(at, `not in the output:\n${part}\n--- output:\n${rest}`).toBeGreaterThanOrEqual(0);
    rest = rest.slice(at + part.trimEnd().length);
  }
}

describe('the README', () => {
  it('shows runs', () => {
    expect(shownRuns(README).length).toBeGreaterThanOrEqual(3);
  });

  it.each(shownRuns(README))('shows what `routeshift $command` prints', async ({ command, shown }) => {
    await expectShown(command, shown);
  });

  it('shows the manifest that it converts', () => {
    expect(README).toContain(readFileSync('testdata/readme/shop.yaml', 'utf8'));
  });

  it('names documents that are there', () => {
    const named = [...README.matchAll(/\]\(docs\/([a-z]+\.md)/g)].map(([, name]) => name ?? '');
    // Each implementation has a page of its own, which the page of all names.
    const profiles = readFileSync('docs/profiles.md', 'utf8');
    const further = [...profiles.matchAll(/\]\(([a-z]+\.md)/g)].map(([, name]) => name ?? '');
    expect([...new Set([...named, ...further])].sort()).toEqual([...DOCS].sort());
  });
});

describe.each(DOCS)('docs/%s', (name) => {
  const document = readFileSync(`docs/${name}`, 'utf8');

  it('begins with a title and words', () => {
    expect(document).toMatch(/^# [^\n]+\n\n[^#\n]/);
  });

  it.each(shownRuns(document))('shows what `routeshift $command` prints', async ({ command, shown }) => {
    await expectShown(command, shown);
  });
});
