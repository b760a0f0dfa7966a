import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isUnexplained, verify } from '../../src/verification/verify.js';
import { convertCase, type Target } from '../convert/case-conversion.js';
import { CASE_FILE, replayableCases } from '../convert/case-file.js';
import { differenceText } from './difference-text.js';

const targets: readonly Target[] = [
  { version: '1.5', channel: 'standard' },
  { version: '1.6', channel: 'experimental' },
];

describe.skipIf(!existsSync(CASE_FILE))(
  'whatever differs after the conversion of a case of ../shared, a finding says so (needs ../shared)',
  () => {
    for (const target of targets) {
      for (const entry of replayableCases()) {
        it(`${entry.id} (Gateway API ${target.version} ${target.channel})`, () => {
          const { manifests, conversion, options } = convertCase(entry, target);
          const verification = verify(manifests, conversion, options);
          expect(verification.differences.filter(isUnexplained).map(differenceText)).toEqual([]);
        });
      }
    }
  },
);
