import fc from 'fast-check';
import { CORE_SCHEMA, loadAll, mergeTag } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { type ComposedDocument, composeYaml } from '../../src/manifests/compose-yaml.js';
import { OutlineBuilder } from '../../src/manifests/outline.js';
import { blockStyleYaml, manifestLikeYaml, mutated } from './yaml-arbitraries.js';

function compose(text: string): ComposedDocument[] {
  return composeYaml(text, 0, text.length, { outline: new OutlineBuilder(), onDuplicateKey: () => undefined });
}
