import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, rmdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
// @ts-expect-error a plain module shared with npm start
import { isBuilt } from '../build/freshness.mjs';

const root = resolve(import.meta.dirname, '..');

/** One build takes seconds; whoever holds the lock for this long is gone. */
const STALE_AFTER = 120_000;

/** Builds `dist` unless it is up to date. Test files run at the same time, and only one of them may build. */
export async function ensureBuilt(): Promise<void> {
  const lock = join(tmpdir(), `routeshift-build-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`);
  while (!taken(lock)) {
    if (ageOf(lock) > STALE_AFTER) release(lock);
    await setTimeout(100);
  }
  try {
    if (!isBuilt(root)) execFileSync(process.execPath, ['build/build.mjs'], { cwd: root });
  } finally {
    release(lock);
  }
}

function taken(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

function release(lock: string): void {
  try {
    rmdirSync(lock);
  } catch {
    // Somebody else was faster.
  }
}

function ageOf(lock: string): number {
  const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  return made === undefined ? 0 : Date.now() - made;
}
