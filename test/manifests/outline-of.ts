import type { Outline } from '../../src/manifests/outline.js';

/** All positions of an outline, nested as its nodes are. */
export function outlineOf(outline: Outline, node = 0): unknown {
  return [outline.startOf(node), ...[...outline.children(node)].map((child) => outlineOf(outline, child))];
}
