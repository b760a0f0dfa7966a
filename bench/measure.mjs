import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const HOOK = pathToFileURL(fileURLToPath(new URL('./note-memory.mjs', import.meta.url))).href;

/**
 * Runs `node ARGS` with standard output into a file.
 * @returns wall time in seconds and, unless `bare`, peak memory in bytes as the process itself noted it at its end. The
 * note costs a few milliseconds; runs that are compared by start-up time are measured bare.
 */
export async function measure(args, { outFile, noteFile, bare = false }) {
  const out = openSync(outFile, 'w');
  const environment = bare ? process.env : { ...process.env, BENCH_NOTE: noteFile };
  const started = process.hrtime.bigint();
  const child = spawn(process.execPath, bare ? args : ['--import', HOOK, ...args], {
    stdio: ['ignore', out, 'pipe'],
    env: environment,
  });
  let words = '';
  child.stderr.on('data', (data) => {
    words += data;
  });
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  closeSync(out);
  // 2: findings, which generated input has.
  if (status !== 0 && status !== 2)
    throw new Error(`node ${args.join(' ')} ended with ${status}: ${words.slice(-500)}`);
  const peak = bare ? undefined : Number(readFileSync(noteFile, 'utf8'));
  return { seconds, peak };
}

/**
 * The fastest of `times` runs each of two commands, taken in turns: what disturbs a run only ever makes it slower, and a
 * machine that is slow for a while is slow for both.
 */
export async function fastestOfBoth(times, args, yardstickArgs, options) {
  const runs = [];
  const yardsticks = [];
  for (let i = 0; i < times; i++) {
    runs.push(await measure(args, options));
    yardsticks.push(await measure(yardstickArgs, options));
  }
  return [runs, yardsticks].map((all) => all.reduce((best, next) => (next.seconds < best.seconds ? next : best)));
}

/** The wall time in seconds of the fastest of `times` runs of each command, taken in turns, output into a file. */
export async function fastestOf(times, commands, { outFile }) {
  const best = commands.map(() => Number.POSITIVE_INFINITY);
  for (let i = 0; i < times; i++) {
    for (const [index, { command, args }] of commands.entries()) {
      const out = openSync(outFile, 'w');
      const started = process.hrtime.bigint();
      const child = spawn(command, args, { stdio: ['ignore', out, 'inherit'] });
      const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      closeSync(out);
      if (status !== 0 && status !== 2) throw new Error(`${command} ended with ${status}`);
      best[index] = Math.min(best[index], seconds);
    }
  }
  return best;
}
