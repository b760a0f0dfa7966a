import type { TestCase, TestSuite } from 'junit-xml';
import type { Conversion } from '../conversion.js';
import { isInCluster } from '../kubernetes/cluster-place.js';
import { formatRef, type ObjectRef } from '../kubernetes/object.js';
import { type Finding, findingsOf, isProblem, relativePath, sentence } from './findings.js';
import { junitText } from './junit-text.js';
import type { FindingChoice } from './sarif.js';
import { suppressionText } from './wording.js';
import { xmlText } from './xml-text.js';

/**
 * The findings as JUnit XML: a suite for each file, a case for each of its objects. A case fails by its errors, and is
 * skipped where those that it has are suppressed; whatever else is to be said of it stands in its output.
 */
export function* junitReport({ items }: Conversion, { all = false }: FindingChoice = {}): Generator<string> {
  const files = new Map<string, Map<ObjectRef | undefined, Finding[]>>();
  for (const finding of findingsOf(items)) {
    const { object, source } = finding.item;
    const objects = getOrAdd(files, source.file, () => new Map<ObjectRef | undefined, Finding[]>());
    getOrAdd(objects, object, () => []).push(finding);
  }
  const suites = [...files].map(([file, objects]): TestSuite => {
    const name = xmlText(relativePath(file));
    return { name, testCases: [...objects].map(([object, findings]) => caseOf(name, object, findings, all)) };
  });
  yield* junitText(suites);
}

/**
 * The package writes failures as `<error>` elements but counts them as failures; as errors, what is written and what is
 * counted agree.
 */
function caseOf(file: string, object: ObjectRef | undefined, findings: readonly Finding[], all: boolean): TestCase {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const failing = errors.filter(({ suppressed }) => suppressed === undefined);
  const told = findings.filter((finding) => !failing.includes(finding) && (all || isProblem(finding)));
  return {
    classname: file,
    name: object === undefined ? file : xmlText(formatRef(object)),
    skipped: failing.length === 0 && errors.length > 0,
    errors: failing.map((finding) => ({ message: textOf(finding), type: finding.code })),
    ...(told.length === 0 ? {} : { systemOut: [told.map(textOf).join('\n')] }),
  };
}

function textOf(finding: Finding): string {
  const { item, code, severity, suppressed } = finding;
  const name = item.annotation ?? item.field;
  const { file, line, column } = item.source;
  const place = isInCluster(file) ? file : `${relativePath(file)}:${line}:${column}`;
  const why = suppressed === undefined ? '' : `\n${suppressionText(suppressed)}`;
  return xmlText(`${place}: ${severity} ${code}${name === '' ? '' : ` ${name}`}: ${sentence(finding)}${why}`);
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
