import { Command } from 'commander';
import type { KnownName } from '../mappings/all.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { Streams } from './streams.js';
import { UsageError } from './usage-error.js';

const EXAMPLES = `
Examples:
  routeshift explain proxy-read-timeout
  routeshift explain nginx.ingress.kubernetes.io/auth-type
  routeshift explain haproxy.router.openshift.io/timeout
  routeshift explain RS0001
`;

/** `routeshift explain KEY|CODE` */
export function explainCommand(streams: Streams, finish: (code: ExitCode) => void): Command {
  return new Command('explain')
    .description('say what an annotation means and becomes, or what a finding means')
    .argument('<key|code>', 'annotation key, with or without prefix, or finding code')
    .addHelpText('after', EXAMPLES)
    .action(async (asked: string) => {
      await streams.out(await explanation(asked.trim()));
      finish(EXIT.done);
    });
}

async function explanation(asked: string): Promise<string> {
  const words = await import('../reports/explanation.js');
  if (/^RS\d+$/i.test(asked)) {
    const { catalogue } = await import('../ledger/catalogue.js');
    const code = asked.toUpperCase();
    const finding = Object.entries(catalogue).find(([known]) => known === code)?.[1];
    if (finding === undefined) throw new UsageError(`there is no finding ${code}; routeshift list shows all`);
    return words.explainFinding(code, finding);
  }
  const { lookUp, nearestName } = await import('../mappings/all.js');
  const known = lookUp(asked);
  if (known.length > 0) return known.map((name) => textOf(name, words)).join('\n');
  const nearest = nearestName(asked);
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
