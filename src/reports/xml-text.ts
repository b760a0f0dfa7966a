import { printable } from './wording.js';

/** Characters that XML 1.0 has no way to write (section 2.2), besides the control characters. */
const OUTSIDE_XML = /[\p{Surrogate}\ufffe\uffff]/gu;

/** Text from an input as XML may hold it: line ends stay, other control characters do not. */
export function xmlText(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line).replace(OUTSIDE_XML, '\ufffd'))
    .join('\n');
}
