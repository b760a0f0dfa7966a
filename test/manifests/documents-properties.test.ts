import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldPath, Manifest } from '../../src/kubernetes/object.js';
import { composeYaml } from '../../src/manifests/compose-yaml.js';
import { parseText } from '../../src/manifests/documents.js';
import { OutlineBuilder } from '../../src/manifests/outline.js';
import { splitDocuments } from '../../src/manifests/split-documents.js';
import { blockStyleYaml, manifestLikeYaml, mutated } from './yaml-arbitraries.js';

const header =
  'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a\n  annotations:\n    a.b/c: x\nspec:\n';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => new TextDecoder().decode(bytes)),
  manifestLikeYaml,
  mutated(manifestLikeYaml),
  mutated(
    fc.tuple(blockStyleYaml, blockStyleYaml).map(([a, b]) => `${header}${a.replace(/^/gm, '  ')}\n---\n${header}${b}`),
  ),
  mutated(fc.constant(`${header}  a: &a [1, {b: &b c}]\n  d: *a\n  <<: {e: *b}\n`)),
);

function lengthOfLine(text: string, line: number): number {
  return text.split('\n')[line - 1]?.length ?? -1;
}

function paths(value: unknown, path: FieldPath = []): FieldPath[] {
  if (typeof value !== 'object' || value === null) return [path];
  const steps: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...steps.flatMap(([step, item]) => paths(item, [...path, step]))];
}

describe('whatever the text', () => {
  it('parsing ends, throws nothing, and every position lies inside the file', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { manifests, problems } = parseText({ file: 'f', text });
        const plain = text.startsWith('\ufeff') ? text.slice(1) : text;
        const places = [
          ...problems.map(({ source }) => source),
          ...manifests.flatMap((m) => [m.source, ...paths(m.content).map((path) => m.locate(path))]),
        ];
        for (const { line, column } of places) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual(lengthOfLine(plain, line) + 1);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('a position does not depend on what was asked before', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const first = parseText({ file: 'f', text }).manifests;
        const second = parseText({ file: 'f', text }).manifests;
        for (const [index, manifest] of first.entries()) {
          const asked = paths(manifest.content).flatMap((path) => [path, [...path, 'nowhere'], [...path, 'no', 'way']]);
          const forwards = asked.map((path) => manifest.locate(path));
          const backwards = asked.toReversed().map((path) => second[index]?.locate(path));
          expect(backwards.toReversed()).toEqual(forwards);
        }
      }),
    );
  });

  it('the same text gives the same answer', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(JSON.stringify(parseText({ file: 'f', text }))).toBe(JSON.stringify(parseText({ file: 'f', text })));
      }),
    );
  });
});

/** How an annotation key can be written, with the text at its position. */
const writtenKey = fc
  .tuple(fc.stringMatching(/^[a-z][a-z0-9.-]{0,8}\/[a-z0-9._-]{1,9}$/), fc.constantFrom('', '"', "'", '\\'))
  .map(([key, quote]) => ({
    key,
    written: quote === '\\' ? `"${key.replace('/', '\\/')}"` : `${quote}${key}${quote}`,
  }));

