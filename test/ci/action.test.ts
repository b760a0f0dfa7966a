import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../built.js';
import { ingress, Repository } from './repository.js';
import { readAction, runAction } from './run-action.js';

beforeAll(ensureBuilt);

/** The parts of the action that need no other commands than convert. */
const plain = { annotate: 'false', base: 'none' };

describe('action.yml', () => {
  const action = readAction();

  it('describes everything, and gives every input a text as its default', () => {
    for (const [name, { description, default: value }] of Object.entries(action.inputs)) {
      expect(description, name).toMatch(/\S/);
      expect(typeof value, name).toBe('string');
    }
    for (const [name, { description }] of Object.entries(action.outputs)) expect(description, name).toMatch(/\S/);
  });

  it('puts no expression into a script, where its value could be code', () => {
    expect(action.runs.using).toBe('composite');
    for (const { name, run = '' } of action.runs.steps) expect(run, name).not.toContain('${{');
  });

  it('names no input, output or step that is not there', () => {
    const text = readFileSync('action.yml', 'utf8');
    const ids = action.runs.steps.map(({ id }) => id);
    for (const [, name = ''] of text.matchAll(/\binputs\.([\w-]+)/g))
      expect(Object.keys(action.inputs)).toContain(name);
    for (const [, id, output] of text.matchAll(/\bsteps\.([\w-]+)\.outputs\.([\w-]+)/g)) {
      expect(ids).toContain(id);
      const { run = '' } = action.runs.steps.find((step) => step.id === id) ?? {};
      expect(run, `${id} never says ${output}`).toMatch(new RegExp(`${output}(?:=|<<)`));
    }
    for (const name of Object.keys(action.inputs)) expect(text, name).toContain(`inputs.${name}`);
  });
});

describe('the steps of the action', () => {
  it('convert, check and tell', () => {
    using repository = new Repository({ 'manifests/web.yaml': ingress('web', { 'proxy-read-timeout': '30' }) });
    const { path: workspace, scratch } = repository;
    const run = runAction({ ...plain, paths: 'manifests/\n' }, { workspace, scratch });
    expect(run.log).toContain('0 errors');
    expect(run).toMatchObject({ isSuccess: true, outputs: { status: '0', errors: '0', withheld: '0', changed: '' } });
    expect(readdirSync(run.outputs.manifests ?? '').join()).toContain('httproute');
    expect(readFileSync(run.outputs.report ?? '', 'utf8')).toContain('# Conversion to Gateway API');
    expect(run.summary).toContain('# Conversion to Gateway API');
    expect(run.outputs['comment-body']).toBe(readFileSync(run.outputs.comment ?? '', 'utf8').trimEnd());
    expect(run.outputs['comment-body']).toMatch(/^<!-- routeshift -->\n/);
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  it('fail the job for findings, and tell all the same', () => {
    using repository = new Repository({
      'web.yaml': ingress('web', { 'auth-type': 'basic', 'auth-secret': 'users' }),
    });
    const { path: workspace, scratch } = repository;
    const run = runAction(plain, { workspace, scratch });
    expect(run).toMatchObject({ isSuccess: false, outputs: { status: '2', withheld: '1' } });
    expect(run.summary).toContain('auth-type');
    expect(run.outputs['comment-body']).toContain('1 rules withheld');
    expect(run.steps.at(-1)).toBe('Tell the outcome');
    const lenient = runAction({ ...plain, 'fail-on': 'never' }, { workspace, scratch });
    expect(lenient).toMatchObject({ isSuccess: true, outputs: { status: '0', withheld: '1' } });
  });

  it('pass options word by word, and paths whatever they are called', () => {
    using repository = new Repository({ 'my apps/-web.yaml': ingress('web'), 'other.yaml': ingress('other') });
    const { path: workspace, scratch } = repository;
    const options = '--gateway\ninfra/public\n';
    const inputs = { ...plain, options, paths: '-web.yaml', output: 'out dir', 'working-directory': 'my apps' };
    const run = runAction(inputs, { workspace, scratch });
    expect(run.log).not.toContain('error:');
    expect(run.isSuccess).toBe(true);
    const written = readdirSync(join(workspace, 'my apps/out dir'), { recursive: true, encoding: 'utf8' });
    expect(written.filter((file) => file.endsWith('.yaml'))).toHaveLength(1);
  });

  it('run nothing that an input says', () => {
    using repository = new Repository({ 'web.yaml': ingress('web') });
    const { path: workspace, scratch } = repository;
    repository.git('remote', 'add', 'origin', workspace);
    const evil = '$(touch hacked)`touch hacked`"; touch hacked #';
    const given = ['paths', 'options', 'fail-on', 'output', 'base'].map((name) => [name, evil] as const);
    for (const [name, value] of [...given, ['base', '--upload-pack=touch hacked;'] as const]) {
      runAction({ ...plain, [name]: value }, { workspace, scratch });
      expect(existsSync(join(workspace, 'hacked')), name).toBe(false);
    }
  });

  it('end at once where the command line is wrong', () => {
    using repository = new Repository({ 'web.yaml': ingress('web') });
    const { path: workspace, scratch } = repository;
    const run = runAction({ ...plain, options: '--from\nnobody' }, { workspace, scratch });
    expect(run.isSuccess).toBe(false);
    expect(run.log).toContain("'nobody' is invalid");
    expect(run.outputs['comment-body']).toBe('');
  });

  it('write no more than a job summary takes', () => {
    using repository = new Repository({ 'web.yaml': ingress('web') });
    const { path: workspace, scratch } = repository;
    const many = Array.from({ length: 2500 }, (_, index) => ingress(`web-${index}`, { 'custom-http-errors': '404' }));
    writeFileSync(join(workspace, 'many.yaml'), many.join('---\n'));
    const run = runAction({ ...plain, verify: 'false', 'fail-on': 'never' }, { workspace, scratch });
    expect(Buffer.byteLength(run.summary)).toBeLessThan(1024 * 1024);
    expect(run.summary).toMatch(/The report has \d+ bytes, and the summary only the first 900000/);
  });
});
