import { YamlLines } from './yaml-lines.js';

/** The entries of a mapping, one per line or block, each line beginning with `indent`. `undefined` values are left out. */
export function mappingText(mapping: object, indent: string): string {
  const lines = new YamlLines();
  lines.mapping(mapping, indent);
  return lines.take();
}

/** One entry of a mapping. */
export function entryText(key: string, value: unknown, indent: string): string {
  const lines = new YamlLines();
  lines.entry(key, value, indent);
  return lines.take();
}

/** One item of a sequence, its dash at `indent`. */
export function itemText(value: unknown, indent: string): string {
  const lines = new YamlLines();
  lines.item(value, indent);
  return lines.take();
}
