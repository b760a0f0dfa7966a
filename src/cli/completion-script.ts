import { script } from '@bomb.sh/tab';
import type { Shell } from './completion.js';
import { printed } from './printed.js';

/** The script for a shell. It runs `routeshift complete -- WORD…` whenever it is asked for something. */
export function completionScript(shell: Shell): string {
  const text = printed(() => script(shell, 'routeshift', 'routeshift'));
  return shell === 'bash' ? forBash(text) : text;
}

/**
 * In bash, names of files are offered where the program has nothing to offer only if that is the default, and a constant
 * makes a second `source` of the same script fail.
 */
function forBash(text: string): string {
  return text.replace(/^readonly (?=ShellCompDirective)/gm, '').replace(/^complete -F /m, 'complete -o default -F ');
}
