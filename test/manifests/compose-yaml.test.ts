import fc from 'fast-check';
import { CORE_SCHEMA, loadAll, mergeTag } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { type ComposedDocument, composeYaml } from '../../src/manifests/compose-yaml.js';
import { DocumentFault } from '../../src/manifests/document-fault.js';
import { OutlineBuilder } from '../../src/manifests/outline.js';
import { blockStyleYaml, manifestLikeYaml, mutated } from './yaml-arbitraries.js';

function compose(text: string): ComposedDocument[] {
  return composeYaml(text, 0, text.length, { outline: new OutlineBuilder(), onDuplicateKey: () => undefined });
}

function values(text: string): unknown[] {
  return compose(text).map(({ value }) => value);
}

/** The text from where each key under `path` stands to the end of its line, walked down the whole document. */
function everyKey(document: ComposedDocument, text: string): [key: string, written: string][] {
  const { outline } = document;
  const found: [string, string][] = [];
  const walk = (value: unknown, node: number): void => {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) walk(item, outline.itemOf(node, index) ?? -1);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        const child = outline.valueOf(node, key) ?? -1;
        found.push([key, text.slice(outline.startOf(child), outline.endOf(child))]);
        walk(item, child);
      }
    }
  };
  walk(document.value, 0);
  return found;
}

describe('composing', () => {
  it('reads a JSON document as JSON.parse does, whatever its layout', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(values(text)).toEqual([JSON.parse(text)]);
      }),
      { numRuns: 1000 },
    );
  });

  it('agrees with the loader of js-yaml wherever the YAML versions agree', () => {
    const schema = CORE_SCHEMA.withTags(mergeTag);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value, null, 2);
        expect(values(text)).toEqual(loadAll(text, { schema }));
      }),
    );
  });

  it('reads everything that people write: block style with comments, quotes and snippets', () => {
    fc.assert(
      fc.property(blockStyleYaml, (text) => {
        const [document, ...more] = compose(text);
        expect(more).toEqual([]);
        expect(document).toBeDefined();
        if (document === undefined) return;
        for (const [key, written] of everyKey(document, text)) {
          expect([key, `"${key}"`, `'${key}'`]).toContain(written);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('ends in a document or in a fault, never in another error', () => {
    fc.assert(
      fc.property(fc.oneof(manifestLikeYaml, mutated(manifestLikeYaml), mutated(blockStyleYaml)), (text) => {
        try {
          compose(text);
        } catch (error) {
          expect(error).toBeInstanceOf(DocumentFault);
        }
      }),
      { numRuns: 6000 },
    );
  });
});
