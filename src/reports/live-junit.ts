import type { TestCase } from 'junit-xml';
import type { LiveVerification } from '../live/live-verification.js';
import { junitText } from './junit-text.js';
import { liveRemarks, liveSummaryLine } from './live-remarks.js';
import { modelsText } from './live-text.js';
import { requestText, valueText } from './request-text.js';
import { isUntold } from './verification-rows.js';
import { count } from './wording.js';
import { xmlText } from './xml-text.js';

interface Host {
  readonly failures: { message: string; type: string }[];
  readonly told: string[][];
}

/**
 * What came of asking both sides as JUnit XML: a case for each host of which something is to be said, which fails by
 * differences that nothing foretold and by expectations that are not met; one for the addresses; one for all the others.
 */
export function* liveJunit(live: LiveVerification): Generator<string> {
  const hosts = new Map<string, Host>();
  const hostOf = (name: string): Host => {
    const key = name.toLowerCase();
    const host = hosts.get(key) ?? { failures: [], told: [] };
    hosts.set(key, host);
    return host;
  };
  for (const difference of live.differences) {
    const { request, field, source, target, codes } = difference;
    const host = hostOf(request.host);
    const text = `${requestText(request)}: ${field}: old ${valueText(source)}, new ${valueText(target)}`;
    if (isUntold(codes))
      host.failures.push({ type: 'RS2540', message: xmlText(`${text}; ${modelsText(difference) ?? ''}`) });
    else host.told.push([...codes]);
  }
  for (const { request, field, expected, target } of live.unmet) {
    const text = `${requestText(request)}: ${field}: expected ${valueText(expected)}, is ${valueText(target)}`;
    hostOf(request.host).failures.push({ type: 'unmet', message: xmlText(text) });
  }
  const remarks = liveRemarks(live);
  const ofHosts = [...hosts].map(
    ([host, { failures, told }]): TestCase => ({
      classname: 'live verification',
      name: xmlText(host),
      errors: failures,
      ...(told.length === 0
        ? {}
        : { systemOut: [`${count(told.length, 'difference')} that findings tell: ${codes(told)}`] }),
    }),
  );
  const errors = remarks.filter(({ severity }) => severity === 'error');
  const addresses: TestCase = {
    classname: 'live verification',
    name: 'addresses',
    errors: errors.map(({ code, message }) => ({ type: code, message: xmlText(message) })),
  };
  const others = remarks
    .filter(({ severity }) => severity !== 'error')
    .map(({ code, message }) => `${code} ${message}`);
  const summary: TestCase = {
    classname: 'live verification',
    name: 'summary',
    systemOut: [liveSummaryLine(live), ...others].map(xmlText),
  };
  yield* junitText([{ name: 'live verification', testCases: [...ofHosts, addresses, summary] }]);
}

function codes(told: readonly (readonly string[])[]): string {
  return [...new Set(told.flat())].sort().join(', ');
}
