import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from './generate.mjs';
import { fastestOf, fastestOfBoth, measure } from './measure.mjs';
import { generateTree } from './scan-tree.mjs';

/*
 * npm run bench [-- COUNT…]: time and memory of `routeshift convert` with the JSON report on generated Ingresses. Times are
 * told as ratios to known work measured in the same run, since machines differ; nothing fails because it is slow.
 */
const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const PARSE = fileURLToPath(new URL('./parse.mjs', import.meta.url));

/** Files of a tree of which one in a hundred holds an Ingress. */
const SCANNED = 20_000;
/** Runs of the scan and of grep; what else a machine does triples the time of some. */
const RUNS = 15;

const asked = process.argv.slice(2).map(Number);
const counts = asked.length > 0 ? asked.filter((count) => count !== SCANNED) : [1, 1000, 10_000, 100_000];
const base = await mkdtemp(join(tmpdir(), 'routeshift-bench-'));
const options = { outFile: join(base, 'out'), noteFile: join(base, 'note') };
const results = new Map();
/** Ingresses with which `verify` is measured against `convert`. */
const VERIFIED = 1000;

try {
  for (const count of counts) results.set(count, await benchmark(count));
  if (asked.length === 0 || asked.includes(SCANNED)) results.set('scan', await scanning());
} finally {
  await rm(base, { recursive: true, force: true });
}
printTargets();

async function benchmark(count) {
  const directory = join(base, String(count));
  const files = await generate(directory, count);
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6;
  const args = [CLI, 'convert', directory, '--report', `json=${join(base, 'report.json')}`];
  if (count === VERIFIED) results.set('verify', await verifying(directory, args));
  const result = count === 1 ? await small(args) : await large(args, files, count);
  await rm(directory, { recursive: true });
  const peak = result.peak === undefined ? '' : `, peak ${(result.peak / 1e6).toFixed(0)} MB`;
  process.stdout.write(
    `${String(count).padStart(7)} Ingresses (${megabytes.toFixed(1)} MB): ${result.seconds.toFixed(2)} s${peak}, ` +
      `${result.ratio.toFixed(2)} x ${result.yardstick} (${result.yardstickSeconds.toFixed(2)} s)\n`,
  );
  return result;
}

/** Start-up counts: against a Node that does nothing. */
async function small(args) {
  const [run, nothing] = await fastestOfBoth(10, args, ['-e', '0'], { ...options, bare: true });
  const { peak } = await measure(args, options);
  return {
    ...run,
    peak,
    yardstick: 'node -e 0',
    yardstickSeconds: nothing.seconds,
    ratio: run.seconds / nothing.seconds,
  };
}

async function large(args, files, count) {
  // At 100,000 the yardstick holds more memory than Node allows by default in one go; file by file it does not.
  const [run, parse] = await fastestOfBoth(count <= 10_000 ? 5 : 1, args, [PARSE, ...files], options);
  return { ...run, yardstick: 'yaml parse', yardstickSeconds: parse.seconds, ratio: run.seconds / parse.seconds };
}

async function verifying(directory, args) {
  const verify = [CLI, 'verify', directory, '--report', `json=${join(base, 'verification.json')}`];
  const [run, convert] = await fastestOfBoth(3, verify, args, options);
  const ratio = run.seconds / convert.seconds;
  process.stdout.write(
    `${String(VERIFIED).padStart(7)} Ingresses verified: ${run.seconds.toFixed(2)} s, ${ratio.toFixed(2)} x convert (${convert.seconds.toFixed(2)} s)\n`,
  );
  return ratio;
}

/** A tree against grep over the same tree, which finds the files, and the conversion of those files alone. */
async function scanning() {
  const directory = join(base, 'tree');
  const files = await generateTree(directory, SCANNED);
  const node = (args) => ({ command: process.execPath, args: [CLI, 'convert', '-q', ...args] });
  const grep = { command: 'grep', args: ['-rlE', 'kind: *(Ingress|Route)', directory] };
  const [scan, found, few] = await fastestOf(RUNS, [node([directory]), grep, node(files)], options);
  await rm(directory, { recursive: true });
  const ratio = (scan - few) / found;
  process.stdout.write(
    `${String(SCANNED).padStart(7)} files scanned: ${scan.toFixed(2)} s; ${few.toFixed(2)} s for the ${files.length} with Ingresses, ${found.toFixed(2)} s for grep\n`,
  );
  return ratio;
}

function printTargets() {
  const one = results.get(1);
  const middle = results.get(10_000);
  const many = results.get(100_000);
  const perIngress = middle && many && many.seconds / 100_000 / (middle.seconds / 10_000);
  process.stdout.write('\nTargets\n');
  target('1 Ingress, against node -e 0', one?.ratio, 2.5, 'x');
  target('10,000 Ingresses, against yaml parse', middle?.ratio, 1.0, 'x');
  target('10,000 Ingresses, peak memory', middle && middle.peak / 1e9, 1.0, 'GB');
  target(`verify of ${VERIFIED} Ingresses, against convert`, results.get('verify'), 10, 'x');
  target(`scan of ${SCANNED} files beyond its Ingresses, against grep`, results.get('scan'), 4, 'x');
  target('cost per Ingress at 100,000, against 10,000', perIngress, 1.3, 'x');
}

function target(name, value, limit, unit) {
  const words =
    value === undefined ? 'not measured' : `${value.toFixed(2)} ${unit}  ${value <= limit ? 'met' : 'NOT MET'}`;
  process.stdout.write(`  ${name.padEnd(52)} at most ${limit.toFixed(1)} ${unit}: ${words}\n`);
}
