/** Go's readings of text, where they differ from JavaScript's. */

/** strconv.ParseBool. */
export function parseGoBool(text: string): boolean | undefined {
  switch (text) {
    case '1':
    case 't':
    case 'T':
    case 'TRUE':
    case 'true':
    case 'True':
      return true;
    case '0':
    case 'f':
    case 'F':
    case 'FALSE':
    case 'false':
    case 'False':
      return false;
    default:
      return undefined;
  }
}

/** strconv.Atoi: decimal digits with an optional sign, nothing around them. */
export function parseGoInt(text: string): number | undefined {
  if (!/^[+-]?\d{1,19}$/.test(text)) return undefined;
  const value = Number(text);
  return Math.abs(value) < 2 ** 63 ? value : undefined;
}

/**
 * fmt.Sprintf without operands: a percent sign and what would be a verb become a complaint, which is then part of the text
 * (doPrintf in fmt/print.go).
 */
export function printWithoutOperands(format: string): string {
  return format.replace(/%[-+# 0]*(\*|\d*)(?:\.\d*)?(\[[^\]]*\]?)?([\s\S]?)/gu, (_whole, width, index, verb) => {
    const complaint = width === '*' ? '%!(BADWIDTH)' : '';
    if (verb === '%') return `${complaint}%`;
    if (verb === '') return `${complaint}%!(NOVERB)`;
    return `${complaint}%!${verb}(${index === undefined ? 'MISSING' : 'BADINDEX'})`;
  });
}

/** A comma list, items trimmed, empty ones left out. */
export function commaList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
