/** Findings that say that an input, or a part of one, could not be read. The last two: a path that does not exist, and a chart that is not rendered. */
export const UNREADABLE: ReadonlySet<string> = new Set([
  ...['RS0101', 'RS0102', 'RS0103', 'RS0104', 'RS0105', 'RS0106', 'RS0109'],
  ...['RS0111', 'RS2310'],
]);
