import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BehaviourGroup } from '../../src/differences/behaviour-groups.js';
import type { ConversionDifferences } from '../../src/differences/compare-conversions.js';
import type { Differences } from '../../src/differences/differences.js';
import { diffMarkdown } from '../../src/reports/diff-markdown.js';
import { foldedSections } from '../../src/reports/folded-sections.js';
import { item, tool } from './example-conversion.js';

const context = { tool, traceWords: 'apps' };

/** A result in which every text that can come from an input is this one. */
function hostile(text: string, times = 1): Differences {
  const ref = { apiVersion: text, kind: text, namespace: text, name: text };
  const sources = [text, text];
  const finding = item({ object: ref, field: text, value: text, message: text, next: text, severity: 'error' });
  const rule = {
    object: ref,
    source: { file: text, line: 1, column: 1 },
    field: text,
    hostname: text,
    path: text,
    blockedBy: [text],
  };
  const group: BehaviourGroup = {
    host: text,
    field: text,
    before: text,
    after: [text],
    always: false,
    rules: { before: text, after: `${text}x` },
    controller: 'unchanged',
    requests: 2,
    example: { scheme: 'https', host: text, method: text, path: text, headers: { [text]: text } },
  };
  const many = <T>(one: T): T[] => Array.from({ length: times }, () => one);
  const lone = many({ ref, sources, object: { [text]: { a: [text] } }, unread: text });
  const field = { path: text, about: text, change: 'changed', before: text, after: { [text]: text } } as const;
  const loneFinding = { fingerprint: 'f', finding: finding, item: finding };
  const result: ConversionDifferences = {
    target: { api: 'gateway-api', version: '1.5', channel: 'standard' },
    objects: { added: lone, removed: lone, changed: many({ ref, sources, fields: [field] }) },
    findings: { appeared: many(loneFinding), vanished: many(loneFinding) },
    withheld: {
      appeared: many(rule),
      vanished: many(rule),
      changed: many({ before: rule, after: { ...rule, blockedBy: [] } }),
    },
    behaviour: {
      probes: 9,
      differing: 3,
      unfollowed: 0,
      groups: many(group),
      leftOut: many({ host: text, count: 3 }),
      unmodelled: many(text),
    },
    unread: { before: many(text), after: many(text) },
  };
  return { mode: 'revision', revision: { name: text, commit: 'a'.repeat(40) }, result };
}

/** The text without its fenced blocks and code spans, in which nothing means anything. */
function outsideCode(markdown: string): string {
  const lines: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split('\n')) {
    const run = /^`{3,}/.exec(line)?.[0];
    if (fence !== undefined) {
      if (/^`+$/.test(line) && line.length >= fence.length) fence = undefined;
    } else if (run !== undefined) fence = run;
    else lines.push(line);
  }
  expect(fence).toBeUndefined();
  return lines.map((line) => line.replace(/(?<![`\\])(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, '')).join('\n');
}

const TAGS = /<details><summary>[^<>]*<\/summary>|<\/details>|<sub>[\w. ]*<\/sub>|<!-- routeshift diff -->/g;

function expectHarmless(markdown: string): void {
  const plain = outsideCode(markdown);
  expect(plain.replace(TAGS, '').replace(/\\[<>]/g, '')).not.toMatch(/[<>]/);
  expect(plain).not.toMatch(/@\w/);
  expect(plain).not.toMatch(/:\/\/|\bwww\./);
  expect(plain).not.toMatch(/(?<!\\)[[\]]/);
  expect(plain.match(/<details>/g)?.length).toBe(plain.match(/<\/details>/g)?.length);
}

describe('the Markdown of a diff', () => {
  it.each([
    '```\n</details>\n<script>alert(1)</script>',
    '`` ` ``` ````',
    '</details><img src=x onerror=alert(1)>',
    '@octocat and @org/team, see https://evil.example or www.evil.example',
    '[click](https://evil.example) ![x](y) | a | b |',
    '-->\r\n# title\n---\n> quote',
    '<!-- ',
    '\\',
    '',
    '~~~\n~~~',
    '\u202e\u0007\u001b[31m',
  ])('cannot be broken by %j', (text) => {
    expectHarmless(diffMarkdown(hostile(text), context, 65_536));
  });

  it('cannot be broken by anything, and is never longer than it may be', () => {
    const soup = fc.array(
      fc.constantFrom(
        '`',
        '```',
        '<',
        '>',
        '@',
        'a',
        '\n',
        '|',
        '\\',
        '[',
        ']',
        '</details>',
        '://',
        'www.',
        '!',
        ' ',
        '~~~',
        '#',
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(
        soup.map((words) => words.join('')),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 4000, max: 20_000 }),
        (text, times, maxSize) => {
          const markdown = diffMarkdown(hostile(text, times), context, maxSize);
          expect(markdown.length).toBeLessThanOrEqual(maxSize);
          expectHarmless(markdown);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is no longer than a comment may be, however much there is to tell', () => {
    for (const size of [2000, 5000, 65_536]) {
      const markdown = diffMarkdown(hostile('x'.repeat(3000), 500), context, size);
      expect(markdown.length).toBeLessThanOrEqual(size);
      expect(markdown).toContain('left out for want of room');
    }
  });
});

describe('folded sections', () => {
  const entries = Array.from({ length: 100 }, (_, i) => `- entry ${String(i).padStart(3, '0')}\n`);

  it('count what they leave out', () => {
    for (let room = 300; room < 3000; room += 37) {
      const text = foldedSections(
        [
          { title: 'one', noun: 'thing', entries },
          { title: 'none', noun: 'thing', entries: [] },
          { title: 'two', noun: 'thing', entries },
        ],
        room,
      );
      expect(text.length).toBeLessThanOrEqual(room);
      const shown = text.match(/- entry/g)?.length ?? 0;
      const more = [...text.matchAll(/^(\d+) more things? left out/gm)].reduce((sum, [, n]) => sum + Number(n), 0);
      expect(shown + more).toBe(200);
      expect(text).not.toContain('none');
    }
  });

  it('give the room that one does not need to the next', () => {
    const text = foldedSections(
      [
        { title: 'one', noun: 'thing', entries: entries.slice(0, 1) },
        { title: 'two', noun: 'thing', entries },
      ],
      1800,
    );
    expect(text).toContain('entry 099');
  });
});
