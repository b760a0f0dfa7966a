import { describe, expect, test } from 'vitest';
import { convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { DEFAULT_OPTIONS, SOURCES, TARGETS } from '../../src/options.js';
import { verify } from '../../src/verification/verify.js';
import { manifest, PIECES, REGEX } from '../convert/long-manifest.js';

/*
 * The models run the expressions of users on requests that just miss them: those that read anything many times over would be
 * tried in as many ways as there are to share a path out.
 */
describe.each(SOURCES)('the replay of a path of 4,000 characters at %s', (from) => {
  test.each(PIECES)('made of %s ends', (piece) => {
    const path = `/${piece.repeat(4000 / piece.length)}!`;
    for (const annotations of ['', REGEX]) {
      const { manifests, problems } = parseText({ file: 'a', text: manifest(from, 'a.io', path, 'app', annotations) });
      for (const to of TARGETS) {
        const options = { ...DEFAULT_OPTIONS, from, to };
        const verified = verify(manifests, convert({ manifests, problems, inputs: 1 }, options), options);
        expect(verified.probes).toBe(verified.agree + verified.explained + verified.unexplained);
      }
    }
  });
});
