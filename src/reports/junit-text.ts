import { getJunitXml, type TestCase, type TestSuite } from 'junit-xml';

/** Suites as a JUnit document, in pieces: one for each suite. */
export function* junitText(suites: readonly TestSuite[]): Generator<string> {
  const cases = suites.flatMap(({ testCases }) => testCases);
  const count = (isMeant: (one: TestCase) => boolean) => cases.filter(isMeant).length;
  const [errors, skipped] = [count((one) => (one.errors ?? []).length > 0), count((one) => one.skipped === true)];
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites name="routeshift" tests="${cases.length}" errors="${errors}" failures="0" skipped="${skipped}">\n`;
  for (const suite of suites) yield `${suiteText(suite)}\n`;
  yield '</testsuites>\n';
}

/** The package writes whole documents: what is inside the outermost element is the suite. */
function suiteText(suite: TestSuite): string {
  const document = getJunitXml({ suites: [suite] });
  return document.slice(document.indexOf('>') + 1, document.lastIndexOf('<'));
}
