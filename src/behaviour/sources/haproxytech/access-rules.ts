import { type Network, parseNetwork } from '../../values/addresses.js';
import { fnv128a } from './go-hash.js';
import type { RuleReading } from './rule-reading.js';
import { type AddressList, createRule, Phase, type Rule } from './rules.js';

/** deny-list, then allow-list, each with its old name behind it (pkg/annotations/ingress/accessControl.go). */
export function readAccessLists(reading: RuleReading): Rule[] {
  return [...readList(reading, 'deny-list', 'blacklist', false), ...readList(reading, 'allow-list', 'whitelist', true)];
}

function readList(reading: RuleReading, name: string, oldName: string, allow: boolean): Rule[] {
  const input = reading.value(name) || reading.value(oldName);
  if (input === '') return [];
  if (input.startsWith('patterns/')) {
    const list = readPatternFiles(reading, name, [input]);
    return [createRule(Phase.deny, { SrcIPsMap: input, AllowList: allow }, { kind: 'deny', allow, list })];
  }
  // One file serves everybody who writes the same text. The controller fills it address by address, so a bad one makes the
  // first reader fail, and the next finds a file that is there and takes it as it is.
  const file = `${allow ? 'allow' : 'deny'}list-${input}`;
  let networks = reading.lists.get(file);
  if (networks === undefined) {
    const good: Network[] = [];
    for (const item of input.split(',').map((text) => text.trim())) {
      const network = parseNetwork(item);
      if (network === undefined) {
        reading.skipped(name, `incorrect address '${item}', so nobody is kept out`);
        return [];
      }
      good.push(network);
      reading.lists.set(file, good);
    }
    networks = good;
  }
  const list: AddressList = { written: networks.map(({ text }) => text), networks };
  const path = `/etc/haproxy/maps/${allow ? 'allow' : 'deny'}list-${fnv128a(input)}.map`;
  return [createRule(Phase.deny, { SrcIPsMap: path, AllowList: allow }, { kind: 'deny', allow, list })];
}

/** Files of the ConfigMap `--configmap-patternfiles`; one that nobody has shown leaves open who is meant. */
export function readPatternFiles(reading: RuleReading, name: string, paths: readonly string[]): AddressList {
  const files = paths.map((path) => {
    const found = reading.cluster.patternFile(path);
    if (found === undefined) reading.unmodelled(name, `what is in ${path}`);
    return found;
  });
  const known = files.filter((file) => file !== undefined);
  if (known.length < files.length) return { written: paths, networks: undefined };
  const networks = known.flat();
  return { written: networks.map(({ text }) => text), networks };
}

/** src-ip-header: the header stands for the client's address from here on (srcIPHdr.go). */
export function readSourceHeader(reading: RuleReading): Rule[] {
  const header = reading.value('src-ip-header');
  if (header === '') return [];
  return [createRule(Phase.setSource, { HeaderName: header }, { kind: 'set-source', header: header.toLowerCase() })];
}
