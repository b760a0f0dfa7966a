import type { Conversion, EmittedObject } from '../conversion.js';
import { commentLines } from './comment-lines.js';
import { entryText, itemText, keyText } from './yaml-text.js';

export interface YamlStyle {
  /** Leaves out every comment. */
  readonly noComments: boolean;
}

/** What of a conversion is written. */
export type Output = Pick<Conversion, 'emitted' | 'closingComments'>;

/** The emitted objects as one YAML stream, in pieces that are worth writing one by one, and the closing comments. */
export function* yamlStream(output: Output, style: YamlStyle): Generator<string> {
  let piece = '';
  let first = true;
  for (const object of output.emitted) {
    piece += first ? documentText(object, style) : `---\n${documentText(object, style)}`;
    first = false;
    if (piece.length > PIECE) {
      yield piece;
      piece = '';
    }
  }
  const closing = closingText(output, style);
  // No separator: it would begin one more document, which holds nothing.
  piece += first || closing === '' ? closing : `\n${closing}`;
  if (piece !== '') yield piece;
}

/** The comments that belong to no object; nothing when there are none or none are wanted. */
export function closingText({ closingComments }: Output, style: YamlStyle): string {
  return style.noComments ? '' : commentLines(closingComments, '');
}

const PIECE = 1 << 18;

/** One object as a YAML document: its comments, then the object in the key order in which it was built. */
export function documentText(emitted: EmittedObject, style: YamlStyle): string {
  let text = style.noComments ? '' : commentLines([...emitted.sources, ...emitted.comments], '');
  for (const [key, value] of Object.entries(emitted.object)) {
    if (value === undefined) continue;
    const isCommented = key === 'spec' && !style.noComments && emitted.ruleComments.size > 0;
    text += isCommented ? commentedSpec(value, emitted.ruleComments) : entryText(key, value, '');
  }
  return text;
}

function commentedSpec(spec: object, comments: ReadonlyMap<number, readonly string[]>): string {
  const { rules } = spec as { readonly rules?: unknown };
  if (!Array.isArray(rules)) {
    // Comments about rules of an object that came to have none are still said.
    return entryText('spec', spec, '') + commentLines([...comments.values()].flat(), '  ');
  }
  let text = 'spec:\n';
  for (const [key, value] of Object.entries(spec)) {
    if (key === 'rules') text += commentedRules(rules, comments);
    else if (value !== undefined) text += entryText(key, value, '  ');
  }
  return text;
}

function commentedRules(rules: readonly unknown[], comments: ReadonlyMap<number, readonly string[]>): string {
  let text = `${keyText('rules', '  ')}${rules.length === 0 ? ' []' : ''}\n`;
  for (const [index, rule] of rules.entries()) {
    text += commentLines(comments.get(index) ?? [], '    ');
    text += itemText(rule, '    ');
  }
  for (const [index, lines] of comments) if (index >= rules.length) text += commentLines(lines, '    ');
  return text;
}