describe('positions', () => {
  it('of annotations point at their keys, however they are written', () => {
    const entry = fc.tuple(
      writtenKey,
      fc.constantFrom(': x', ': "y: z"', ': |\n      a: b\n\n      c', ': &a x', ': >-\n      x', ': # x\n      y'),
    );
    const entries = fc.uniqueArray(entry, { minLength: 1, maxLength: 6, selector: ([{ key }]) => key });
    fc.assert(
      fc.property(entries, fc.nat(3), fc.constantFrom('\n', '\r\n'), (annotations, documentsBefore, eol) => {
        const lines = annotations.map(([{ written }, value]) => `    ${written}${value}\n`).join('');
        const one = `apiVersion: v1\nkind: Service\nmetadata:\n  annotations:\n${lines}  name: a\n---\n`;
        const text = one.repeat(documentsBefore + 1).replaceAll('\n', eol);
        const manifest: Manifest | undefined = parseText({ file: 'f', text }).manifests[documentsBefore];
        for (const [{ key, written }] of annotations) {
          const { line, column } = manifest?.locate(['metadata', 'annotations', key]) ?? { line: 0, column: 0 };
          expect(
            text
              .split('\n')
              [line - 1]?.slice(column - 1)
              .startsWith(`${written}:`),
          ).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

const kindLine = fc.constantFrom(
  'kind: Ingress',
  'kind: "Ingress"',
  "'kind': 'Ingress'",
  '"kind":   Ingress # x',
  'kind:\n  Ingress',
  'kind: # c\n  Ingress',
  '? kind\n: Ingress',
  'kind: !!str Ingress',
  'kind: &k Ingress',
  '"\\x6bind": Ingress',
  'kind: "\\u0049ngress"',
  'kind: |-\n  Ingress',
  'kind: >-\n  Ingress',
  'kind : Ingress',
  '"ki\\\n  nd": Ingress',
  'x: &k Ingress\nkind: *k',
  'x: &k kind\n*k : Ingress',
  'x: &k {kind: Ingress}\n<<: *k',
  '!!str kind: Ingress',
  '&z kind: Ingress',
  'kind: Deployment\nkind: Ingress',
  'kind: Deployment\n"kind": Ingress',
  'kind: Deployment',
  'kind: Ingres',
  'kind: [Ingress]',
  'x:\n  kind: Ingress',
  'note: "kind: Ingress"',
  '? kind # c\n: Ingress',
  '? &a kind\n: Ingress',
);
const other = fc.constantFrom(
  'apiVersion: networking.k8s.io/v1',
  'metadata:\n  name: a',
  'metadata: {name: a}',
  '# kind: Ingress',
  'x: kind',
  '...\n',
);

describe('documents that are passed over unparsed', () => {
  it('never hold an Ingress', () => {
    const document = fc
      .tuple(
        fc.array(other, { maxLength: 4 }),
        kindLine,
        fc.array(other, { maxLength: 3 }),
        fc.constantFrom('', '--- ', '--- &root\n'),
      )
      .map(([before, kind, after, head]) => `${head.trimEnd()}\n${[...before, kind, ...after].join('\n')}\n`);
    const documents = fc.oneof(
      fc.array(document, { maxLength: 4 }).map((all) => all.join('---\n')),
      mutated(fc.array(document, { maxLength: 3 }).map((all) => all.join('---\n'))),
    );
    fc.assert(
      fc.property(documents, (text) => {
        const found = parseText({ file: 'f', text }).manifests.filter(({ ref }) => ref.kind === 'Ingress').length;
        expect(found).toBe(ingressesByFullParsing(text));
      }),
      { numRuns: 6000 },
    );
  });
});

function ingressesByFullParsing(text: string): number {
  const plain = text.startsWith('\ufeff') ? text.slice(1) : text;
  if (plain.includes('\0')) return 0;
  const context = { outline: new OutlineBuilder(), onDuplicateKey: () => undefined };
  let count = 0;
  for (const { from, to } of splitDocuments(plain)) {
    try {
      for (const { value } of composeYaml(plain, from, to, context)) if (isIngress(value)) count++;
    } catch {
      // Not YAML.
    }
  }
  return count;
}

function isIngress(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind, metadata } = value as Record<string, unknown>;
  if (
    typeof apiVersion !== 'string' ||
    !apiVersion.startsWith('networking.k8s.io/') ||
    kind !== 'Ingress' ||
    typeof metadata !== 'object' ||
    metadata === null
  )
    return false;
  const name = (metadata as Record<string, unknown>).name;
  return typeof name === 'string' ? name !== '' : name !== null && name !== undefined && typeof name !== 'object';
}

describe('secret values', () => {
  it('never appear in what comes out, whatever is done to the text', () => {
    const value = 'c2VjcmV0LXZhbHVl';
    const text = `apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\ntype: Opaque\ndata:\n  k: ${value}\nstringData:\n  l: "${value}"\n`;
    const list = `kind: List\napiVersion: v1\nitems:\n- ${text.trimEnd().replaceAll('\n', '\n  ')}\n`;
    fc.assert(
      fc.property(
        fc.constantFrom(text, list),
        fc.nat(),
        fc.nat(4),
        fc.constantFrom('', ' ', '"', ':', '[', '{', '*', '&', '!', '\n', '#', '\t'),
        (original, where, removed, piece) => {
          const at = where % original.length;
          const broken = original.slice(0, at) + piece + original.slice(at + removed);
          const read = parseText({ file: 'f', text: broken });
          // What no longer says that it is a Secret with such a field is somebody's other object.
          if (/kind: Secret\n/.test(broken)) {
            expect(JSON.stringify(read.problems)).not.toContain(value);
            const secrets = read.manifests.filter(({ ref }) => ref.kind === 'Secret');
            for (const { content } of secrets)
              expect(JSON.stringify([content.data, content.stringData])).not.toContain(value);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
