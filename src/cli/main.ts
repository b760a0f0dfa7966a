import { Command, CommanderError } from 'commander';
import { auditCommand } from './audit.js';
import { completeCommand, completionCommand } from './completion.js';
import { configCommand } from './config.js';
import { convertCommand } from './convert.js';
import { diffCommand } from './diff.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { explainCommand } from './explain.js';
import { listCommand } from './list.js';
import { reportCommand } from './report.js';
import { processStreams, type Streams } from './streams.js';
import { traceCommand } from './trace.js';
import { isSystemError, systemReason, UsageError } from './usage-error.js';
import { verifyCommand } from './verify.js';
import { tool } from './version.js';

const EXAMPLES = `
Examples:
  routeshift convert manifests/                        print Gateway API manifests, report on stderr
  kubectl get ingress -A -o yaml | routeshift convert -
  routeshift convert manifests/ -o gateway/ --report json=report.json
  routeshift convert --cluster -A -o gateway/          what the cluster of the kubeconfig holds
  routeshift verify manifests/                         replay requests before and after
  routeshift audit manifests/                          how ready are they, and for which target
  routeshift trace 'GET https://shop.example.com/' manifests/
  routeshift diff --base origin/main manifests/        what a change does to the converted result
  routeshift explain auth-type                         what an annotation becomes
  routeshift explain RS0001                            what a finding means
`;

/**
 * Runs the command line `args` (without node and script) and answers the exit status. Prints to `streams` only, and never
 * throws: usage errors are one line, and so is a defect of this program.
 */
export async function run(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const said: string[] = [];
  let status: ExitCode = EXIT.done;
  const program = new Command('routeshift')
    .description('Convert Kubernetes Ingress manifests to Gateway API, with a verdict for every annotation.')
    .version(tool.version)
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      // Help and version that were asked for are data; everything else is words.
      writeOut: (text) => said.push(text),
      writeErr: (text) => said.push(text),
    })
    .addHelpText('after', EXAMPLES);
  const finish: Finish = (code) => {
    status = code;
  };
  try {
    addCommands(program, args[0], streams, finish);
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) {
      const asked = error.exitCode === 0;
      await (asked ? streams.out : streams.err)(said.join(''));
      return asked ? EXIT.done : EXIT.failed;
    }
    await streams.err(describe(error));
    return EXIT.failed;
  }
}

type Finish = (code: ExitCode) => void;
type MakeCommand = (streams: Streams, finish: Finish) => Command;

/** By name, in the order of the help. The commands themselves are light; each loads what it works with when it is called. */
const COMMANDS: ReadonlyMap<string, MakeCommand> = new Map([
  ['convert', convertCommand],
  ['diff', diffCommand],
  ['verify', verifyCommand],
  ['trace', traceCommand],
  ['audit', auditCommand],
  ['explain', explainCommand],
  ['list', listCommand],
  ['config', configCommand],
  ['report', reportCommand],
]);

/** The command that is asked for; all of them for who asks for none, or about them. Their flags are some hundreds. */
function addCommands(program: Command, asked: string | undefined, streams: Streams, finish: Finish): void {
  const one = asked === undefined ? undefined : COMMANDS.get(asked);
  for (const command of one === undefined ? COMMANDS.values() : [one]) {
    const sub = command(streams, finish);
    sub.copyInheritedSettings(program);
    for (const below of sub.commands) below.copyInheritedSettings(sub);
    program.addCommand(sub);
  }
  if (one !== undefined) return;
  program.addCommand(completionCommand(streams, finish).copyInheritedSettings(program));
  program.addCommand(completeCommand(streams, finish).copyInheritedSettings(program), { hidden: true });
}

function describe(error: unknown): string {
  if (error instanceof UsageError) return `error: ${error.message}\n`;
  if (isSystemError(error)) return `error: ${error.path ?? error.syscall}: ${systemReason(error)}\n`;
  if (process.env.DEBUG === 'routeshift' && error instanceof Error) return `${error.stack}\n`;
  const reason = error instanceof Error ? error.message : String(error);
  return `internal error: ${reason.split('\n', 1)[0]}; please report it (DEBUG=routeshift prints where it happened)\n`;
}

/** The program: reads the arguments of this process and sets its exit status. */
export async function main(): Promise<void> {
  process.exitCode = await run(process.argv.slice(2), processStreams());
}
