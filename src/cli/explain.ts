import { Command } from 'commander';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { Streams } from './streams.js';
import { UsageError } from './usage-error.js';

const EXAMPLES = `
Examples:
  routeshift explain proxy-read-timeout
  routeshift explain nginx.ingress.kubernetes.io/auth-type
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
  const { ingressNginx: index } = await import('../mappings/ingress-nginx.js');
  const key = asked.slice(asked.lastIndexOf('/') + 1);
  const found = index.entry(key);
  if (found !== undefined) return words.explainAnnotation(found, index.mapping);
  const obsolete = index.obsolete(key);
  if (obsolete !== undefined) return words.explainObsolete(obsolete, index.mapping);
  const setting = index.setting(key);
  if (setting !== undefined) return words.explainSetting(setting, index.mapping);
  const nearest = index.nearest(key);
  const hint = nearest === undefined ? 'routeshift list shows all' : `did you mean ${nearest}?`;
  throw new UsageError(`${index.mapping.controller} has no annotation ${key}; ${hint}`);
}
