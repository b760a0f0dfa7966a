import { structuredPatch } from 'diff';

/** A change of one file: its text before and after; undefined where there is no file. */
export interface TextChange {
  /** As the patch names it, with forward slashes. */
  readonly file: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Lines around a change that are repeated with it. */
const CONTEXT = 3;
/** Beyond so many changed lines, finding the fewest would take longer than reading them. */
const MOST_EDITS = 1500;

const NO_NEWLINE = '\\ No newline at end of file';

/**
 * A change as Git prints it, so that `git apply` makes it, byte for byte. Text comes through as it is, carriage returns
 * included.
 */
export function unifiedDiff({ file, before, after }: TextChange): string {
  if (before === after) return '';
  const [a, b] = [fileName(`a/${file}`), fileName(`b/${file}`)];
  const mode =
    before === undefined ? 'new file mode 100644\n' : after === undefined ? 'deleted file mode 100644\n' : '';
  const lines = hunkLines(before ?? '', after ?? '');
  if (lines.length === 0) return `diff --git ${a} ${b}\n${mode}`;
  const from = before === undefined ? '/dev/null' : headerName(a);
  const to = after === undefined ? '/dev/null' : headerName(b);
  return `diff --git ${a} ${b}\n${mode}--- ${from}\n+++ ${to}\n${lines.join('\n')}\n`;
}

/** How many lines a patch adds and removes. */
export function lineCounts(patch: string): { readonly added: number; readonly removed: number } {
  const body = patch.slice(Math.max(0, patch.indexOf('\n@@')));
  return { added: (body.match(/^\+/gm) ?? []).length, removed: (body.match(/^-/gm) ?? []).length };
}

function hunkLines(before: string, after: string): string[] {
  const options = { context: CONTEXT, maxEditLength: MOST_EDITS };
  const patch = before === '' || after === '' ? undefined : structuredPatch('', '', before, after, '', '', options);
  const whole = before === after ? [] : [wholeHunk(before, after)];
  const hunks = patch?.hunks ?? whole;
  return hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`,
    ...lines,
  ]);
}

/** All of the old text goes, and all of the new one comes. */
function wholeHunk(before: string, after: string) {
  const [old, now] = [signed('-', before), signed('+', after)];
  return {
    oldStart: before === '' ? 0 : 1,
    oldLines: lengthOf(old),
    newStart: after === '' ? 0 : 1,
    newLines: lengthOf(now),
    lines: [...old, ...now],
  };
}

function signed(sign: '+' | '-', text: string): string[] {
  if (text === '') return [];
  const lines = text.replace(/\n$/, '').split('\n');
  return [...lines.map((line) => `${sign}${line}`), ...(text.endsWith('\n') ? [] : [NO_NEWLINE])];
}

function lengthOf(lines: readonly string[]): number {
  return lines.filter((line) => !line.startsWith('\\')).length;
}

function range(start: number, length: number): string {
  return length === 1 ? String(start) : `${start},${length}`;
}

/** A name in quotes where it holds what would end it, with the escapes of C (git-config, `core.quotePath`). */
function fileName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (!/["\\\x00-\x1f\x7f]/.test(name)) return name;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
  return `"${name.replace(/["\\]/g, '\\$&').replace(/[\x00-\x1f\x7f]/g, octal)}"`;
}

function octal(character: string): string {
  return `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
}

/** Behind a name with blanks, a tab says where it ends. */
function headerName(name: string): string {
  return name.includes(' ') && !name.startsWith('"') ? `${name}\t` : name;
}
