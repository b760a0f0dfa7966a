import fc from 'fast-check';
import { CORE_SCHEMA, loadAll, mergeTag } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { composeYaml } from '../../src/manifests/compose-yaml.js';
import { OutlineBuilder } from '../../src/manifests/outline.js';
import { scanBlockYaml } from '../../src/manifests/scan-block-yaml.js';
import { scanJson } from '../../src/manifests/scan-json.js';
import { outlineOf } from './outline-of.js';
import { blockStyleYaml, manifestLikeYaml, mutated } from './yaml-arbitraries.js';

const context = { outline: new OutlineBuilder(), onDuplicateKey: () => undefined };

function complete(text: string): unknown {
  try {
    const documents = composeYaml(text, 0, text.length, context);
    return documents.map(({ value, outline }) => ({ value, outline: outlineOf(outline) }));
  } catch {
    return 'error';
  }
}

function fast(text: string): unknown {
  const document = scanBlockYaml(text, 0, text.length, context.outline);
  return document === undefined ? undefined : [{ value: document.value, outline: outlineOf(document.outline) }];
}

describe('the fast scanner', () => {
  it('reads an ordinary manifest without help', () => {
    const text = [
      '---',
      '# a comment',
      'apiVersion: networking.k8s.io/v1',
      'kind: Ingress',
      'metadata:',
      "  name: 'it''s'",
      '  annotations:',
      '    "quoted/key": "a \\"b\\" \\\\d"  # comment',
      '    nginx.ingress.kubernetes.io/configuration-snippet: |-',
      '      more_set_headers "X: y";',
      '',
      '      # not a comment',
      '    empty:',
      'spec:',
      '  tls: []',
      '  rules:',
      '  - host: "*.example.com"',
      '    http:',
      '      paths:',
      '        - path: /api(/|$)(.*)',
      '          n: 80',
      '        -',
      '          path: /',
      '',
    ].join('\n');
    const read = fast(text);
    expect(read).toBeDefined();
    expect(read).toEqual(complete(text));
    expect(fast(text.replaceAll('\n', '\r\n'))).toEqual(complete(text.replaceAll('\n', '\r\n')));
  });

  it('never disagrees with the complete parser about what a document says or where', () => {
    fc.assert(
      fc.property(manifestLikeYaml, (text) => {
        const read = fast(text);
        if (read !== undefined) expect(read).toEqual(complete(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('never disagrees about mutilated documents either', () => {
    fc.assert(
      fc.property(mutated(manifestLikeYaml), (text) => {
        const read = fast(text);
        if (read !== undefined) expect(read).toEqual(complete(text));
      }),
      { numRuns: 6000 },
    );
  });

  it('reads what people write: block style with comments, quotes and snippets', () => {
    fc.assert(
      fc.property(blockStyleYaml, (text) => {
        const read = fast(text);
        expect(read).toBeDefined();
        expect(read).toEqual(complete(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('never disagrees about block style with something broken', () => {
    fc.assert(
      fc.property(mutated(blockStyleYaml), (text) => {
        const read = fast(text);
        if (read !== undefined) expect(read).toEqual(complete(text));
      }),
      { numRuns: 6000 },
    );
  });
});

describe('the complete parser', () => {
  it('agrees with js-yaml wherever the YAML versions agree', () => {
    const schema = CORE_SCHEMA.withTags(mergeTag);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value, null, 2);
        expect(composeYaml(text, 0, text.length, context).map((d) => d.value)).toEqual(loadAll(text, { schema }));
      }),
    );
  });
});

describe('the JSON scanner', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(scanJson(text, 0, text.length, context).map((d) => d.value)).toEqual([JSON.parse(text)]);
      }),
    );
  });

  it('accepts nothing that JSON.parse rejects', () => {
    fc.assert(
      fc.property(mutated(fc.jsonValue().map((value) => JSON.stringify(value, null, 1))), (text) => {
        let values: unknown[];
        try {
          values = scanJson(text, 0, text.length, context).map((d) => d.value);
        } catch {
          return;
        }
        // A stream of several values is allowed.
        if (values.length === 1) expect(values).toEqual([JSON.parse(text)]);
      }),
      { numRuns: 2000 },
    );
  });
});
