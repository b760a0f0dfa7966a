import type { Conversion, EmittedObject, KubernetesObject } from '../conversion.js';
import { YamlLines } from './yaml-lines.js';

export interface YamlStyle {
  /** Leaves out every comment. */
  readonly noComments: boolean;
}

type RuleComments = EmittedObject['ruleComments'];

/** What of a conversion is written. */
export type Output = Pick<Conversion, 'emitted' | 'closingComments'>;

/** The emitted objects as one YAML stream, in pieces that are worth writing one by one, and the closing comments. */
export function* yamlStream(output: Output, style: YamlStyle): Generator<string> {
  const lines = new YamlLines();
  let first = true;
  for (const object of output.emitted) {
    if (!first) lines.separator();
    writeDocument(object, style, lines);
    first = false;
    if (lines.length > PIECE) yield lines.take();
  }
  const closing = closingText(output, style);
  // No separator: it would begin one more document, which holds nothing.
  const end = lines.take() + (first || closing === '' ? closing : `\n${closing}`);
  if (end !== '') yield end;
}

/** The comments that belong to no object; nothing when there are none or none are wanted. */
export function closingText({ closingComments }: Output, style: YamlStyle): string {
  const lines = new YamlLines();
  if (!style.noComments) lines.comments(closingComments, '');
  return lines.take();
}

/** Small enough that the memory of one serves for the next. */
const PIECE = 1 << 16;

/** One object as a YAML document: its comments, then the object in the key order in which it was built. */
export function documentText(emitted: EmittedObject, style: YamlStyle): string {
  const lines = new YamlLines();
  writeDocument(emitted, style, lines);
  return lines.take();
}

function writeDocument(emitted: EmittedObject, style: YamlStyle, lines: YamlLines): void {
  if (!style.noComments) {
    lines.comments(emitted.sources, '');
    lines.comments(emitted.comments, '');
  }
  const { spec } = emitted.object;
  if (spec === undefined || style.noComments || emitted.ruleComments.size === 0) lines.mapping(emitted.object, '');
  else writeCommented(emitted.object, emitted.ruleComments, lines);
}

/** An object with comments between its rules. */
function writeCommented(object: KubernetesObject, comments: RuleComments, lines: YamlLines): void {
  for (const [key, value] of Object.entries(object)) {
    if (key === 'spec') writeSpec(value, comments, lines);
    else if (value !== undefined) lines.entry(key, value, '');
  }
}

function writeSpec(spec: object, comments: RuleComments, lines: YamlLines): void {
  const { rules } = spec as { readonly rules?: unknown };
  if (!Array.isArray(rules)) {
    // Comments about rules of an object that came to have none are still said.
    lines.entry('spec', spec, '');
    lines.comments([...comments.values()].flat(), '  ');
    return;
  }
  lines.key('spec', '');
  for (const [key, value] of Object.entries(spec)) {
    if (key === 'rules') writeRules(rules, comments, lines);
    else if (value !== undefined) lines.entry(key, value, '  ');
  }
}

function writeRules(rules: readonly unknown[], comments: RuleComments, lines: YamlLines): void {
  if (rules.length === 0) lines.entry('rules', rules, '  ');
  else lines.key('rules', '  ');
  for (const [index, rule] of rules.entries()) {
    lines.comments(comments.get(index) ?? [], '    ');
    lines.item(rule, '    ');
  }
  for (const [index, texts] of comments) if (index >= rules.length) lines.comments(texts, '    ');
}
