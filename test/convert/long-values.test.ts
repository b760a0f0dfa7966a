import { describe, expect, test } from 'vitest';
import { convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { DEFAULT_OPTIONS, SOURCES, TARGETS } from '../../src/options.js';
import { manifest, PIECES, REGEX } from './long-manifest.js';

/*
 * Whoever writes a manifest chooses its paths and hosts, as long as they like. What takes the square of their length takes
 * minutes here, what calls itself for each character throws, and so does JavaScript's engine for a regular expression that
 * is too large: it does so only when the expression is first run.
 */
const LENGTH = 30_000;
describe.each(SOURCES)('a name of 30,000 characters at %s', (from) => {
  test.each(PIECES)('made of %s', (piece) => {
    const long = piece.repeat(LENGTH / piece.length);
    const texts = [
      manifest(from, 'a.example', `/${long}!`, 'app'),
      manifest(from, 'a.example', `/${long}!`, 'app', REGEX),
      manifest(from, long, '/', 'app'),
      manifest(from, 'a.example', '/', long),
    ];
    for (const text of texts) {
      const { manifests, problems } = parseText({ file: 'web.yaml', text });
      for (const to of TARGETS) {
        const { items } = convert({ manifests, problems, inputs: 1 }, { ...DEFAULT_OPTIONS, from, to });
        expect(items.map(({ code }) => code)).not.toContain('RS0001');
        expect(items.length).toBeGreaterThan(0);
      }
    }
  });
});
