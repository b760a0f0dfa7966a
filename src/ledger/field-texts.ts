import { type FieldPath, withStep } from '../kubernetes/object.js';

/**
 * Texts of field paths, each made once: a few hundred paths are those of a hundred thousand items. They are kept by their
 * steps, since a text to look a path up under would be what is to be spared.
 */
export class FieldTexts {
  readonly #root: Node = { text: '', below: undefined };

  of(path: FieldPath): string {
    let node = this.#root;
    for (const step of path) {
      node.below ??= new Map();
      let next = node.below.get(step);
      if (next === undefined) {
        next = { text: withStep(node.text, step), below: undefined };
        node.below.set(step, next);
      }
      node = next;
    }
    return node.text;
  }
}

interface Node {
  readonly text: string;
  below: Map<string | number, Node> | undefined;
}
