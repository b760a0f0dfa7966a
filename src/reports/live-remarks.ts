import { catalogue, type FindingCode } from '../ledger/catalogue.js';
import type { Severity } from '../ledger/verdict.js';
import type { CertificateText, LiveVerification, Unreached } from '../live/live-verification.js';
import { requestText, valueText } from './request-text.js';
import { differenceGroups } from './verification-rows.js';
import { count, printable } from './wording.js';

/** Something to be said of a comparison besides its differences. */
export interface LiveRemark {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly message: string;
}

/** What is to be said, the gravest first. */
export function liveRemarks(live: LiveVerification): LiveRemark[] {
  return [
    ...live.unreached.map(unreachedRemark),
    ...endedRemark(live),
    ...live.unanswered.map(({ request, old, new: now }) =>
      remark('RS2545', `${requestText(request)}: old: ${old}; new: ${now}`),
    ),
    ...live.varying.map(({ request, old, new: now, isShared }) => {
      const why = isShared ? '; the configuration shares it among several backends' : '';
      return remark('RS2542', `${requestText(request)}: old: ${old.join(', ')}; new: ${now.join(', ')}${why}`);
    }),
    ...live.unlikeModels.map(({ request, answer, models }) =>
      remark('RS2550', `${requestText(request)}: both: ${answer}; by the models: ${models.old} -> ${models.new}`),
    ),
    ...live.certificates.map(({ serverName, old, new: now }) =>
      remark('RS2546', `${serverName}: old: ${certificateText(old)}; new: ${certificateText(now)}`),
    ),
    ...unseenRemarks(live),
    ...live.notSent.map(({ reason, count: n }) => remark('RS2547', `${count(n, 'request')} ${reason}`)),
    ...(live.capped > 0 ? [remark('RS2549', `${count(live.capped, 'request')} with a body of more than 1 MiB`)] : []),
  ];
}

function remark(code: FindingCode, message: string): LiveRemark {
  return { code, severity: catalogue[code].severity, message: printable(message) };
}

function unreachedRemark({ side, address, reason, requests }: Unreached): LiveRemark {
  const rest = requests === 0 ? '' : `; ${count(requests, 'request')} could not be compared`;
  return remark(side === 'old' ? 'RS2543' : 'RS2544', `${address} is not reached: ${reason}${rest}`);
}

function endedRemark({ ended }: LiveVerification): LiveRemark[] {
  return ended === undefined
    ? []
    : [remark('RS2548', `${ended.reason}; ${count(ended.requests, 'request')} left that nobody was asked`)];
}

function unseenRemarks({ unseen }: LiveVerification): LiveRemark[] {
  return differenceGroups(unseen).flatMap(({ rows }) =>
    rows.map(({ example: { request, field, source, target, codes }, requests }) => {
      const more = requests === 1 ? '' : ` and ${count(requests - 1, 'request')} more`;
      const foreseen = `${field}: ${valueText(source)} -> ${valueText(target)}`;
      return remark('RS2541', `${requestText(request)}${more}: foreseen by ${codes.join(', ')}: ${foreseen}`);
    }),
  );
}

const SHOWN_NAMES = 3;

/** `shop.example.com, www.example.com (8C:1F:…)`. */
function certificateText({ names, fingerprint }: CertificateText): string {
  const shown = names.slice(0, SHOWN_NAMES).join(', ') || 'no name';
  const more = names.length > SHOWN_NAMES ? ` and ${names.length - SHOWN_NAMES} more` : '';
  return `${shown}${more} (${fingerprint.slice(0, 11)}…)`;
}

/** `94 requests asked of both sides: 60 alike, 26 differ as the findings say, 8 unexplained`, and what else there is. */
export function liveSummaryLine({
  probes,
  agree,
  explained,
  unexplained,
  varying,
  unanswered,
}: LiveVerification): string {
  const rest = [
    ...(varying.length > 0 ? [`${varying.length} changing`] : []),
    ...(unanswered.length > 0 ? [`${unanswered.length} without an answer`] : []),
  ];
  const counts = [`${agree} alike`, `${explained} differ as the findings say`, `${unexplained} unexplained`, ...rest];
  return `${count(probes, 'request')} asked of both sides: ${counts.join(', ')}`;
}
