import { Command } from 'commander';
import type { KnownName } from '../mappings/all.js';
import type { Mapping } from '../mappings/mapping.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { addConfigOptions, type ConvertFlags } from './options.js';
import type { Streams } from './streams.js';
import { UsageError } from './usage-error.js';

const EXAMPLES = `
Examples:
  routeshift explain proxy-read-timeout
  routeshift explain nginx.ingress.kubernetes.io/auth-type
  routeshift explain haproxy.router.openshift.io/timeout
  routeshift explain cert-manager.io/cluster-issuer
  routeshift explain RS0001
`;

/** `routeshift explain KEY|CODE` */
export function explainCommand(streams: Streams, finish: (code: ExitCode) => void): Command {
  const command = new Command('explain')
    .description('say what an annotation means and becomes, or what a finding means')
    .argument('<key|code>', 'annotation key, with or without prefix, or finding code')
    .addHelpText('after', EXAMPLES);
  addConfigOptions(command, () => []);
  return command.action(async (asked: string, { ownMappings = [] }: Pick<ConvertFlags, 'ownMappings'>) => {
    await streams.out(await explanation(asked.trim(), ownMappings));
    finish(EXIT.done);
  });
}

async function explanation(asked: string, own: readonly Mapping[]): Promise<string> {
  const words = await import('../reports/explanation.js');
  if (/^RS\d+$/i.test(asked)) {
    const { catalogue } = await import('../ledger/catalogue.js');
    const code = asked.toUpperCase();
    const finding = Object.entries(catalogue).find(([known]) => known === code)?.[1];
    if (finding === undefined) throw new UsageError(`there is no finding ${code}; routeshift list shows all`);
    return words.explainFinding(code, finding);
  }
  const [{ MAPPINGS, lookUp, nearestName }, { indexMapping }] = await Promise.all([
    import('../mappings/all.js'),
    import('../mappings/mapping-index.js'),
  ]);
  const mappings = [...MAPPINGS, ...own.map(indexMapping)];
  const known = lookUp(asked, mappings);
  if (known.length > 0) return known.map((name) => textOf(name, words)).join('\n');
  const neighbour = (await import('../neighbours/table.js')).neighbourOf(asked);
  if (neighbour !== undefined) {
    const { explainNeighbour } = await import('../reports/neighbour-words.js');
    return explainNeighbour(asked, neighbour);
  }
  const nearest = nearestName(asked, mappings);
  const hint = nearest === undefined ? 'routeshift list shows all' : `did you mean ${nearest}?`;
  throw new UsageError(`no controller that routeshift knows has an annotation ${asked}; ${hint}`);
}

function textOf(name: KnownName, words: typeof import('../reports/explanation.js')): string {
  const { mapping } = name.index;
  switch (name.kind) {
    case 'annotation':
      return words.explainAnnotation(name.found, mapping);
    case 'obsolete':
      return words.explainObsolete(name.entry, mapping);
    case 'elsewhere':
      return words.explainElsewhere(name.entry, mapping);
    case 'setting':
      return words.explainSetting(name.entry, mapping);
  }
}
