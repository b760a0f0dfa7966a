import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/kubernetes/object.js';
import { formatFieldPath } from '../../src/kubernetes/object.js';
import { catalogue, type FindingCode } from '../../src/ledger/catalogue.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { type Remark, SEVERITIES, VERDICTS, type Verdict } from '../../src/ledger/verdict.js';

function manifest(name: string, file = `${name}.yaml`): Manifest {
  return {
    ref: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name },
    source: { file, line: 1, column: 1 },
    content: {},
    locate: (path) => ({ file, line: 10 + formatFieldPath(path).length, column: 3 }),
  };
}

const remark = (verdict: Verdict, message: string, extra: Partial<Remark> = {}): Remark & { code: FindingCode } => ({
  verdict,
  message,
  ...extra,
  code: 'RS1001',
});
const ref = (name: string, path?: string) => ({ apiVersion: 'v1', kind: 'HTTPRoute', name, ...(path && { path }) });

/** From good to bad. */
const ORDER: readonly Verdict[] = ['redundant', 'converted', 'approximated', 'invalid', 'manual', 'unsupported'];

describe('what becomes of an item', () => {
  test('what holds otherwise counts only where nobody speaks, who speaks last included', () => {
    const ledger = new Ledger();
    const [silent, spoken, last] = ['a', 'b', 'c'].map((key) => ledger.openAnnotation(manifest('a'), key, 'v'));
    for (const id of [silent, spoken, last]) ledger.sayOtherwise(id ?? -1, remark('manual', 'otherwise'));
    ledger.say(spoken ?? -1, remark('converted', 'spoken'));
    ledger.sayLast(last ?? -1, remark('converted', 'last'), [ref('r')]);
    expect([silent, spoken, last].map((id) => ledger.isSilent(id ?? -1))).toEqual([true, false, true]);
    expect(ledger.settle().map(({ annotation, message }) => [annotation, message])).toEqual([
      ['a', 'otherwise'],
      ['b', 'spoken'],
      ['c', 'last'],
    ]);
  });

  test('what is said last is a note beside a worse verdict', () => {
    const ledger = new Ledger();
    const id = ledger.openAnnotation(manifest('a'), 'k', 'v');
    ledger.sayLast(id, remark('converted', 'copied'), [ref('r', 'metadata.annotations')]);
    ledger.say(id, remark('unsupported', 'lost'));
    const [item] = ledger.settle();
    expect(item?.message).toBe('lost');
    expect(item?.also.map(({ message }) => message)).toEqual(['copied']);
    expect(item?.emitted).toEqual([ref('r', 'metadata.annotations')]);
  });

  test('the worst verdict decides, whatever the order, and all others stay as notes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...VERDICTS), { minLength: 1, maxLength: 6 }), (verdicts) => {
        const ledger = new Ledger();
        const id = ledger.openAnnotation(manifest('a'), 'k', 'v');
        verdicts.forEach((verdict, i) => {
          ledger.say(id, remark(verdict, `remark ${i}`));
        });
        const [item] = ledger.settle();
        const worst = verdicts.reduce((a, b) => (ORDER.indexOf(b) > ORDER.indexOf(a) ? b : a));
        expect(item?.verdict).toBe(worst);
        expect(item?.message).toBe(`remark ${verdicts.indexOf(worst)}`);
        const told = [item?.message, ...(item?.also ?? []).map((note) => note.message)];
        expect(told.sort()).toEqual(verdicts.map((_, i) => `remark ${i}`));
      }),
    );
  });

  test('of one verdict, the graver remark decides, and of equals the first', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...SEVERITIES), { minLength: 1, maxLength: 5 }), (severities) => {
        const ledger = new Ledger();
        const id = ledger.openField(manifest('a'), ['spec']);
        severities.forEach((severity, i) => {
          ledger.say(id, remark('manual', `remark ${i}`, { severity }));
        });
        const gravest = SEVERITIES.find((severity) => severities.includes(severity));
        expect(ledger.settle()[0]).toMatchObject({
          severity: gravest,
          message: `remark ${severities.indexOf(gravest ?? 'info')}`,
        });
      }),
    );
  });

  test('nothing said is RS0001, never silence', () => {
    const ledger = new Ledger();
    const id = ledger.openAnnotation(manifest('a'), 'k', 'v');
    expect(ledger.isSilent(id)).toBe(true);
    expect(ledger.settle()).toMatchObject([{ code: 'RS0001', verdict: 'unsupported', annotation: 'k', also: [] }]);
  });

  test('the severity is the one of the catalogue unless the remark brings its own', () => {
    const ledger = new Ledger();
    const [a, b] = [ledger.openField(manifest('a'), []), ledger.openField(manifest('b'), [])];
    ledger.say(a, remark('converted', 'x'));
    ledger.say(b, remark('converted', 'x', { severity: 'error' }));
    expect(ledger.settle().map((item) => item.severity)).toEqual([catalogue.RS1001.severity, 'error']);
  });

  test('the same sentence said twice is one remark with both places', () => {
    const ledger = new Ledger();
    const id = ledger.openField(manifest('a'), []);
    ledger.say(id, remark('converted', 'same', { emitted: [ref('b')] }));
    ledger.say(id, remark('converted', 'same', { emitted: [ref('a'), ref('b')] }));
    ledger.say(id, remark('redundant', 'other', { emitted: [ref('b', 'spec')] }));
    ledger.say(id, remark('converted', 'same'));
    expect(ledger.settle()).toMatchObject([
      { verdict: 'converted', emitted: [ref('a'), ref('b'), ref('b', 'spec')], also: [{ message: 'other' }] },
    ]);
  });

  test('one remark said to several items stays with each', () => {
    const ledger = new Ledger();
    const ids = [ledger.openField(manifest('a'), []), ledger.openField(manifest('b'), [])];
    const shared = remark('converted', 'same');
    ledger.sayAll(ids, shared, [ref('x')]);
    ledger.say(ids[0] ?? -1, shared, [ref('y')]);
    expect(ledger.settle().map((item) => item.emitted.map((e) => e.name))).toEqual([['x', 'y'], ['x']]);
  });

  test('what belongs to no object names no places', () => {
    const ledger = new Ledger();
    const id = ledger.openElsewhere({ file: 'f', line: 1, column: 1 }, 'controller.proxy-body-size');
    ledger.say(id, remark('converted', 'x', { emitted: [ref('a')] }));
    expect(ledger.settle()[0]).toMatchObject({ emitted: [], field: 'controller.proxy-body-size', object: undefined });
  });

  test("the controller's ConfigMap names no places: its settings act on every route", () => {
    const ledger = new Ledger();
    const configMap = manifest('c');
    const id = ledger.openField({ ...configMap, ref: { ...configMap.ref, kind: 'ConfigMap' } }, ['data', 'hsts']);
    ledger.say(id, remark('converted', 'x', { emitted: [ref('a')] }));
    expect(ledger.settle()[0]).toMatchObject({ emitted: [], field: 'data.hsts' });
  });
});

