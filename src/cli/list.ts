import { Command, Option } from 'commander';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { Streams } from './streams.js';

/** `routeshift list [--json]` */
export function listCommand(streams: Streams, finish: (code: ExitCode) => void): Command {
  return new Command('list')
    .description('print every annotation with what it becomes, and every finding')
    .addOption(new Option('--json', 'for programs'))
    .action(async (flags: { readonly json?: boolean }) => {
      const [{ listJson, listText }, { ingressNginx }, { catalogue }] = await Promise.all([
        import('../reports/listing.js'),
        import('../mappings/ingress-nginx.js'),
        import('../ledger/catalogue.js'),
      ]);
      const list = flags.json === true ? listJson : listText;
      await streams.out(list(ingressNginx.mapping, catalogue));
      finish(EXIT.done);
    });
}
