import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { flagWords } from '../../src/cli/flag-words.js';
import { addConversionOptions } from '../../src/cli/options.js';
import { traceCommand } from '../../src/cli/trace.js';

const streams = { out: async () => {}, err: async () => {}, outIsTerminal: false, errIsTerminal: false };

/** What is left of a command line for `trace`. */
async function words(...args: string[]): Promise<string> {
  const command = new Command('diff').argument('<path...>').option('--report <format>').option('--check');
  addConversionOptions(command);
  command.exitOverride().action(() => {});
  // What is configured is loaded before the action is called; nothing waits for it otherwise.
  await command.parseAsync(['apps', ...args], { from: 'user' });
  return flagWords(
    command,
    traceCommand(streams, () => {}),
  ).join(' ');
}

describe('the flags of another command', () => {
  it.each([
    '',
    '--from haproxytech --to openshift-route',
    '--gateway infra/public --https-listener https',
    '--default-backend-service a/b:8080',
    '--default-backend-service a/b',
    '--ingress-class one --ingress-class two',
    '--no-watch-ingress-without-class',
    '--watch-ingress-without-class --disable-catch-all',
    '--accept auth-type --accept RS1711',
  ])('are repeated as they were typed: %s', async (line) => {
    const typed = line === '' ? [] : line.split(' ');
    const repeated = await words(...typed);
    expect(repeated.split(' --').sort()).toEqual(line.split(' --').sort());
  });

  it('are quoted where a shell needs it', async () => {
    expect(await words('--param', "NAME=it's here", '--from', 'openshift-route')).toContain(
      `--param 'NAME=it'\\''s here'`,
    );
  });

  it('leave out what the other command does not know, and its reports', async () => {
    expect(await words('--check', '--report', 'json')).toBe('');
  });
});
