import { describe, expect, it } from 'vitest';
import { EXIT, exitCodeOf } from '../../src/cli/exit-codes.js';
import { SOURCES } from '../../src/options.js';
import { applySuppressions } from '../../src/suppressions/apply.js';
import { applySeverities } from '../../src/suppressions/severities.js';
import { converted, findingsOf, guarded, ruleOf, suppressedOf } from './ingress.js';

const TODAY = '2026-11-21';
const plain = converted(guarded());

function told(conversion: typeof plain, ...codes: string[]): string[] {
  return findingsOf(conversion.items)
    .filter(({ code }) => codes.includes(code))
    .map(({ code, message }) => `${code} ${message}`);
}

describe('suppressions of the configuration', () => {
  it('mark what matches in all that is given, and count it no longer', () => {
    const after = applySuppressions(plain, [ruleOf({ code: 'RS1711', object: 'Ingress shop/web' })], TODAY);
    expect(new Set(suppressedOf(after))).toEqual(new Set(['RS1711 config known']));
    const marked = suppressedOf(after).length;
    expect(after.summary.suppressed).toBe(marked);
    const total = ({ findings }: typeof plain.summary) => findings.error + findings.warning + findings.info;
    expect(total(after.summary)).toBe(total(plain.summary) - marked);
    expect(after.summary.findings.error).toBe(0);
  });

  it('publish nothing: what was withheld stays withheld', () => {
    const after = applySuppressions(plain, [ruleOf({ object: 'web' })], TODAY);
    expect(plain.withheld.length).toBeGreaterThan(0);
    expect(after.withheld).toEqual(plain.withheld);
    expect(after.emitted).toEqual(plain.emitted);
    expect(exitCodeOf(plain.items, 'warning')).toBe(EXIT.findings);
  });

  it.each([
    [{ object: 'shop/web' }, true],
    [{ object: 'Ingress shop/w*b' }, true],
    [{ object: 'Ingress */web' }, true],
    [{ object: 'Route shop/web' }, false],
    [{ object: 'shop/we' }, false],
    [{ annotation: 'auth-type' }, true],
    [{ annotation: 'nginx.ingress.kubernetes.io/auth-type' }, true],
    [{ annotation: 'other.example.com/auth-type' }, false],
    [{ code: 'RS1711', annotation: 'proxy-next-upstream' }, false],
    [{ isInPath: (file: string) => file.startsWith('teams/') }, true],
    [{ isInPath: () => false, object: 'web' }, false],
  ])('%j is a match: %s', (rule, isMatch) => {
    const after = applySuppressions(plain, [ruleOf(rule)], TODAY);
    expect(suppressedOf(after).length > 0).toBe(isMatch);
    expect(told(after, 'RS2333')).toHaveLength(isMatch ? 0 : 1);
  });

  it('hold to the end of their last day, and are told when it is over', () => {
    const until = (day: string) => applySuppressions(plain, [ruleOf({ code: 'RS1711', until: day })], TODAY);
    expect(suppressedOf(until('2026-11-21'))).not.toEqual([]);
    expect(told(until('2026-11-21'), 'RS2332')).toEqual([]);
    expect(suppressedOf(until('2026-11-20'))).toEqual([]);
    expect(told(until('2026-11-20'), 'RS2332')).toEqual([
      'RS2332 the suppression of RS1711 held until 2026-11-20 and is over: known',
    ]);
  });

  it('do not hide inputs that cannot be read', () => {
    const broken = converted('kind: Ingress\nmetadata: [\n');
    const after = applySuppressions(broken, [ruleOf({ code: 'RS0104' })], TODAY);
    expect(suppressedOf(after)).toEqual([]);
    expect(told(after, 'RS2334')).toEqual(['RS2334 RS0104 cannot be suppressed']);
    expect(exitCodeOf(after.items, 'error')).toBe(EXIT.unreadable);
  });

  it('change nothing where there are none', () => {
    expect(applySuppressions(plain, [], TODAY)).toBe(plain);
  });
});

