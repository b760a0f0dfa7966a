import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ingress } from './repository.js';

const root = resolve(import.meta.dirname, '../..');
const base = mkdtempSync(join(tmpdir(), 'routeshift-image-'));
afterAll(() => rmSync(base, { recursive: true }));

interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** The stages of the Dockerfile, each with its instructions. */
function stages(): Instruction[][] {
  const text = readFileSync(join(root, 'Dockerfile'), 'utf8')
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '');
  const all = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): Instruction => ({ name: line.split(' ')[0] ?? '', text: line.slice(line.indexOf(' ') + 1) }));
  const starts = all.flatMap(({ name }, index) => (name === 'FROM' ? [index] : []));
  return starts.map((start, index) => all.slice(start, starts[index + 1]));
}

const [build = [], image = []] = stages();
const texts = (stage: readonly Instruction[], name: string): string[] =>
  stage.filter((one) => one.name === name).map(({ text }) => text);

/** Sources and destination of a COPY. */
function copied(text: string): {
  readonly sources: readonly string[];
  readonly to: string;
  readonly from: string | undefined;
} {
  const words = text.split(' ');
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  const paths = words.filter((word) => !word.startsWith('--'));
  return { sources: paths.slice(0, -1), to: paths.at(-1) ?? '', from };
}

describe('the Dockerfile', () => {
  it('copies only what is there, and what .dockerignore lets through', () => {
    const ignored = readFileSync(join(root, '.dockerignore'), 'utf8');
    for (const { sources } of texts(build, 'COPY').map(copied)) {
      for (const source of sources) {
        expect(existsSync(join(root, source)), source).toBe(true);
        expect(ignored).toContain(`\n!${source}\n`);
      }
    }
  });

  it('runs as nobody who may do anything', () => {
    const users = texts(image, 'USER');
    expect(users.at(-1)).toBe('node');
    // Nothing is run or copied afterwards with other rights.
    const after = image.slice(image.findIndex(({ name }) => name === 'USER') + 1).map(({ name }) => name);
    expect(after).toEqual(['WORKDIR', 'ENTRYPOINT', 'CMD']);
  });

  it('builds from what it copies, and what comes of it runs alone', () => {
    const [src, final] = [join(base, 'src'), join(base, 'final')];
    mkdirSync(src);
    for (const { sources, to, from } of texts(build, 'COPY').map(copied)) {
      expect(from).toBeUndefined();
      for (const source of sources)
        cpSync(join(root, source), join(src, to, to.endsWith('/') ? source : ''), { recursive: true });
    }
    // In place of `npm ci`, which the first RUN is.
    const [install = '', ...commands] = texts(build, 'RUN');
    expect(install).toMatch(/^npm ci /);
    symlinkSync(join(root, 'node_modules'), join(src, 'node_modules'));
    for (const command of commands) execFileSync('sh', ['-c', command], { cwd: src });

    for (const { sources, to, from } of texts(image, 'COPY').map(copied)) {
      expect(from).toBe('build');
      for (const source of sources) {
        const name = source.split('/').at(-1) ?? '';
        cpSync(join(base, source), join(final, to, to.endsWith('/') ? name : ''), { recursive: true });
      }
    }
    const [last = ''] = texts(image, 'RUN').filter((text) => text.includes('package.json'));
    mkdirSync(join(final, 'usr/local/bin'), { recursive: true });
    // The same command, below another root.
    execFileSync('sh', ['-c', last.replace(/(?<= )\/(?=opt|usr)/g, `${final}/`)]);
    writeFileSync(join(base, 'web.yaml'), ingress('web'));
    const program = join(final, 'usr/local/bin', JSON.parse(texts(image, 'ENTRYPOINT')[0] ?? '[]')[0]);
    const out = execFileSync(program, ['convert', 'web.yaml', '-q'], { cwd: base, encoding: 'utf8' });
    expect(out).toContain('kind: HTTPRoute');
  });
});
