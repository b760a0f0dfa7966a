import { compareCertificates } from './certificates.js';
import type { Comparing } from './compare-answers.js';
import { UNFORETOLD } from './foretold.js';
import type { Judged } from './judged.js';
import type { LiveVerification } from './live-verification.js';

type Sums = Pick<
  LiveVerification,
  | 'probes'
  | 'agree'
  | 'explained'
  | 'unexplained'
  | 'differences'
  | 'unseen'
  | 'unlikeModels'
  | 'varying'
  | 'unanswered'
  | 'certificates'
  | 'capped'
  | 'unmet'
>;

/** What is said of all requests together. */
export function summed(all: readonly Judged[], { bodies }: Comparing): Sums {
  const certificates = compareCertificates(all);
  const differencesOf = (one: Judged) => {
    const ofCertificate = certificates.differences.get(one);
    return ofCertificate === undefined ? one.differences : [...one.differences, ofCertificate];
  };
  let [agree, explained, unexplained] = [0, 0, 0];
  for (const one of all) {
    const differences = differencesOf(one);
    if (one.answers === undefined) continue;
    if (differences.length === 0) agree++;
    else if (differences.some(({ codes }) => codes.includes(UNFORETOLD))) unexplained++;
    else explained++;
  }
  return {
    probes: all.length,
    ...{ agree, explained, unexplained },
    differences: all.flatMap(differencesOf),
    unseen: all.flatMap(({ unseen }) => unseen),
    unlikeModels: all.flatMap(({ unlikeModels }) => unlikeModels ?? []),
    varying: all.flatMap(({ varying }) => varying ?? []),
    unanswered: all.flatMap(({ unanswered }) => unanswered ?? []),
    certificates: certificates.others,
    capped: bodies ? all.filter(isCapped).length : 0,
    unmet: all.flatMap(({ unmet }) => unmet),
  };
}

function isCapped({ answers }: Judged): boolean {
  if (answers === undefined) return false;
  return [answers.old, answers.new].some((answer) => answer.kind === 'answer' && answer.body.end === 'capped');
}
