import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { type Context, evaluate, filled } from './expressions.js';

interface Step {
  readonly id?: string;
  readonly name: string;
  readonly if?: string;
  readonly uses?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}

export interface Action {
  readonly name: string;
  readonly description: string;
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export interface ActionRun {
  readonly isSuccess: boolean;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** What all steps printed. */
  readonly log: string;
  readonly steps: readonly string[];
}

const root = resolve(import.meta.dirname, '../..');

export const readAction = (): Action => load(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;

/** Runs the steps of action.yml as a runner of GitHub does, in a work tree. `scratch` is a folder for what the runner keeps. */
export function runAction(
  inputs: Readonly<Record<string, string>>,
  place: { readonly workspace: string; readonly scratch: string; readonly github?: Context },
): ActionRun {
  const { workspace, scratch, github = {} } = place;
  const action = readAction();
  for (const name of Object.keys(inputs)) if (!(name in action.inputs)) throw new Error(`no input ${name}`);
  const given = Object.entries(action.inputs).map(([name, input]) => [name, inputs[name] ?? input.default]);
  const steps: Record<string, { readonly outputs: Record<string, string> }> = {};
  const context: Context = {
    inputs: Object.fromEntries(given),
    github: { action_path: root, event_name: 'push', ...github },
    steps,
  };
  mkdirSync(join(scratch, 'temp'), { recursive: true });
  const [output, summary] = [join(scratch, 'output'), join(scratch, 'summary')];
  const ran: string[] = [];
  let log = '';
  let isSuccess = true;
  for (const step of action.runs.steps) {
    const condition = step.if ?? "'true'";
    if (!condition.includes('always()') && !isSuccess) continue;
    if (!evaluate(condition, context)) continue;
    if (step.run === undefined) throw new Error(`the step ${step.name} needs ${step.uses}`);
    writeFileSync(output, '');
    const script = join(scratch, 'step.sh');
    writeFileSync(script, step.run);
    const own = Object.entries(step.env ?? {}).map(([name, text]) => [name, filled(text, context)]);
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd: join(workspace, filled(step['working-directory'] ?? '.', context)),
      encoding: 'utf8',
      env: {
        ...process.env,
        ...Object.fromEntries(own),
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        RUNNER_TEMP: join(scratch, 'temp'),
      },
    });
    ran.push(step.name);
    log += stdout + stderr;
    isSuccess &&= status === 0;
    if (step.id !== undefined) steps[step.id] = { outputs: outputsOf(readFileSync(output, 'utf8')) };
  }
  return {
    isSuccess,
    outputs: Object.fromEntries(
      Object.entries(action.outputs).map(([name, { value }]) => [name, filled(value, context)]),
    ),
    summary: existsSync(summary) ? readFileSync(summary, 'utf8') : '',
    log,
    steps: ran,
  };
}

/** `name=value` lines, and `name<<MARK` … `MARK`. */
function outputsOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = text.split('\n');
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const [, name = '', mark] = /^([\w-]+)<<(.+)$/.exec(line) ?? [];
    if (mark !== undefined)
      found[name] = lines
        .splice(0, lines.indexOf(mark) + 1)
        .slice(0, -1)
        .join('\n');
    else if (line.includes('=')) found[line.slice(0, line.indexOf('='))] = line.slice(line.indexOf('=') + 1);
  }
  return found;
}
