import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convert } from '../../src/convert.js';
import { compareConversions, differs } from '../../src/differences/compare-conversions.js';
import type { ConvertedSide } from '../../src/differences/converted-side.js';
import { nameOf } from '../../src/differences/object-changes.js';
import { sameValue } from '../../src/differences/plain-values.js';
import { type Case, read } from '../properties/arbitraries.js';
import { sets } from '../verification/arbitrary-sets.js';
import { changes, ingress, side } from './sides.js';

const NOTHING = { added: [], removed: [], changed: [] };

describe('an input of which only the text changed', () => {
  it('has no difference', () => {
    const text = ingress(['/', '/api'], { 'auth-type': 'basic', 'proxy-body-size': '8m' });
    const moved = `# words\n---\n# more words\n\n${text.replace('metadata:', '# here\nmetadata:')}`;
    const result = changes(text, moved);
    expect(differs(result)).toBe(false);
    expect(result.behaviour.probes).toBe(0);
  });

  it('has none in another file and another order', () => {
    const [one, two] = [ingress(['/']), ingress(['/x'], {}, { name: 'other', host: 'other.example.com' })];
    const before = side({ 'a.yaml': `${one}---\n${two}` });
    expect(differs(compareConversions(before, side({ 'b.yaml': two, 'z.yaml': one })))).toBe(false);
  });
});

describe('a changed annotation', () => {
  it('is a changed field, and a changed answer that was meant', () => {
    const result = changes(ingress(['/'], { 'app-root': '/old' }), ingress(['/'], { 'app-root': '/new' }));
    expect(result.objects.changed.map(({ fields }) => fields.map(({ path, after }) => [path, after]))).toEqual([
      [['spec.rules[0].filters[0].requestRedirect.path.replaceFullPath', '/new']],
    ]);
    expect(result.findings).toEqual({ appeared: [], vanished: [] });
    // A redirect that keeps the query where the controller drops it has always been another one.
    expect(result.behaviour.groups.map(({ controller }) => controller)).toEqual(['otherwise', 'alike']);
    expect(result.behaviour.groups[1]).toMatchObject({
      host: 'shop.example.com',
      field: 'location',
      before: 'http://shop.example.com/old',
      after: 'http://shop.example.com/new',
      always: true,
    });
  });

  it('that the target cannot express is one that only the controller follows', () => {
    const timeout = (value: string) => ingress(['/'], { 'proxy-read-timeout': value });
    const { objects, behaviour } = changes(timeout('90'), timeout('120'));
    expect(objects).toEqual(NOTHING);
    expect(behaviour.differing).toBe(0);
    expect(behaviour.unfollowed).toBeGreaterThan(0);
    expect(behaviour.groups.map(({ controller }) => controller)).toEqual(['alone']);
  });

  it('that withholds a rule is told as withheld, as a finding, and as an answer that is missing', () => {
    const result = changes(ingress(['/']), ingress(['/'], { 'auth-type': 'basic', 'auth-secret': 'users' }));
    expect(result.withheld.appeared).toMatchObject([{ hostname: 'shop.example.com', path: '/' }]);
    expect(result.findings.appeared[0]?.finding).toMatchObject({ severity: 'error', code: 'RS1711' });
    const status = result.behaviour.groups.find(({ field }) => field === 'status');
    expect(status).toMatchObject({ before: 200, controller: 'otherwise' });
  });
});

describe('changed options', () => {
  it('are answers that nobody changed at the controller', () => {
    const text = ingress(['/'], { 'auth-type': 'basic', 'auth-secret': 'users' });
    const before = side({ 'a.yaml': text }, { accept: ['auth-type', 'auth-secret'] });
    const result = compareConversions(before, side({ 'a.yaml': text }));
    expect(result.behaviour.groups.map(({ controller }) => controller)).toContain('unchanged');
    // Back again, the converted result does what the controller always did.
    const back = compareConversions(side({ 'a.yaml': text }), before);
    expect(back.behaviour.groups.map(({ controller }) => controller)).toContain('closer');
  });
});

