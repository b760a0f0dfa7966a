import { Command } from 'commander';
import { addConvertFlags } from './convert.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { findConfig } from './find-config.js';
import type { ConvertFlags } from './options.js';
import type { Streams } from './streams.js';
import { UsageError } from './usage-error.js';

const EXAMPLES = `
Examples:
  routeshift config validate
  routeshift config print manifests/ --fail-on warning
`;

/** `routeshift config print|validate` */
export function configCommand(streams: Streams, finish: (code: ExitCode) => void): Command {
  return new Command('config')
    .description('show or check the configuration')
    .helpCommand(false)
    .addCommand(printCommand(streams, finish))
    .addCommand(validateCommand(streams, finish))
    .addHelpText('after', EXAMPLES);
}

function printCommand(streams: Streams, finish: (code: ExitCode) => void): Command {
  const command = new Command('print')
    .description('print what a conversion is done with, and where each setting comes from')
    .argument('[path...]', 'what would be converted (default: the working directory)');
  return addConvertFlags(command).action(async () => {
    const { printed } = await import('./printed-config.js');
    await streams.out(printed(command));
    finish(EXIT.done);
  });
}

function validateCommand(streams: Streams, finish: (code: ExitCode) => void): Command {
  return new Command('validate')
    .description('check a configuration and the files that it names')
    .argument('[file]', 'the configuration (default: the nearest routeshift.yaml)')
    .action(async (asked: string | undefined) => {
      const file = asked ?? findConfig([], process.cwd());
      if (file === undefined)
        throw new UsageError('there is no routeshift.yaml here or above, up to the root of the repository');
      // The flags of a conversion check the values of the settings.
      const command = addConvertFlags(new Command('convert'));
      const [{ configure }, { checkFiles }] = await Promise.all([import('./configure.js'), import('./check-files.js')]);
      if (asked !== undefined) command.setOptionValue('config', asked);
      await configure(command, []);
      const flags = command.opts<ConvertFlags>();
      await checkFiles(flags);
      await streams.out(`${flags.setup?.config.file ?? file}: in order\n`);
      finish(EXIT.done);
    });
}
