import { dayOf } from '../suppressions/rule.js';
import { UsageError } from './usage-error.js';

/** Today in UTC, or the day of SOURCE_DATE_EPOCH (seconds), with which runs can be repeated. */
export function today(environment: NodeJS.ProcessEnv = process.env): string {
  const { SOURCE_DATE_EPOCH: epoch } = environment;
  if (epoch === undefined || epoch === '') return dayOf(Date.now());
  if (!/^\d{1,11}$/.test(epoch))
    throw new UsageError(`SOURCE_DATE_EPOCH is ${JSON.stringify(epoch)}, no number of seconds`);
  return dayOf(Number(epoch) * 1000);
}
