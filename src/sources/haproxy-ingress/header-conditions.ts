import type { Annotations } from './annotations.js';

/** A header that `http-header-match` or `http-header-match-regex` asks for. */
export interface HeaderCondition {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
}

/** What an Ingress asks of request headers: a line each, those without a separator or with a broken expression left out. */
export function headerConditions(annotations: Annotations): readonly HeaderCondition[] {
  return [
    ...conditionsIn(annotations.text('http-header-match')?.value ?? '', false),
    ...conditionsIn(annotations.text('http-header-match-regex')?.value ?? '', true),
  ];
}

/** SplitHeaderNameValue in pkg/utils/utils.go. */
function conditionsIn(text: string, isRegex: boolean): HeaderCondition[] {
  return text.split('\n').flatMap((line) => {
    const header = line.trim();
    const separator = header.search(/[: ]/);
    if (separator <= 0) return [];
    const value = header.slice(separator + 1).trim();
    return isRegex && !isExpression(value) ? [] : [{ name: header.slice(0, separator), value, isRegex }];
  });
}

function isExpression(text: string): boolean {
  try {
    new RegExp(text.replaceAll('(?P<', '(?<'));
    return true;
  } catch {
    return false;
  }
}
