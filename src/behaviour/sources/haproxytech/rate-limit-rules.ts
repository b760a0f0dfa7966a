import { type Network, parseNetwork } from '../../values/addresses.js';
import { parseGoInt } from '../../values/go-values.js';
import { readPatternFiles } from './access-rules.js';
import { readSize, readTime } from './annotation-layers.js';
import type { RuleReading } from './rule-reading.js';
import { type AddressList, createRule, Phase, type Rule } from './rules.js';

const nobody: AddressList = { written: [], networks: [] };

/** rate-limit-requests with its companions (reqRateLimit.go): a limit, and the counting, which comes before it. */
export function readRateLimit(reading: RuleReading): Rule[] {
  const input = reading.value('rate-limit-requests');
  if (input === '') return [];
  const requests = parseGoInt(input) ?? 0;
  if (parseGoInt(input) === undefined) reading.skipped('rate-limit-requests', `'${input}' is no number: no limit`);
  const period = readPeriod(reading);
  const table = period === undefined ? '' : `RateLimit-${period}`;
  const size = reading.value('rate-limit-size');
  const entries = size === '' ? undefined : readSize(size);
  const status = readStatus(reading);
  const exempt = readExemption(reading);
  const track = { TableName: table, TablePeriod: period ?? null, TableSize: entries ?? null, TrackKey: 'src' };
  const files = exempt.written.filter((item) => item.startsWith('patterns/'));
  const addresses = exempt.written.filter((item) => !item.startsWith('patterns/'));
  const limit = {
    TableName: table,
    ReqsLimit: requests,
    DenyStatusCode: status,
    WhitelistIPs: addresses.length === 0 ? null : addresses,
    WhitelistMaps: files.length === 0 ? null : files,
  };
  const seconds = (period ?? 1000) / 1000;
  return [
    createRule(
      Phase.rateLimit,
      limit,
      // A limit of 0 is none.
      requests === 0
        ? { kind: 'nothing' }
        : { kind: 'rate-limit', requests, seconds, status: status === 0 ? 403 : status, exempt },
    ),
    createRule(Phase.track, track, { kind: 'nothing' }),
  ];
}

/**
 * Milliseconds. Releases since February 2026 (a68a1c47) mean a second and name no table, which HAProxy refuses; those before
 * have a second as the default.
 */
function readPeriod(reading: RuleReading): number | undefined {
  const input = reading.value('rate-limit-period');
  if (input === '') {
    reading.unmodelled('rate-limit-requests', 'a limit without rate-limit-period, taken to be one second');
    return undefined;
  }
  const period = readTime(input);
  if (period !== undefined && period > 0) return period;
  reading.unmodelled('rate-limit-period', `a period of '${input}', taken to be one second`);
  return undefined;
}

function readStatus(reading: RuleReading): number {
  const input = reading.value('rate-limit-status-code');
  const status = input === '' ? 0 : parseGoInt(input);
  if (status === undefined) reading.skipped('rate-limit-status-code', `'${input}' is no number`);
  return status ?? 0;
}

/** rate-limit-whitelist: addresses and files; one bad address and nobody is exempt. */
function readExemption(reading: RuleReading): AddressList {
  const networks: Network[] = [];
  const written: string[] = [];
  const items = reading.value('rate-limit-whitelist').split(',');
  for (const item of items.map((text) => text.trim()).filter((text) => text !== '')) {
    written.push(item);
    if (item.startsWith('patterns/')) continue;
    const network = parseNetwork(item);
    if (network === undefined) {
      reading.skipped('rate-limit-whitelist', `incorrect address '${item}', so nobody is exempt`);
      return nobody;
    }
    networks.push(network);
  }
  const files = readPatternFiles(
    reading,
    'rate-limit-whitelist',
    written.filter((item) => item.startsWith('patterns/')),
  );
  return { written, networks: files.networks === undefined ? undefined : [...networks, ...files.networks] };
}
