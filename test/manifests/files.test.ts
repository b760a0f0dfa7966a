import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_INPUT_LENGTH } from '../../src/kubernetes/input-problem.js';
import { inputTexts, type ReadOptions, readInputs } from '../../src/manifests/files.js';
import { unreadable } from '../../src/manifests/find-files.js';

const INGRESS = 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a\n';
let cwd = '';

beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'routeshift-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(cwd, name)), { recursive: true });
    writeFileSync(path.join(cwd, name), content);
  }
}

async function read(paths: readonly string[], options: ReadOptions = {}) {
  const { texts, problems } = await readInputs(paths, { cwd, ...options });
  return {
    files: texts.map(({ file }) => file),
    problems: problems.map(({ code, source }) => `${code} ${source.file}`),
    texts,
  };
}

describe('a directory', () => {
  it('gives its YAML and JSON, however deep, in the order of their names', async () => {
    write({
      'd/b.yml': INGRESS,
      'd/a.yaml': INGRESS,
      'd/c/x.json': '{"kind":1}',
      'd/README.md': INGRESS,
      'd/.hidden/y.yaml': INGRESS,
    });
    for (const typed of ['d', './d', 'd/', `${cwd}/d`]) {
      const { files, problems } = await read([typed]);
      const prefix = typed.startsWith('/') ? `${cwd}/` : '';
      expect(files).toEqual(['d/.hidden/y.yaml', 'd/a.yaml', 'd/b.yml', 'd/c/x.json'].map((file) => prefix + file));
      expect(problems).toEqual([]);
    }
    expect((await read(['.'])).files).toContain('d/a.yaml');
  });

  it('leaves out what .routeshiftignore says, which has the last word in its directory', async () => {
    write({
      'd/.gitignore': 'a.yaml\nb.yaml\n',
      'd/.routeshiftignore': '!b.yaml\nsub/*\n!sub/e.yaml\n',
      'd/a.yaml': INGRESS,
      'd/b.yaml': INGRESS,
      'd/c.yaml': INGRESS,
      'd/sub/e.yaml': INGRESS,
      'd/sub/f.yaml': INGRESS,
    });
    expect((await read(['d'])).files).toEqual(['d/b.yaml', 'd/c.yaml', 'd/sub/e.yaml']);
  });

  it('is read as far as globs say, by the name that was typed and the name in it; files that are named are read anyway', async () => {
    write({ 'd/a.yaml': INGRESS, 'd/x/a.yaml': INGRESS, 'd/y/b.yaml': INGRESS });
    expect((await read(['d'], { include: ['d/x/*'] })).files).toEqual(['d/x/a.yaml']);
    expect((await read(['d'], { include: ['x/*'] })).files).toEqual(['d/x/a.yaml']);
    expect((await read(['d', 'd/x/a.yaml'], { exclude: ['x'] })).files).toEqual([
      'd/a.yaml',
      'd/x/a.yaml',
      'd/y/b.yaml',
    ]);
    expect((await read(['d/**/*.yaml'], { exclude: ['a.yaml'] })).files).toEqual(['d/y/b.yaml']);
  });

  it('tells a Helm chart once, where its templates hold anything to convert', async () => {
    const template = INGRESS.replace('name: a', 'name: {{ .Release.Name }}');
    write({
      'c/Chart.yaml': 'name: c\n',
      'c/templates/a.yaml': template,
      'c/templates/deep/b.yaml': template,
      'c/templates/plain.yaml': INGRESS,
      'c/charts/sub/Chart.yaml': 'name: sub\n',
      'c/charts/sub/templates/c.yaml': template,
      'd d/Chart.yaml': 'name: d\n',
      'd d/templates/a.yaml': 'kind: "{{ .Values.kind }}"\n',
      'e/Chart.yaml': 'name: e\n',
      'e/templates/a.yaml': 'kind: Deployment\nmetadata: {{ . }}\n',
      'f/templates/a.yaml': template,
    });
    const { files, problems } = await read(['.']);
    expect(files.filter((file) => file.includes('/templates/'))).toEqual([
      'c/templates/plain.yaml',
      'f/templates/a.yaml',
    ]);
    expect(problems).toEqual(['RS2310 c/Chart.yaml', 'RS2310 d d/Chart.yaml']);
    const { problems: told } = await readInputs(['d d'], { cwd });
    expect(told.map(({ next }) => next)).toEqual([
      "Render it and convert the result: helm template 'd d' | routeshift convert -",
    ]);
  });

  it('leaves out .git, node_modules and what .gitignore says at each level', async () => {
    write({
      '.git/x.yaml': INGRESS,
      '.gitignore': 'out/\n*.gen.yaml\n/only-here.yaml\n',
      'out/x.yaml': INGRESS,
      'a.gen.yaml': INGRESS,
      'only-here.yaml': INGRESS,
      'node_modules/m/x.yaml': INGRESS,
      'sub/.gitignore': '!keep.gen.yaml\nlocal.yaml\n',
      'sub/keep.gen.yaml': INGRESS,
      'sub/drop.gen.yaml': INGRESS,
      'sub/local.yaml': INGRESS,
      'sub/only-here.yaml': INGRESS,
      'sub/out/x.yaml': INGRESS,
    });
    expect((await read(['.'])).files).toEqual(['sub/keep.gen.yaml', 'sub/only-here.yaml']);
    // Rules of the repository above hold in a directory below, unless the directory itself was asked for by name.
    expect((await read(['sub'])).files).toEqual(['sub/keep.gen.yaml', 'sub/only-here.yaml']);
    expect((await read(['out'])).files).toEqual(['out/x.yaml']);
    expect((await read(['a.gen.yaml'])).files).toEqual(['a.gen.yaml']);
  });

  it('follows links to files inside it and to nothing else', async () => {
    write({ 'd/real.yaml': INGRESS, 'd/data.txt': INGRESS, 'outside.yaml': INGRESS });
    symlinkSync('real.yaml', path.join(cwd, 'd/again.yaml'));
    symlinkSync('data.txt', path.join(cwd, 'd/link.yaml'));
    symlinkSync('../outside.yaml', path.join(cwd, 'd/out.yaml'));
    symlinkSync('.', path.join(cwd, 'd/loop'));
    symlinkSync('nowhere', path.join(cwd, 'd/broken.yaml'));
    const { files, problems } = await read(['d']);
    expect(files).toEqual(['d/link.yaml', 'd/real.yaml']);
    expect(problems).toEqual(['RS0101 d/broken.yaml']);
    expect(unreadable('d/broken.yaml', 'ENOENT').next).toMatch(/^Check where it leads, if it is a link;/);
  });

  it('does not decode JSON that never says kind, but tells of binary files', async () => {
    write({ 'd/package.json': '{"a": 1,}', 'd/values.yaml': 'a: [1\n', 'd/bin.yaml': Uint8Array.of(0x6b, 0, 1, 2) });
    const { files, problems, texts } = await read(['d']);
    expect(files).toEqual(['d/values.yaml']);
    expect(texts[0]?.incidental).toBe(true);
    expect(problems).toEqual(['RS0102 d/bin.yaml']);
  });
});