describe('a rule before all others', () => {
  it('is one added rule and no finding about the others', () => {
    const { objects, findings } = changes(ingress(['/b', '/c'], {}), ingress(['/a', '/b', '/c'], {}));
    const fields = objects.changed.flatMap((one) => one.fields);
    expect(fields.map(({ change, about }) => [change, about])).toEqual([['added', 'PathPrefix /a']]);
    expect(findings.vanished).toEqual([]);
    expect(findings.appeared.map(({ item }) => item.value)).not.toContain('/b');
  });
});

describe('objects', () => {
  it('are added and removed with their Ingress', () => {
    const [one, two] = [ingress(['/']), ingress(['/'], {}, { name: 'blog', host: 'blog.example.com' })];
    const { objects } = compareConversions(side({ 'a.yaml': one }), side({ 'b.yaml': two }));
    expect(objects.removed.map(({ ref }) => ref.name)).toEqual(['web-shop.example.com']);
    expect(objects.added.map(({ ref }) => ref.name)).toEqual(['blog-blog.example.com']);
  });

  it('that are missing because their file is broken are not told as removed without a word', () => {
    const text = ingress(['/']);
    const { objects, unread } = changes(text, `${text}bad: [\n`);
    expect(unread).toEqual({ before: [], after: ['web.yaml'] });
    expect(objects.removed.map((one) => one.unread)).toContain('web.yaml');
    expect(changes(`${text}bad: [\n`, text).objects.added.map((one) => one.unread)).toContain('web.yaml');
  });
});

describe('parameters of Templates that have no value', () => {
  it('go by one name on both sides, whichever Templates each side has', () => {
    const template = (name: string, path: string) => `apiVersion: template.openshift.io/v1
kind: Template
metadata: { name: ${name} }
parameters: [{ name: ${name.toUpperCase()} }]
objects:
  - apiVersion: route.openshift.io/v1
    kind: Route
    metadata: { name: of-${name} }
    spec:
      host: \${${name.toUpperCase()}}.example.com
      path: ${path}
      to: { kind: Service, name: web }
      port: { targetPort: 8080 }
`;
    const options = { from: 'openshift-route' } as const;
    const before = side({ 'z.yaml': template('zed', '/a') }, options);
    const after = side({ 'a.yaml': template('abc', '/'), 'z.yaml': template('zed', '/b') }, options);
    const { behaviour } = compareConversions(before, after);
    const references = ['ABC', 'ZED'].map((name) => `\${${name}}.example.com`);
    expect([...new Set(behaviour.groups.map(({ host }) => host))].sort()).toEqual(references);
  });
});

function sideOf({ objects, options }: Case): ConvertedSide {
  const input = read(objects);
  return { manifests: input.manifests, options, conversion: convert(input, options) };
}

describe('for whatever two inputs', () => {
  it('what is not told is the same, and a change back is told as the opposite', () => {
    fc.assert(
      fc.property(sets, sets, (first, second) => {
        const [before, after] = [sideOf(first), sideOf({ ...second, options: first.options })];
        const result = compareConversions(before, after);
        const back = compareConversions(after, before);
        expect(back.objects.added.map(({ ref }) => ref)).toEqual(result.objects.removed.map(({ ref }) => ref));
        expect(back.findings.appeared.length).toBe(result.findings.vanished.length);
        expect(back.withheld.appeared).toEqual(result.withheld.vanished);
        expect([back.behaviour.differing, back.behaviour.unfollowed]).toEqual([
          result.behaviour.differing,
          result.behaviour.unfollowed,
        ]);
        const old = new Map(before.conversion.emitted.map(({ object }) => [nameOf(object), object]));
        const told = new Set(result.objects.changed.map(({ ref }) => JSON.stringify(ref)));
        for (const { object } of after.conversion.emitted) {
          const { apiVersion, kind, metadata } = object;
          const { namespace, name } = metadata;
          const ref = JSON.stringify(
            namespace === undefined ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name },
          );
          const other = old.get(nameOf(object));
          if (other !== undefined) expect(sameValue(other, object)).toBe(!told.has(ref));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('an input has no difference to itself, however it is ordered', () => {
    fc.assert(
      fc.property(sets, (example) => {
        const input = read(example.objects);
        const { options } = example;
        const turned = { ...input, manifests: [...input.manifests].reverse() };
        const before = { manifests: input.manifests, options, conversion: convert(input, options) };
        const after = { manifests: turned.manifests, options, conversion: convert(turned, options) };
        expect(differs(compareConversions(before, after))).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});
