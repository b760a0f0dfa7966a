import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SHELLS } from '../../src/cli/completion.js';
import { SOURCES } from '../../src/options.js';
import { routeshift } from './captured.js';

const base = mkdtempSync(join(tmpdir(), 'routeshift-completion-'));
afterAll(() => rmSync(base, { recursive: true }));

/** What is suggested for the last word, without descriptions, and the directive. */
async function suggested(...words: readonly string[]): Promise<{ values: string[]; directive: string }> {
  const { out, err, status } = await routeshift('complete', '--', ...words);
  expect({ err, status }).toEqual({ err: '', status: 0 });
  const lines = out.trimEnd().split('\n');
  return { values: lines.slice(0, -1).map((line) => line.split('\t')[0] ?? ''), directive: lines.at(-1) ?? '' };
}

describe('completions', () => {
  it('are of commands first, and never of the one that the scripts call', async () => {
    const { values } = await suggested('');
    expect(values).toEqual(expect.arrayContaining(['convert', 'verify', 'trace', 'explain', 'list', 'completion']));
    expect(values).not.toContain('complete');
    expect((await suggested('tr')).values).toEqual(['trace']);
  });

  it('are of flags and their values', async () => {
    expect((await suggested('convert', '--fro')).values).toEqual(['--from']);
    expect((await suggested('convert', '--from', '')).values).toEqual(expect.arrayContaining([...SOURCES]));
    expect((await suggested('convert', '--from=hap')).values).toEqual(['haproxy-ingress', 'haproxytech']);
    expect((await suggested('verify', 'manifests/', '--channel', 'e')).values).toEqual(['experimental']);
    expect((await suggested('convert', '--report', '')).values).toEqual(expect.arrayContaining(['text', 'json']));
    expect((await suggested('completion', '')).values).toEqual([...SHELLS]);
  });

  it('are of annotations and codes for explain', async () => {
    expect((await suggested('explain', 'auth-typ')).values).toEqual(['auth-type']);
    expect((await suggested('explain', 'RS000')).values).toContain('RS0001');
  });

  it('leave files to the shell, and only where files are meant', async () => {
    for (const words of [
      ['convert', ''],
      ['convert', '--verify', 'manifests/in'],
      ['convert', '--controller-config', ''],
      ['convert', '--controller-config=con'],
      ['convert', '-o', ''],
    ])
      expect(await suggested(...words), words.join(' ')).toEqual({ values: [], directive: ':0' });
    for (const words of [
      ['convert', '--namespace', ''],
      ['convert', '--from', 'nobody'],
      ['list', ''],
      ['nothing', ''],
    ])
      expect(await suggested(...words), words.join(' ')).toEqual({ values: [], directive: ':4' });
  });

  it('take anything', async () => {
    for (const words of [[], ['--'], ['-'], ['='], ['--=', ''], ['convert', '--from='], ["$(x) 'y"]])
      expect((await suggested(...words)).directive).toMatch(/^:[04]$/);
  });
});

describe('the script', () => {
  it.each(SHELLS)('for %s asks this program', async (shell) => {
    const { out, status } = await routeshift('completion', shell);
    expect(status).toBe(0);
    expect(out).toMatch(/routeshift complete ['"]?--/);
    expect(out).not.toContain('undefined');
  });

  it('is refused for other shells, by name', async () => {
    const { err, status } = await routeshift('completion', 'tcsh');
    expect(status).toBe(1);
    expect(err).toContain('Allowed choices are bash, zsh, fish, powershell');
  });

  it('for bash puts the answer where bash looks, and may be read twice', async () => {
    const { out: script } = await routeshift('completion', 'bash');
    const { out: answer } = await routeshift('complete', '--', 'convert', '--from', 'ha');
    writeFileSync(join(base, 'script'), script);
    writeFileSync(join(base, 'answer'), answer);
    // The function of the package bash-completion, in short.
    const driver = `set -e
      _get_comp_words_by_ref() { cur=ha; prev=--from; words=(routeshift convert --from ha); cword=3; }
      routeshift() { printf '%s\\n' "$*" > asked; cat answer; }
      compopt() { :; }
      source ./script; source ./script
      __routeshift_complete
      printf '%s\\n' "\${COMPREPLY[@]}"
      complete -p routeshift`;
    const said = execFileSync('bash', ['--norc', '-c', driver], { cwd: base, encoding: 'utf8' });
    expect(said).toBe('haproxy-ingress\nhaproxytech\ncomplete -o default -F __routeshift_complete routeshift\n');
    expect(readFileSync(join(base, 'asked'), 'utf8')).toBe('complete -- convert --from ha\n');
  });
});
