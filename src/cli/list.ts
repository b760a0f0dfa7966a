import { Command, Option } from 'commander';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { Streams } from './streams.js';

/** `routeshift list [--json]` */
export function listCommand(streams: Streams, finish: (code: ExitCode) => void): Command {
  return new Command('list')
    .description('print every annotation with what it becomes, and every finding')
    .addOption(new Option('--json', 'for programs'))
    .action(async (flags: { readonly json?: boolean }) => {
      const [{ listJson, listText }, { MAPPINGS }, { catalogue }] = await Promise.all([
        import('../reports/listing.js'),
        import('../mappings/all.js'),
        import('../ledger/catalogue.js'),
      ]);
      const list = flags.json === true ? listJson : listText;
      const mappings = MAPPINGS.map(({ mapping }) => mapping);
      await streams.out(list(mappings, catalogue));
      finish(EXIT.done);
    });
}
