/*
 * Whatever is not plainly safe is quoted, so that YAML 1.1 readers (kubectl) and YAML 1.2 readers see the same values.
 */

/** Begins with a letter or a slash and holds nothing that any YAML version takes for syntax. */
const PLAIN = /^[A-Za-z/](?:[A-Za-z0-9_./@%+=~-]|:(?=[A-Za-z0-9/]))*$/;
/** Words that YAML 1.1 or 1.2 reads as something other than a string; `e5` is a number without digits to some readers. */
const RESERVED = /^(?:null|true|false|yes|no|on|off|y|n|e[-+]?[0-9_]+)$/i;
/** Printable on one line in every YAML version; surrogates only in pairs. */
const PRINTABLE = /^[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u;
const UNPRINTABLE = /["\\]|[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/gu;

/** A string as it stands in the text: plain where that is safe, else in single quotes, else escaped in double quotes. */
export function scalarText(value: string): string {
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
