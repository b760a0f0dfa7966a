import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/kubernetes/object.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { VERDICTS, type Verdict } from '../../src/ledger/verdict.js';
import { declaredVerdict, sayDeclared } from '../../src/mappings/declared.js';
import type { AnnotationEntry, TargetEntry } from '../../src/mappings/mapping.js';

const position = { file: 'a.yaml', line: 1, column: 1 };
const manifest: Manifest = {
  ref: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'a' },
  source: position,
  content: {},
  locate: () => position,
};

function entry(target: TargetEntry): AnnotationEntry {
  return {
    key: 'k',
    group: 'g',
    kind: 'string',
    default: '',
    scope: 'location',
    risk: 'Low',
    invalid: 'ignored',
    targets: { 'gateway-api': target },
  } as AnnotationEntry;
}

describe('annotations that no code reads', () => {
  test('get the verdict, the caveat and the next step that the mapping declares', () => {
    for (const verdict of VERDICTS) {
      const ledger = new Ledger();
      const item = ledger.openAnnotation(manifest, 'k', 'v');
      const declared = entry({ verdict, caveat: `It is ${verdict}.`, next: 'Do something.' });
      sayDeclared([{ item, entry: declared }], 'gateway-api', 'standard', ledger);
      expect(ledger.settle()).toMatchObject([
        { verdict, message: `It is ${verdict}.`, next: 'Do something.', also: [] },
      ]);
    }
  });

  test('have a code of their own for each verdict', () => {
    const codes = VERDICTS.map((verdict: Verdict) => {
      const ledger = new Ledger();
      const item = ledger.openAnnotation(manifest, 'k', 'v');
      sayDeclared([{ item, entry: entry({ verdict, caveat: 'x' }) }], 'gateway-api', 'standard', ledger);
      return ledger.settle()[0]?.code;
    });
    expect(new Set(codes).size).toBe(VERDICTS.length);
    expect(codes).not.toContain('RS0001');
  });

  test('get the better verdict of the experimental channel only there', () => {
    const better = { verdict: 'converted', caveat: 'There is a field.' } as const;
    const both = entry({ verdict: 'unsupported', caveat: 'No field.', experimental: better });
    expect(declaredVerdict(both, 'gateway-api', 'experimental')).toBe(better);
    expect(declaredVerdict(both, 'gateway-api', 'standard').verdict).toBe('unsupported');
    const plain = entry({ verdict: 'manual', caveat: 'By hand.' });
    expect(declaredVerdict(plain, 'gateway-api', 'experimental').verdict).toBe('manual');
  });
});
