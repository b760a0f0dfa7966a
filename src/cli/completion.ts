import { Argument, Command } from 'commander';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { Streams } from './streams.js';

/** Shells that completions are written for. */
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof SHELLS)[number];

const NOTES = `
Examples:
  source <(routeshift completion bash)          in ~/.bashrc; needs the package bash-completion
  source <(routeshift completion zsh)           in ~/.zshrc, after compinit
  routeshift completion fish > ~/.config/fish/completions/routeshift.fish
  routeshift completion powershell | Out-String | Invoke-Expression
`;

/** `routeshift completion SHELL` */
export function completionCommand(streams: Streams, finish: (code: ExitCode) => void): Command {
  return new Command('completion')
    .description('print a script that completes commands, flags and their values in a shell')
    .addArgument(new Argument('<shell>', 'whose script').choices(SHELLS))
    .addHelpText('after', NOTES)
    .action(async (shell: Shell) => {
      const { completionScript } = await import('./completion-script.js');
      await streams.out(completionScript(shell));
      finish(EXIT.done);
    });
}

/** `routeshift complete -- WORD…`: what those scripts ask. The last word is the one that is being written. */
export function completeCommand(streams: Streams, finish: (code: ExitCode) => void): Command {
  const command = new Command('complete').argument('[word...]');
  return command.action(async (words: string[]) => {
    const { completions } = await import('./completions.js');
    await streams.out(await completions(command.parent ?? command, words));
    finish(EXIT.done);
  });
}
