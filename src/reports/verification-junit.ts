import type { TestCase } from 'junit-xml';
import type { Difference, Verification } from '../verification/verification.js';
import { isUnexplained } from '../verification/verify.js';
import { junitText } from './junit-text.js';
import { requestText, valueText } from './request-text.js';
import { count, summaryLine } from './wording.js';
import { xmlText } from './xml-text.js';

/**
 * A verification as JUnit XML: a case for each host of which something is to be said, which fails by differences that no
 * finding tells and by expectations that are not met, and one for all the others.
 */
export function* verificationJunit(verification: Verification): Generator<string> {
  const hosts = new Map<string, { explained: Difference[]; failures: { message: string; type: string }[] }>();
  const hostOf = (name: string) => {
    const known = hosts.get(name);
    if (known !== undefined) return known;
    const made = { explained: [], failures: [] };
    hosts.set(name, made);
    return made;
  };
  for (const difference of verification.differences) {
    const host = hostOf(difference.request.host.toLowerCase());
    if (!isUnexplained(difference)) host.explained.push(difference);
    else host.failures.push({ type: 'RS9001', message: xmlText(differenceText(difference)) });
  }
  for (const { request, field, expected, target } of verification.unmet) {
    const text = `${requestText(request)}: ${field}: expected ${valueText(expected)}, is ${valueText(target)}`;
    hostOf(request.host.toLowerCase()).failures.push({ type: 'unmet', message: xmlText(text) });
  }
  const testCases = [...hosts].map(
    ([host, { explained, failures }]): TestCase => ({
      classname: 'verification',
      name: xmlText(host === '' ? 'unknown hosts' : host),
      errors: failures,
      ...(explained.length === 0
        ? {}
        : { systemOut: [`${count(explained.length, 'difference')} that findings tell: ${codesOf(explained)}`] }),
    }),
  );
  const summary = { classname: 'verification', name: 'summary', systemOut: [summaryLine(verification)] };
  const suites = [{ name: 'verification', testCases: [...testCases, summary] }];
  yield* junitText(suites);
}

function codesOf(differences: readonly Difference[]): string {
  return [...new Set(differences.flatMap(({ codes }) => codes))].sort().join(', ');
}

function differenceText({ request, field, source, target }: Difference): string {
  return `${requestText(request)}: ${field} was ${valueText(source)} and is ${valueText(target)}; no finding says so`;
}
