import { Command, Option } from 'commander';
import { EXIT, type ExitCode } from './exit-codes.js';
import { addConfigOptions, type ConvertFlags } from './options.js';
import type { Streams } from './streams.js';

interface Flags extends Pick<ConvertFlags, 'ownMappings'> {
  readonly json?: boolean;
}

/** `routeshift list [--json]` */
export function listCommand(streams: Streams, finish: (code: ExitCode) => void): Command {
  const command = new Command('list')
    .description('print every annotation with what it becomes, and every finding')
    .addOption(new Option('--json', 'for programs'));
  addConfigOptions(command, () => []);
  return command.action(async ({ json, ownMappings = [] }: Flags) => {
    const [{ listJson, listText }, { MAPPINGS }, { catalogue }, { NEIGHBOURS }] = await Promise.all([
      import('../reports/listing.js'),
      import('../mappings/all.js'),
      import('../ledger/catalogue.js'),
      import('../neighbours/table.js'),
    ]);
    const list = json === true ? listJson : listText;
    await streams.out(list([...MAPPINGS.map(({ mapping }) => mapping), ...ownMappings], catalogue, NEIGHBOURS));
    finish(EXIT.done);
  });
}
