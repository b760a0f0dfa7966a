import type { Fate, Neighbour } from '../neighbours/neighbour.js';
import { fillLines, WIDTH } from './wording.js';

const MARGIN = ' '.repeat(18);

/** What becomes of an annotation of another tool, in a few words. */
export function fateWords(fate: Fate): string {
  switch (fate.is) {
    case 'kept':
      return fate.once === true ? 'kept on one route' : 'kept on the routes';
    case 'moved':
      return fate.about === 'addresses' ? 'moved to the Gateway' : 'moved to the Gateway or ListenerSet';
    case 'dropped':
      return 'dropped';
    case 'idle':
      return 'read by nobody';
    case 'told':
      return 'told';
  }
}

/** What an annotation of another tool becomes per target, and why. */
export function explainNeighbour(asked: string, { tool, to, reference }: Neighbour): string {
  const rows: readonly (readonly [string, Fate])[] = [
    ['Gateway API', to['gateway-api']],
    ['OpenShift Route', to['openshift-route']],
  ];
  const targets = rows.map(([title, fate]) => {
    const next = 'next' in fate && fate.next !== undefined ? `. ${fate.next}` : '';
    const as = fate.is === 'kept' && fate.as !== undefined ? ` as ${fate.as}` : '';
    const text = fillLines(`${fateWords(fate)}${as}: ${fate.why}${next}`, MARGIN, WIDTH);
    return `${title.padEnd(MARGIN.length)}${text.slice(MARGIN.length)}`;
  });
  return `${asked}\n\nAn annotation of ${tool}.\n\n${targets.join('')}${'defined in'.padEnd(MARGIN.length)}${reference}\n`;
}
