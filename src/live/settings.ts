import type { Comparing } from './compare-answers.js';
import type { EntryPoint } from './entry-point.js';

/** How a live verification is done. */
export interface LiveSettings {
  readonly old: EntryPoint;
  readonly new: EntryPoint;
  readonly methods: ReadonlySet<string>;
  /** Requests to each side in a second. */
  readonly rate: number;
  /** Requests to each side that may be under way. */
  readonly concurrency: number;
  readonly maxProbes: number;
  readonly retries: number;
  readonly timeoutMs: number;
  readonly comparing: Comparing;
  /** Sent with every request and shown nowhere. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

export const LIVE_DEFAULTS = {
  methods: ['GET', 'HEAD', 'OPTIONS'],
  rate: 20,
  concurrency: 8,
  maxProbes: 1000,
  retries: 2,
  timeoutSeconds: 10,
} as const;

/** Bytes of a body that are read; of a longer one the beginning is compared. */
export const BODY_LIMIT = 1024 * 1024;
