import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { load, loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main.js';
import { readAction } from './run-action.js';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const { version } = JSON.parse(read('package.json'));

interface WorkflowStep {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
}
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly WorkflowStep[] }>>;
}
interface Component {
  readonly spec: {
    readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  };
}
interface Job {
  readonly script: readonly string[];
}

/** The flags of a command of routeshift, from its own help. */
async function flagsOf(command: string): Promise<Set<string>> {
  let text = '';
  const out = async (piece: string) => {
    text += piece;
  };
  await run([command, '--help'], { out, err: out, outIsTerminal: false, errIsTerminal: false });
  return new Set([...text.matchAll(/--[a-z][a-z-]*/g)].map(([flag]) => flag));
}

const bashAccepts = (script: string): void => {
  execFileSync('bash', ['-n'], { input: script });
};

describe('the examples for GitHub', () => {
  const files = readdirSync(join(root, 'docs/ci')).filter((file) => file.startsWith('github-'));

  it.each(files)('%s uses the action as it is, at this version, with no rights by default', (file) => {
    const { permissions, jobs } = load(read(`docs/ci/${file}`)) as Workflow;
    expect(permissions).toEqual({ contents: 'read' });
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    const [own, ...others] = steps.filter(({ uses }) => uses?.startsWith('routeshift/routeshift@'));
    expect(own?.uses).toBe(`routeshift/routeshift@v${version}`);
    expect(others).toEqual([]);
    const { inputs, outputs } = readAction();
    for (const name of Object.keys(own?.with ?? {})) expect(Object.keys(inputs)).toContain(name);
    for (const [, name = ''] of read(`docs/ci/${file}`).matchAll(/steps\.routeshift\.outputs\.([\w-]+)/g))
      expect(Object.keys(outputs)).toContain(name);
    for (const { run: script } of steps) if (script !== undefined) bashAccepts(script);
    expect(read(`docs/ci/${file}`)).not.toMatch(/secrets\./);
  });
});

describe('the component for GitLab', () => {
  const text = read('templates/routeshift.yml');
  const [header, jobs] = loadAll(text) as unknown as [Component, Readonly<Record<string, Job>>];

  it('declares each input that it uses, uses each that it declares, and takes this version', () => {
    const used = new Set([...text.matchAll(/\$\[\[ inputs\.(\w+) \]\]/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual(Object.keys(header.spec.inputs).sort());
    expect(header.spec.inputs.version?.default).toBe(version);
  });

  it('has scripts that a shell can read, with paths behind the end of the flags', () => {
    for (const name of ['routeshift', 'routeshift-diff']) {
      const script = jobs[name]?.script.join('\n') ?? '';
      bashAccepts(script.replace(/\$\[\[ inputs\.(\w+) \]\]/g, 'VALUE'));
      expect(script).toContain('-- $[[ inputs.paths ]]');
    }
  });

  it('keeps the files that its artifacts name', () => {
    const { script, artifacts } = jobs.routeshift as Job & {
      readonly artifacts: { readonly reports: Readonly<Record<string, string>> };
    };
    for (const file of Object.values(artifacts.reports)) expect(script.join('\n')).toContain(`=${file}`);
  });

  it('is included by the example with inputs that it has', () => {
    const { include } = load(read('docs/ci/gitlab-ci.yml')) as {
      readonly include: readonly { readonly component: string; readonly inputs: Readonly<Record<string, string>> }[];
    };
    expect(include[0]?.component).toMatch(new RegExp(`/routeshift@${version}$`));
    for (const name of Object.keys(include[0]?.inputs ?? {})) expect(Object.keys(header.spec.inputs)).toContain(name);
  });

  it('calls convert with flags that it has', async () => {
    const known = await flagsOf('convert');
    for (const [flag] of (jobs.routeshift?.script.at(-1) ?? '').matchAll(/--[a-z][a-z-]*/g))
      expect([...known]).toContain(flag);
  });
});

describe('the example for pre-commit', () => {
  it('uses hooks that there are', () => {
    const { repos } = load(read('docs/ci/pre-commit-config.yaml')) as {
      readonly repos: readonly { readonly rev: string; readonly hooks: readonly { readonly id: string }[] }[];
    };
    const hooks = load(read('.pre-commit-hooks.yaml')) as readonly { readonly id: string }[];
    expect(repos[0]?.rev).toBe(`v${version}`);
    for (const { id } of repos[0]?.hooks ?? []) expect(hooks.map((hook) => hook.id)).toContain(id);
  });
});

describe('the page about CI', () => {
  it('links to files that there are', () => {
    const links = [...read('docs/ci/README.md').matchAll(/\]\(([^)#:]+)\)/g)].map(([, file = '']) => file);
    expect(links.length).toBeGreaterThan(6);
    for (const link of links) expect(() => read(join('docs/ci', link)), link).not.toThrow();
  });

  it('names inputs that the action has', () => {
    const section = /## The action\n([\s\S]*?)\n## /.exec(read('docs/ci/README.md'))?.[1] ?? '';
    const named = [...section.matchAll(/^- (?:Without )?`([a-z-]+)/gm)].map(([, name = '']) => name);
    expect(named).toContain('baseline');
    for (const name of named) expect(Object.keys(readAction().inputs)).toContain(name);
  });

  it('has a script for Docker that a shell can read', () => {
    bashAccepts(read('docs/ci/docker.sh'));
  });
});
