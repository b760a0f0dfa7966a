import { describe, expect, test } from 'vitest';
import type { PathMatch, Rule } from '../../../src/model/traffic.js';
import type { Guard, PathEntry, PathPlan } from '../../../src/targets/gateway-api/path-entries.js';
import { planPaths } from '../../../src/targets/gateway-api/path-plan.js';

/** A rule of one host: a path, its rewrite, its guard. */
interface Sketch {
  readonly path: PathMatch | string;
  readonly rewrite?: string;
  readonly guard?: Guard;
}

function plan(...sketches: readonly Sketch[]): PathPlan[] {
  const guards = new Map<Rule, Guard>();
  const rules = sketches.map(({ path, rewrite, guard }, index): Rule => {
    const position = { file: 'a.yaml', line: 1, column: 1 };
    const rule: Rule = {
      owner: {
        ref: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: `ingress${index}` },
        namespace: 'default',
        labels: {},
        source: position,
        className: 'nginx',
      },
      label: `path ${index}`,
      path: typeof path === 'string' ? { kind: 'regex', pattern: path } : path,
      action: {
        kind: 'forward',
        split: { primary: { namespace: 'default', service: `s${index}`, port: 80, writtenPort: '80', from: [] } },
        ...(rewrite === undefined ? {} : { rewrite: { value: { template: rewrite }, from: [] } }),
      },
      plainHttp: { kind: 'serve', from: [] },
      policies: {},
      from: [],
      regexFrom: [],
    };
    guards.set(rule, guard ?? 'none');
    return rule;
  });
  return planPaths(rules, (rule) => guards.get(rule) ?? 'none');
}

/** Matches as one line each. */
const matches = (entries: PathPlan['entries'] | undefined): string[] =>
  (entries ?? []).map(({ match, modifier }) => {
    const to = modifier === undefined ? '' : ` -> ${toOf(modifier)}`;
    return `${match.type} ${match.value}${to}`;
  });
function toOf(modifier: NonNullable<PathEntry['modifier']>): string {
  switch (modifier.type) {
    case 'ReplaceFullPath':
      return modifier.replaceFullPath;
    case 'ReplacePrefixMatch':
      return `${modifier.replacePrefixMatch}...`;
    case 'ReplaceRegex':
      return `${modifier.template} by ${modifier.pattern}`;
  }
}

const codes = (planned: PathPlan | undefined): string[] => (planned?.notes ?? []).map((note) => note.code);

describe('plain paths', () => {
  test('are matches of their own type, and the first of two equal ones wins', () => {
    const [exact, prefix, again] = plan(
      { path: { kind: 'exact', path: '/a' } },
      { path: { kind: 'element-prefix', path: '/a' } },
      { path: { kind: 'exact', path: '/a' } },
    );
    expect(matches(exact?.entries)).toEqual(['Exact /a']);
    expect(matches(prefix?.entries)).toEqual(['PathPrefix /a']);
    expect(matches(again?.entries)).toEqual([]);
    expect(again?.unreachable).toMatch(/earlier rule/);
  });

  test('that no normalised request has are unreachable', () => {
    const [planned] = plan({ path: { kind: 'exact', path: '/a/../b' } });
    expect(planned?.unreachable).toMatch(/no request/);
    expect(planned?.entries).toEqual([]);
  });

  test('that need encoding say so', () => {
    const [planned] = plan({ path: { kind: 'exact', path: '/a b' } });
    expect(matches(planned?.entries)).toEqual(['Exact /a%20b']);
    expect(codes(planned)).toEqual(['RS1011']);
  });
});

describe('the order of expressions', () => {
  test('a rule behind one that takes all of its requests is unreachable, and the message names the other', () => {
    const [, hidden] = plan({ path: '/api(/|$)(.*)' }, { path: '/api/x' });
    expect(hidden?.unreachable).toContain('ingress0 path 0 (/api(/|$)(.*))');
    expect(hidden?.entries).toEqual([]);
  });

  test('a rule behind one that takes some of its requests is kept', () => {
    const [, kept] = plan({ path: '/api(/|$)(.*)' }, { path: '/ap' });
    expect(kept?.unreachable).toBeUndefined();
  });

  test('a dot in the later expression stands for any character, so that an escaped one does not hide it', () => {
    const [, later] = plan({ path: '/a\\.b' }, { path: '/a.b' });
    expect(later?.unreachable).toBeUndefined();
  });

  test('what a prefix takes too much is handed to the rule that had it, rewritten as that rule does', () => {
    const [taker, receiver] = plan({ path: '/api/(.+)', rewrite: '/$1' }, { path: '/', rewrite: '/root' });
    expect(matches(taker?.entries)).toEqual(['PathPrefix /api -> /...']);
    expect(matches(receiver?.entries)).toEqual([
      'PathPrefix / -> /root',
      'Exact /api -> /root',
      'Exact /api/ -> /root',
    ]);
    expect(codes(taker)).not.toContain('RS1017');
  });

  test('what a prefix takes too much and nobody had is said', () => {
    const [taker] = plan({ path: '/api/(.+)' });
    expect(taker?.notes.filter((note) => note.code === 'RS1017').map((note) => note.message)).toEqual([
      expect.stringContaining('takes /api,'),
      expect.stringContaining('takes /api/,'),
    ]);
  });

  test('a prefix that the source tries before an overlapping expression is an expression too', () => {
    const [first] = plan({ path: '/api/v1' }, { path: '/api/[a-z]' });
    expect(matches(first?.entries)).toEqual(['PathPrefix /api/v1', 'RegularExpression (?i)^/api/v1.*']);
  });

  test('an exact path belongs to the earlier expression that takes it, however that is written', () => {
    const [first, second] = plan({ path: '/(a+)+$', rewrite: '/first' }, { path: '/a$' });
    expect(matches(first?.entries)).toEqual(['RegularExpression (?i)^/(a+)+$ -> /first', 'Exact /a -> /first']);
    expect(matches(second?.entries)).toEqual([]);
    expect(second?.unreachable).toContain('ingress0 path 0 (/(a+)+$)');
  });

  test('what a prefix takes too much is handed to the first rule that takes it, not to the next', () => {
    const [first, , last] = plan({ path: '/(b|a)' }, { path: '/a/' }, { path: '/' });
    expect(matches(first?.entries)).toEqual(['RegularExpression (?i)^/(b|a).*', 'Exact /a']);
    expect(matches(last?.entries)).toEqual(['PathPrefix /']);
  });

  test('a path made of any characters is not taken for dot segments', () => {
    const [planned] = plan({ path: '/../app' });
    expect(planned?.unreachable).toBeUndefined();
  });

  test('an expression that needs an empty segment never gets a request', () => {
    const [planned] = plan({ path: '/foo//(.*)' }, { path: '/' });
    expect(matches(planned?.entries)).toEqual([]);
  });
});

