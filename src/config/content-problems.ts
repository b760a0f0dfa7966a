import { catalogue } from '../ledger/catalogue.js';
import type { ContentProblem } from '../mappings/content-shape.js';
import { unknownCode } from '../suppressions/on-object.js';
import { isDay } from '../suppressions/rule.js';
import { isSuppressible } from '../suppressions/suppressible.js';
import { type ConfigContent, type ConversionSettings, type SuppressionContent, TOPOLOGY } from './content.js';

/** What is wrong with content whose shape is right. */
export function contentProblems(content: ConfigContent): ContentProblem[] {
  return [
    ...settingsProblems(content, ''),
    ...(content.overrides ?? []).flatMap((override, index) => settingsProblems(override, `overrides[${index}].`)),
    ...severityProblems(content.severities ?? {}),
    ...(content.suppressions ?? []).flatMap((one, index) => suppressionProblems(one, `suppressions[${index}]`)),
  ];
}

function settingsProblems(settings: ConversionSettings, within: string): ContentProblem[] {
  const problems: ContentProblem[] = [];
  if (settings.gateway !== undefined) {
    for (const name of TOPOLOGY) {
      if (settings[name] === undefined) continue;
      problems.push({
        at: `${within}${name}`,
        message: 'is about a Gateway that is emitted, and gateway names one that exists',
      });
    }
  }
  return problems;
}

function severityProblems(severities: NonNullable<ConfigContent['severities']>): ContentProblem[] {
  return Object.entries(severities).flatMap(([code, wanted]) => {
    const at = `severities.${code}`;
    const unknown = unknownCode(code);
    if (unknown !== undefined) return [{ at, message: unknown }];
    const severity = Object.entries(catalogue).find(([known]) => known === code)?.[1].severity;
    if (severity === 'error' && wanted !== 'error') {
      return [{ at, message: `an error stays one; suppress its findings, with a reason, if they are known` }];
    }
    if (wanted === 'off' && !isSuppressible(code)) return [{ at, message: 'this finding cannot be switched off' }];
    return [];
  });
}

function suppressionProblems(
  { code, annotation, object, path, reason, until }: SuppressionContent,
  at: string,
): ContentProblem[] {
  const problems: ContentProblem[] = [];
  if (code === undefined && annotation === undefined && object === undefined && path === undefined) {
    problems.push({ at, message: 'say which findings are meant: code, annotation, object or path' });
  }
  const unknown = code === undefined ? undefined : unknownCode(code);
  if (unknown !== undefined) problems.push({ at: `${at}.code`, message: unknown });
  else if (code !== undefined && !isSuppressible(code)) {
    problems.push({ at: `${at}.code`, message: `${code} cannot be suppressed` });
  }
  if (object !== undefined && !/^(?:\S+\s+)?(?:[^/\s]*\/)?[^/\s]+$/.test(object.trim())) {
    problems.push({ at: `${at}.object`, message: 'write it as Kind namespace/name, namespace/name or name' });
  }
  if (reason.trim() === '') problems.push({ at: `${at}.reason`, message: 'a suppression needs a reason' });
  if (until !== undefined && !isDay(until)) {
    problems.push({ at: `${at}.until`, message: `${JSON.stringify(until)} is no day of the calendar` });
  }
  return problems;
}
