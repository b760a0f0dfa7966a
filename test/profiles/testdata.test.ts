import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { type ConvertOptions, DEFAULT_OPTIONS } from '../../src/options.js';
import { PROFILES } from '../../src/profile.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';
import { differenceText } from '../verification/difference-text.js';

/** What may refuse a request. */
const PROTECTS =
  /^guards\.(?:basic-auth|digest-auth|external-auth|client-certificate|allow-list|deny-list|rate-limit|connection-limit)$/;

interface Case {
  readonly name: string;
  readonly options: ConvertOptions;
  readonly files: readonly string[];
}

/** The cases of ingress-nginx that are written as Gateway API for no implementation in particular. */
function cases(): Case[] {
  return readdirSync('testdata').flatMap((name) => {
    const folder = join('testdata', name);
    if (!existsSync(join(folder, 'README'))) return [];
    const file = join(folder, 'options.json');
    const given = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<ConvertOptions>) : {};
    const options = { ...DEFAULT_OPTIONS, ...given };
    if (options.from !== 'ingress-nginx' || options.to !== 'gateway-api' || options.accept.length > 0) return [];
    const inputs = readdirSync(folder).filter((input) => /^input.*\.ya?ml$/.test(input));
    return [{ name, options, files: inputs.sort().map((input) => join(folder, input)) }];
  });
}

describe.each(PROFILES.filter((name) => name !== 'standard'))('with the profile %s', (name) => {
  it.each(cases().map((one) => [one.name, one] as const))(
    'testdata/%s loses no guard, and every difference is told',
    (_name, { options: own, files }) => {
      const options = { ...own, profile: { name } };
      const read = files.map((file) => parseText({ file, text: readFileSync(file, 'utf8') }));
      const manifests = read.flatMap((one) => one.manifests);
      const problems = read.flatMap((one) => one.problems);
      const conversion = convert({ manifests, problems, inputs: files.length }, options);
      const { differences } = verify(manifests, conversion, options);
      // How spellings of a path are compared is up to the gateway (RS1021), and what an implementation leaves open is told.
      const lost = differences.filter(
        ({ field, target, codes, always }) =>
          always && PROTECTS.test(field) && target === null && !codes.includes('RS1021'),
      );
      expect(lost.map(differenceText)).toEqual([]);
      expect(differences.filter(isUnexplained).map(differenceText)).toEqual([]);
    },
  );
});
