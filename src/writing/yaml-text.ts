/*
 * Plain values to block-style YAML. A general serialiser spends most of its time on things that Kubernetes objects never
 * have (anchors, tags, cycles); this one writes 20,000 routes in a fraction of the time that js-yaml's dump takes. Whatever
 * is not plainly safe is quoted, so that YAML 1.1 readers (kubectl) and YAML 1.2 readers see the same values.
 */

/** The entries of a mapping, one per line or block, each line beginning with `indent`. `undefined` values are left out. */
export function mappingText(mapping: object, indent: string): string {
  let text = '';
  for (const [key, value] of Object.entries(mapping)) {
    if (value !== undefined) text += entryText(key, value, indent);
  }
  return text;
}

/** One entry of a mapping. */
export function entryText(key: string, value: unknown, indent: string): string {
  const name = keyText(key, indent);
  const block = typeof value === 'string' ? linesText(value, indent) : undefined;
  if (block !== undefined) return `${name} ${block}`;
  return isFilled(value) ? `${name}\n${blockText(value, `${indent}  `)}` : `${name} ${flatText(value)}\n`;
}

/** One item of a sequence, its dash at `indent`. */
export function itemText(value: unknown, indent: string): string {
  if (!isFilled(value)) return `${indent}- ${flatText(value)}\n`;
  return `${indent}- ${blockText(value, `${indent}  `).slice(indent.length + 2)}`;
}

/** The key with its colon. Implicit keys end within 1024 characters (YAML 1.2.2, section 7.4.3); longer ones need a `?`. */
export function keyText(key: string, indent: string): string {
  const text = scalarText(key);
  return text.length < 1000 ? `${indent}${text}:` : `${indent}? ${text}\n${indent}:`;
}

/** Certificates, and directives of other languages, as people write them, line by line; undefined for every other text. */
function linesText(text: string, indent: string): string | undefined {
  if (!LINES.test(text)) return undefined;
  const lines = text.replace(/\n$/, '').split('\n');
  return `${text.endsWith('\n') ? '|' : '|-'}\n${lines.map((line) => `${indent}  ${line}\n`).join('')}`;
}

function blockText(value: object, indent: string): string {
  if (!Array.isArray(value)) return mappingText(value, indent);
  let text = '';
  for (const item of value) text += itemText(item, indent);
  return text;
}

/** Whether the value takes lines of its own. A mapping whose every value is undefined is as good as empty. */
function isFilled(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.length > 0;
  for (const inner of Object.values(value)) if (inner !== undefined) return true;
  return false;
}

/** A value that fits on the line of its key. */
function flatText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return scalarText(value);
    case 'number':
      if (Number.isNaN(value)) return '.nan';
      return Number.isFinite(value) ? String(value) : value > 0 ? '.inf' : '-.inf';
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? '[]' : '{}';
    default:
      return 'null';
  }
}

/** Two lines and more without white space at their ends, of characters that are safe in a literal block. */
const LINES = /^[!-~](?:[ -~]*[!-~])?(?:\n *[!-~](?:[ -~]*[!-~])?)+\n?$/;
/** Begins with a letter or a slash and holds nothing that any YAML version takes for syntax. */
const PLAIN = /^[A-Za-z/](?:[A-Za-z0-9_./@%+=~-]|:(?=[A-Za-z0-9/]))*$/;
/** Words that YAML 1.1 or 1.2 reads as something other than a string; `e5` is a number without digits to some readers. */
const RESERVED = /^(?:null|true|false|yes|no|on|off|y|n|e[-+]?[0-9_]+)$/i;
/** Printable on one line in every YAML version; surrogates only in pairs. */
const PRINTABLE = /^[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u;
const UNPRINTABLE = /["\\]|[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/gu;

/** A string as it stands in the text: plain where that is safe, else in single quotes, else escaped in double quotes. */
function scalarText(value: string): string {
  if (PLAIN.test(value) && !RESERVED.test(value)) return value;
  if (PRINTABLE.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return `"${value.replace(UNPRINTABLE, escapeCharacter)}"`;
}

function escapeCharacter(character: string): string {
  switch (character) {
    case '"':
      return '\\"';
    case '\\':
      return '\\\\';
    case '\n':
      return '\\n';
    case '\r':
      return '\\r';
    case '\t':
      return '\\t';
    default: {
      const code = character.charCodeAt(0);
      // Half a surrogate pair cannot be written in UTF-8, and readers refuse its escape.
      return code >= 0xd800 && code <= 0xdfff ? '\\uFFFD' : `\\u${code.toString(16).padStart(4, '0')}`;
    }
  }
}