describe('guarded expressions', () => {
  const open: Sketch = { path: '/' };

  test('an exact path that is checked is checked in other spellings, too', () => {
    const [checked] = plan({ path: '/a$', guard: 'checked' }, open);
    expect(matches(checked?.entries)).toEqual(['Exact /a', 'RegularExpression (?i)^/a$']);
  });

  test('alternatives are closed as they are, and no prefix closes what is open', () => {
    const [guarded] = plan({ path: '/foo|/admin', guard: 'held' }, open);
    expect([...matches(guarded?.entries), ...matches(guarded?.closing)]).toEqual([
      'RegularExpression (?i)^(?:/foo.*|.*/admin.*)',
    ]);
  });

  test('an optional letter closes neither the shorter nor the longer name as a whole', () => {
    const [guarded] = plan({ path: '/admins?/x', guard: 'held' }, open);
    expect([...matches(guarded?.entries), ...matches(guarded?.closing)]).toEqual([
      'RegularExpression (?i)^/admins?/x.*',
    ]);
  });

  test('where everything below the literal text is guarded, the prefix is closed as well', () => {
    const [guarded] = plan({ path: '/admin[0-9]*', guard: 'held' }, open);
    expect(matches(guarded?.entries)).toEqual(['RegularExpression (?i)^/admin[0-9]*.*']);
    expect(matches(guarded?.closing)).toEqual(['PathPrefix /admin']);
  });

  test('a prefix is closed for its other spellings and longer names too', () => {
    const [guarded] = plan({ path: '/admin', guard: 'held' }, open);
    expect(matches(guarded?.entries)).toEqual(['PathPrefix /admin']);
    expect(matches(guarded?.closing)).toEqual(['RegularExpression (?i)^/admin.*']);
  });

  test('a checked prefix is checked as an expression too, and the rank of it is an error to look at', () => {
    const [guarded] = plan({ path: '/admin', guard: 'checked' }, open);
    expect(matches(guarded?.entries)).toEqual(['PathPrefix /admin', 'RegularExpression (?i)^/admin.*']);
    expect(guarded?.notes).toMatchObject([{ code: 'RS1005', severity: 'error' }]);
  });

  test('where no rule of the host is open, the rank is no error', () => {
    const [guarded] = plan({ path: '/admin', guard: 'checked' }, { path: '/', guard: 'checked' });
    expect(guarded?.notes.map((note) => note.severity)).not.toContain('error');
  });

  test('where no open rule of the host overlaps, the rank is no error', () => {
    const plans = plan({ path: '/admin', guard: 'checked' }, { path: '/public' });
    expect(plans.flatMap((one) => one.notes.map((note) => note.severity))).not.toContain('error');
  });

  test('a rule with a rewrite that has no form is closed', () => {
    const [guarded] = plan({ path: '/admin/(.*)', rewrite: '/$1/y', guard: 'held' }, open);
    expect(guarded?.blocked?.code).toBe('RS1103');
    expect(matches(guarded?.entries)).toEqual([]);
    expect(matches(guarded?.closing)).toContain('RegularExpression (?i)^/admin/(.*).*');
  });

  test('beyond RE2, everything it might take is closed, and what lies behind it is held back for good', () => {
    const [guarded, behind] = plan({ path: '/(?!public).+', guard: 'held' }, open);
    expect(guarded?.blocked?.code).toBe('RS1006');
    expect(matches(guarded?.closing)).toEqual(['PathPrefix /']);
    expect(behind?.blocked).toMatchObject({ code: 'RS1006', acceptable: false });
  });

  test('without a guard, what lies behind an expression beyond RE2 may be published by consent, and elsewhere as ever', () => {
    const [, behind, elsewhere] = plan({ path: '/app/(?!x).+' }, { path: '/app' }, { path: '/other' });
    expect(behind?.blocked).toMatchObject({ code: 'RS1006', acceptable: true });
    expect(elsewhere?.blocked).toBeUndefined();
  });

  test('without a guard nothing is closed', () => {
    for (const { closing, blocked } of plan({ path: '/admin[0-9]*' }, { path: '/foo|/bar' }, { path: '/api' }, open))
      if (blocked === undefined) expect(closing).toEqual([]);
  });
});
