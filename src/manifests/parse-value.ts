import { composeYaml } from './compose-yaml.js';
import { OutlineBuilder } from './outline.js';

/**
 * The plain value of the first document of a YAML or JSON text that holds no Kubernetes object; undefined for an empty text.
 *
 * @throws DocumentFault when it is not YAML or grows out of bounds
 */
export function parseValue(text: string): unknown {
  const context = { outline: new OutlineBuilder(), onDuplicateKey: () => {} };
  return composeYaml(text, 0, text.length, context)[0]?.value;
}