describe('paths', () => {
  it('may be many, overlap, and be files of any name: each file comes once', async () => {
    write({ 'd/a.yaml': INGRESS, 'd/b.txt': INGRESS, 'c.yaml': INGRESS });
    expect((await read(['d', 'd/a.yaml', './d/b.txt', 'c.yaml', 'd', `${cwd}/c.yaml`])).files).toEqual([
      'c.yaml',
      'd/a.yaml',
      'd/b.txt',
    ]);
  });

  it('may be globs, unless a file has that very name', async () => {
    write({ 'a/x.yaml': INGRESS, 'b/x.yaml': INGRESS, 'b/y.json': INGRESS, '[z].yaml': INGRESS, 'z.yaml': INGRESS });
    expect((await read(['*/x.yaml'])).files).toEqual(['a/x.yaml', 'b/x.yaml']);
    expect((await read(['**/*.{yaml,json}'])).files).toHaveLength(5);
    expect((await read(['[z].yaml'])).files).toEqual(['[z].yaml']);
    expect((await read([`${cwd}/a/*.yaml`])).files).toEqual([`${cwd}/a/x.yaml`]);
    expect((await read(['nothing/*.yaml', 'no-such.yaml', 'z.yaml/x'])).problems).toEqual([
      'RS0111 nothing/*.yaml',
      'RS0111 no-such.yaml',
      'RS0111 z.yaml/x',
    ]);
  });

  it('may lie above the working directory', async () => {
    write({ 'x.yaml': INGRESS, 'w/y.yaml': INGRESS });
    expect((await read(['../x.yaml', '../w'], { cwd: path.join(cwd, 'w') })).files).toEqual([
      '../w/y.yaml',
      '../x.yaml',
    ]);
  });

  it('may be the standard input, once', async () => {
    const stdin = Readable.from([Buffer.from('kind: é').subarray(0, 7), Buffer.from('kind: é').subarray(7)]);
    const { texts } = await read(['-', '-'], { stdin });
    expect(texts).toEqual([{ file: '<stdin>', text: 'kind: é' }]);
  });
});

describe('a file', () => {
  it('that is too large or not text is a problem, and the others are read', async () => {
    write({ 'big.yaml': '', 'bin.yaml': Uint8Array.of(0xc3, 0x28), 'nul.yaml': 'a\0', 'ok.yaml': INGRESS });
    truncateSync(path.join(cwd, 'big.yaml'), MAX_INPUT_LENGTH + 1);
    const told: string[] = [];
    const { files, problems } = await read(['big.yaml', 'bin.yaml', 'nul.yaml', 'ok.yaml'], {
      onProblem: ({ code }) => told.push(code),
    });
    expect(files).toEqual(['ok.yaml']);
    expect(problems).toEqual(['RS0103 big.yaml', 'RS0102 bin.yaml', 'RS0102 nul.yaml']);
    expect(told).toEqual(['RS0103', 'RS0102', 'RS0102']);
  });

  it('may be UTF-16 with a byte order mark', async () => {
    write({ 'a.yaml': Buffer.from(`\ufeff${INGRESS}`, 'utf16le') });
    expect((await read(['a.yaml'])).texts).toEqual([{ file: 'a.yaml', text: INGRESS }]);
  });

  it('that never ends is not read to the end', async () => {
    async function* endless() {
      for (;;) yield Buffer.alloc(1024 * 1024, 0x20);
    }
    expect((await read(['-'], { stdin: endless() })).problems).toEqual(['RS0103 <stdin>']);
  });
});

it('files come one after another, without waiting for all of them', async () => {
  write(
    Object.fromEntries(
      Array.from({ length: 100 }, (_, i) => [`d/${String(i).padStart(3, '0')}.yaml`, `${INGRESS}# ${i}`]),
    ),
  );
  let count = 0;
  for await (const { text } of inputTexts(['d'], { cwd })) {
    expect(text?.text).toBe(`${INGRESS}# ${count++}`);
    if (count === 40) rmSync(path.join(cwd, 'd/099.yaml'));
    if (count === 99) break;
  }
  expect(count).toBe(99);
});
