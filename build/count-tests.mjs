import { readFileSync } from 'node:fs';

/*
 * count-tests.mjs REPORT STATUS prints `PASSED FAILED` for a JSON report of vitest and the exit status of its run. A test
 * file that could not even be loaded counts as one failure, and so does a run that failed without a failing test.
 */
const [report, status] = process.argv.slice(2);
let passed = 0;
let failed = 0;
try {
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  for (const file of testResults) {
    const failures = file.assertionResults.filter((test) => test.status === 'failed').length;
    passed += file.assertionResults.filter((test) => test.status === 'passed').length;
    failed += failures === 0 && file.status === 'failed' ? 1 : failures;
  }
} catch (error) {
  process.stderr.write(`no report of the tests: ${error.message}\n`);
  failed = 1;
}
if (failed === 0 && status !== '0') failed = 1;
process.stdout.write(`${passed} ${failed}\n`);