describe('routeshift.dev/accept', () => {
  it('suppresses findings of its object, each with its reason', () => {
    const accept = 'RS1711 behind the VPN; really\nRS0301 until=2027-01-31 is for another tool';
    const after = applySuppressions(converted(guarded(accept)), [], TODAY);
    expect(new Set(suppressedOf(after))).toEqual(
      new Set(['RS1711 object behind the VPN; really', 'RS0301 object is for another tool']),
    );
    const [word] = after.items.filter(({ annotation }) => annotation === 'routeshift.dev/accept');
    expect(word).toMatchObject({ verdict: 'redundant', code: 'RS2330', source: { line: 7 } });
    expect(word?.message).toMatch(/^\d findings of this object are suppressed by it/);
  });

  it.each([
    ['RS1711', 'RS1711: a suppression needs a reason; write it behind the code'],
    ['RS171 some reason', 'there is no finding "RS171"; did you mean RS'],
    ['no code', 'there is no finding "NO"; routeshift list shows all'],
    ['RS1711 until=2026-02-30 x', 'RS1711: "2026-02-30" is no day; write until=YYYY-MM-DD'],
    ['', 'it is empty; write the code of a finding and a reason'],
  ])('%j is an error', (accept, message) => {
    const after = applySuppressions(converted(guarded(accept)), [], TODAY);
    expect(suppressedOf(after)).toEqual([]);
    const [word] = after.items.filter(({ annotation }) => annotation === 'routeshift.dev/accept');
    expect(word).toMatchObject({ verdict: 'invalid', code: 'RS2331', severity: 'error' });
    expect(word?.message.startsWith(message)).toBe(true);
  });

  it('means the object of its own file', () => {
    const other = converted(guarded(), {}, 'other.yaml');
    const mine = converted(guarded('RS1711 known'));
    const both = { ...mine, items: [...other.items, ...mine.items] };
    const after = applySuppressions(both, [], TODAY);
    const files = after.items.filter(({ suppressed }) => suppressed !== undefined).map(({ source }) => source.file);
    expect(new Set(files)).toEqual(new Set(['teams/shop/web.yaml']));
  });

  it('keeps reasons that speak of secrets', () => {
    const after = applySuppressions(converted(guarded('RS1711 no secret\nRS0301 token here')), [], TODAY);
    expect(new Set(suppressedOf(after))).toEqual(new Set(['RS1711 object no secret', 'RS0301 object token here']));
  });

  it.each(SOURCES)('has one verdict and goes nowhere: %s', (from) => {
    const route = `apiVersion: route.openshift.io/v1
kind: Route
metadata: { name: web, namespace: shop, annotations: { routeshift.dev/accept: RS0000 x, routeshift.dev/acept: x } }
spec: { host: a.example.com, to: { kind: Service, name: web } }
`;
    const className =
      from === 'openshift-ingress' ? 'openshift-default' : from.startsWith('haproxy') ? 'haproxy' : 'nginx';
    const ingress = guarded('RS0000 x')
      .replace('ingressClassName: nginx', `ingressClassName: ${className}`)
      .replace('  annotations:', '  annotations:\n    routeshift.dev/acept: x');
    const text = from === 'openshift-route' ? route : ingress;
    for (const to of ['gateway-api', 'openshift-route'] as const) {
      const after = converted(text, { from, to, ingressClasses: from.startsWith('openshift') ? [] : [className] });
      const words = after.items.filter(({ annotation }) => annotation?.startsWith('routeshift.dev/') === true);
      expect(words.map(({ code, verdict }) => `${code} ${verdict}`).sort()).toEqual([
        'RS2330 redundant',
        'RS2335 invalid',
      ]);
      expect(JSON.stringify(after.emitted.map(({ object }) => object))).not.toContain('routeshift.dev');
    }
  });
});

describe('severities', () => {
  const of = (code: string, conversion = plain) =>
    findingsOf(conversion.items).filter((finding) => finding.code === code);

  it('raise and lower, and switch off what is no error', () => {
    const raised = applySeverities(plain, new Map([['RS0301', 'error']]), 'routeshift.yaml');
    expect(of('RS0301').map(({ severity }) => severity)).not.toContain('error');
    expect(of('RS0301', raised).map(({ severity }) => severity)).toEqual(['error']);
    const off = applySeverities(plain, new Map([['RS0301', 'off']]), 'routeshift.yaml');
    expect(suppressedOf(off)).toEqual(['RS0301 config severity off in routeshift.yaml']);
  });

  it('leave errors what they are', () => {
    for (const wanted of ['info', 'off'] as const) {
      const after = applySeverities(plain, new Map([['RS1711', wanted]]), 'routeshift.yaml');
      const errors = of('RS1711').filter(({ severity }) => severity === 'error');
      expect(errors.length).toBeGreaterThan(0);
      for (const error of errors) expect(of('RS1711', after)).toContainEqual(error);
    }
  });
});