describe('what to do', () => {
  test.each(['error', 'warning'] as const)(
    'is said with every %s, by the catalogue if nobody else does',
    (severity) => {
      const ledger = new Ledger();
      const id = ledger.openField(manifest('a'), []);
      ledger.say(id, { ...remark('unsupported', 'x', { severity }), code: 'RS1715' });
      ledger.say(id, { ...remark('approximated', 'y', { severity }), code: 'RS1007' });
      ledger.say(id, remark('converted', 'z', { severity, next: 'Just this.' }));
      const [item] = ledger.settle();
      expect(item?.next).toBe(catalogue.RS1715.fix);
      expect(item?.also.map(({ next }) => next)).toEqual([catalogue.RS1007.fix, 'Just this.']);
    },
  );

  test('is not said where there is nothing to do', () => {
    const ledger = new Ledger();
    ledger.say(ledger.openField(manifest('a'), []), remark('converted', 'x', { severity: 'info' }));
    expect(ledger.settle()[0]?.next).toBeUndefined();
  });
});

describe('the book is closed once', () => {
  test('nothing can be said afterwards, nor about what was never opened', () => {
    const ledger = new Ledger();
    const id = ledger.openField(manifest('a'), []);
    expect(() => ledger.say(id + 1, remark('converted', 'x'))).toThrow(/not open/);
    ledger.settle();
    expect(() => ledger.say(id, remark('converted', 'x'))).toThrow(/not open/);
  });

  test('every item comes out once, in the order of files, lines and names, whatever the order in which it was opened', () => {
    const opened = fc.uniqueArray(
      fc.tuple(fc.constantFrom('a', 'b', 'Z'), fc.constantFrom('k', 'key', 'other', 'Key')),
      { selector: (pair) => pair.join('/') },
    );
    fc.assert(
      fc.property(opened, (pairs) => {
        const settle = (all: typeof pairs) => {
          const ledger = new Ledger();
          for (const [name, key] of all) ledger.openAnnotation(manifest(name), key, 'v');
          return ledger.settle().map((item) => [item.source.file, item.source.line, item.annotation] as const);
        };
        const settled = settle(pairs);
        expect(settled).toHaveLength(pairs.length);
        expect(settle([...pairs].reverse())).toEqual(settled);
        const sorted = [...settled].sort(
          (a, b) => Number(a[0] > b[0]) - Number(a[0] < b[0]) || a[1] - b[1] || ((a[2] ?? '') < (b[2] ?? '') ? -1 : 1),
        );
        expect(settled).toEqual(sorted);
      }),
    );
  });

  test('an annotation is found at its key, a field at its path, an object where it begins', () => {
    const ledger = new Ledger();
    const owner = manifest('a');
    const annotation = ledger.openAnnotation(owner, 'k', 'v');
    const field = ledger.openField(owner, ['spec', 'rules', 0], 'w');
    const whole = ledger.openField(owner, []);
    expect([ledger.annotationOf(annotation), ledger.annotationOf(field)]).toEqual(['k', undefined]);
    expect(ledger.fieldOf(field)).toBe('spec.rules[0]');
    expect(ledger.objectOf(whole)).toBe(owner.ref);
    expect(ledger.settle().map((item) => [item.field, item.source.line, item.value])).toEqual([
      ['', 1, undefined],
      ['spec.rules[0]', 23, 'w'],
      ['metadata.annotations', 32, 'v'],
    ]);
  });

  test('values that hold credentials come out without them', () => {
    const ledger = new Ledger();
    ledger.openAnnotation(manifest('a'), 'k', 'http://user:hunter2@auth.example');
    expect(JSON.stringify(ledger.settle())).not.toContain('hunter2');
  });
});
