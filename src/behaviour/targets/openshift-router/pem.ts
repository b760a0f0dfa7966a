export interface PemBlock {
  readonly type: string;
  readonly body: string;
}

const opening = '-----BEGIN ';
const dashes = '-----';

/** The blocks of a PEM text. What is not between a BEGIN and its END is skipped, as Go does. */
export function pemBlocks(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  let at = text.indexOf(opening);
  while (at >= 0) {
    const typeEnd = text.indexOf(dashes, at + opening.length);
    if (typeEnd < 0) break;
    const type = text.slice(at + opening.length, typeEnd);
    const end = text.indexOf('-----END ', typeEnd);
    if (end < 0) break;
    if (text.startsWith(`${type}${dashes}`, end + 9)) {
      blocks.push({ type, body: text.slice(typeEnd + dashes.length, end).trim() });
    }
    at = text.indexOf(opening, end);
  }
  return blocks;
}
