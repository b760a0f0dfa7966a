import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ingress } from '../differences/sides.js';
import { Repository } from '../git/repository.js';
import { routeshift } from './captured.js';

const schema = JSON.parse(readFileSync(new URL('../../src/reports/diff.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);
const home = process.cwd();
const path = process.env.PATH;
let repository: Repository;

beforeEach(() => {
  repository = new Repository();
  process.chdir(repository.root);
});
afterEach(() => {
  process.chdir(home);
  process.env.PATH = path;
  repository.remove();
});

async function json(...args: string[]) {
  const { out } = await routeshift(...args, '--report', 'json');
  const parsed = JSON.parse(out);
  expect(validate(parsed), JSON.stringify(validate.errors)).toBe(true);
  return parsed;
}

const names = (objects: readonly { readonly name: string }[]) => objects.map(({ name }) => name);

describe('routeshift diff --base', () => {
  it('says nothing of an unchanged tree, whatever lines moved', async () => {
    repository.commit({ 'apps/web.yaml': ingress(['/', '/api'], { 'auth-type': 'basic' }), 'apps/notes.md': 'x' });
    expect(await routeshift('diff', '--base', 'HEAD', 'apps')).toMatchObject({ status: 0, err: '' });
    repository.write({
      'apps/web.yaml': `# moved\n\n---\n${ingress(['/', '/api'], { 'auth-type': 'basic' })}`,
      'apps/notes.md': 'y',
    });
    const { status, out } = await routeshift('diff', '--base', 'HEAD', 'apps');
    expect([status, out]).toEqual([0, expect.stringMatching(/^Compared with HEAD \([0-9a-f]{10}\): no difference\n$/)]);
  });

  it('reports a changed annotation with the answers that it changes, and how to see one', async () => {
    repository.commit({ 'apps/web.yaml': ingress(['/'], { 'app-root': '/old' }) });
    repository.write({ 'apps/web.yaml': ingress(['/'], { 'app-root': '/new' }) });
    const { status, out } = await routeshift('diff', '--base', 'main', 'apps', '--gateway', 'infra/public');
    expect(status).toBe(3);
    expect(out).toContain('changed HTTPRoute shop/web-shop.example.com  apps/web.yaml:1 Ingress shop/web\n');
    expect(out).toContain('spec.rules[0].filters[0].requestRedirect.path.replaceFullPath');
    expect(out).toMatch(/ - \/old\n.* \+ \/new\n/);
    expect(out).toContain('the controller changed in the same way\n');
    expect(out).toContain('location: http://shop.example.com/old -> http://shop.example.com/new\n');
    const command = /\$ routeshift (trace .*)/.exec(out.slice(out.indexOf('in the same way')))?.[1] ?? '';
    expect(command).toBe("trace 'GET http://shop.example.com/' apps --gateway infra/public");
    const words = [...command.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word);
    expect((await routeshift(...words)).out).toContain('sent to http://shop.example.com/new');
    expect(out).toMatch(/Compared with main \(.*\): 1 object changed, \d+ requests answered differently\n$/);
  });

  it('reports added and removed files, and takes a path that only one side has', async () => {
    const blog = ingress(['/'], {}, { name: 'blog', host: 'blog.example.com' });
    const first = repository.commit({ 'old/web.yaml': ingress(['/']), 'same.yaml': blog });
    repository.commit({ 'old/web.yaml': undefined, 'new/shop.yaml': ingress(['/'], {}, { name: 'shop' }) });
    const { objects, revision } = await json('diff', '--base', 'HEAD~1', 'old', 'new', 'same.yaml', '--gateway', 'a/b');
    expect(revision).toEqual({ name: 'HEAD~1', commit: first });
    expect(names(objects.removed)).toEqual(['web-shop.example.com']);
    expect(names(objects.added)).toEqual(['shop-shop.example.com']);
    expect(objects.changed).toEqual([]);
    expect((await routeshift('diff', '--base', 'HEAD', 'nowhere')).status).toBe(4);
  });

  it('follows an object that moves to another file', async () => {
    repository.commit({ 'apps/a.yaml': ingress(['/'], { 'auth-type': 'basic' }) });
    repository.write({ 'apps/a.yaml': undefined, 'apps/sub/b.yaml': ingress(['/'], { 'auth-type': 'basic' }) });
    expect((await routeshift('diff', '--base', 'HEAD', 'apps')).status).toBe(0);
  });

  it.each([
    ['in the work tree', false, 'after', 'removed'],
    ['at the revision', true, 'before', 'added'],
  ] as const)('says that a file could not be read %s', async (_where, isOld, side, list) => {
    const good = ingress(['/']);
    const broken = `${good}bad: [\n`;
    repository.commit({ 'web.yaml': isOld ? broken : good });
    repository.write({ 'web.yaml': isOld ? good : broken });
    const { objects, unread, differs } = await json('diff', '--base', 'HEAD', '.', '--gateway', 'a/b');
    expect(differs).toBe(true);
    expect(unread[side]).toEqual(['web.yaml']);
    expect(objects[list].map(({ unread: file }: { unread: string }) => file)).toEqual(['web.yaml']);
    const { out } = await routeshift('diff', '--base', 'HEAD', '.');
    expect(out).toContain('web.yaml could not be read');
  });

  it('answers 4 where a file is broken on both sides, and nothing else differs', async () => {
    repository.commit({ 'web.yaml': 'kind: Ingress\nspec: [\n', 'b.yaml': ingress(['/']) });
    const { status, out } = await routeshift('diff', '--base', 'HEAD', '.');
    expect([status, out]).toEqual([4, expect.stringContaining('not compared web.yaml')]);
  });

  it('reads the settings of the controller from each side', async () => {
    const config = (value: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ingress-nginx-controller }\ndata: { hsts-max-age: "${value}" }\n`;
    const tls = ingress(['/']).replace('  rules:', '  tls: [{ hosts: [shop.example.com], secretName: tls }]\n  rules:');
    repository.commit({ 'apps/web.yaml': tls, 'config.yaml': config('100') });
    repository.write({ 'config.yaml': config('200') });
    const { objects } = await json('diff', '--base', 'HEAD', 'apps', '--controller-config', 'config.yaml');
    expect(JSON.stringify(objects.changed)).toContain('max-age=200');
  });

  it('asks of each host the controller that serves it', async () => {
    const other = ingress(['/'], {}, { name: 'other', host: 'other.example.com' })
      .replace('ingressClassName: nginx', 'ingressClassName: haproxy')
      .replace('annotations: {}', 'annotations: { haproxy-ingress.github.io/app-root: /old }');
    const files = { 'a.yaml': ingress(['/'], { 'app-root': '/old' }), 'b.yaml': other };
    repository.commit(files);
    const args = ['diff', '--base', 'HEAD', '.', '--from', 'auto'];
    expect((await json(...args)).differs).toBe(false);
    repository.write({ 'b.yaml': other.replace('/old', '/new') });
    const { behaviour } = await json(...args);
    expect([...new Set(behaviour.groups.map(({ host }: { host: string }) => host))]).toEqual(['other.example.com']);
    expect(JSON.stringify(behaviour.groups)).toContain('/new');
    repository.write({ 'a.yaml': undefined, 'b.yaml': undefined });
    expect((await json(...args)).behaviour.differing).toBeGreaterThan(3);
  });

  it('compares with the commit where the branch left the revision, if that is asked for', async () => {
    const start = repository.commit({ 'web.yaml': ingress(['/']) });
    repository.git('checkout', '--quiet', '-b', 'mine');
    repository.commit({ 'mine.yaml': ingress(['/'], {}, { name: 'mine', host: 'mine.example.com' }) });
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ 'web.yaml': ingress(['/', '/theirs']) });
    repository.git('checkout', '--quiet', 'mine');
    const args = ['diff', '--base', 'main', '.', '--gateway', 'a/b'];
    expect(names((await json(...args)).objects.changed)).toEqual(['web-shop.example.com']);
    const { objects, revision } = await json(...args, '--merge-base');
    expect([names(objects.changed), names(objects.added)]).toEqual([[], ['mine-mine.example.com']]);
    expect(revision).toEqual({ name: 'main', commit: start });
    repository.git('checkout', '--quiet', '--orphan', 'other');
    repository.commit();
    expect((await routeshift(...args, '--merge-base')).err).toMatch(/main and HEAD have no commit in common/);
    expect((await routeshift('diff', '.', '--merge-base')).err).toMatch(/goes with --base/);
  });

  it('leaves the repository and the work tree alone', async () => {
    repository.commit({ 'web.yaml': ingress(['/']) });
    repository.write({ 'web.yaml': ingress(['/x']), 'untracked.yaml': ingress(['/'], {}, { name: 'u' }) });
    const state = () => [repository.git('status', '--porcelain'), repository.git('count-objects', '-v')];
    const before = state();
    await routeshift('diff', '--base', 'HEAD', '.');
    expect(state()).toEqual(before);
  });

  it('never shows the value of a Secret', async () => {
    const secret = (value: string) =>
      `---\napiVersion: v1\nkind: Secret\nmetadata: { name: tls, namespace: shop }\nstringData: { tls.key: ${value}, tls.crt: ${value} }\n`;
    const route = (key: string) => `apiVersion: route.openshift.io/v1
kind: Route
metadata: { name: r, namespace: shop }
spec:
  host: r.example.com
  to: { kind: Service, name: web }
  tls:
    termination: edge
    certificate: "-----BEGIN CERTIFICATE-----\\n${key}c\\n-----END CERTIFICATE-----\\n"
    key: "-----BEGIN PRIVATE KEY-----\\n${key}\\n-----END PRIVATE KEY-----\\n"
`;
    repository.commit({ 'r.yaml': route('b25lb25l') + secret('valueone') });
    repository.write({ 'r.yaml': route('dHdvdHdv') + secret('valuetwo') });
    for (const target of [['--extract-certificates'], ['--to', 'openshift-route'], []]) {
      for (const report of ['text', 'markdown', 'json']) {
        const args = ['--from', 'openshift-route', ...target, '--report', report];
        const { out } = await routeshift('diff', '--base', 'HEAD', 'r.yaml', ...args);
        expect(out.length).toBeGreaterThan(0);
        expect(out).not.toMatch(/b25lb25l|dHdvdHdv|valueone|valuetwo/);
      }
    }
  });
});

describe('what routeshift diff --base cannot do', () => {
  it.each([
    ['nonsense', 'error: --base nonsense: the repository has no commit nonsense\n'],
    ['--exec=x', "error: --base --exec=x: '--exec=x' is no name of a revision\n"],
  ])('is said of the revision %s', async (revision, err) => {
    repository.commit({ 'web.yaml': ingress(['/']) });
    expect(await routeshift('diff', `--base=${revision}`, '.')).toEqual({ status: 1, out: '', err });
  });

  it('is said outside a repository', async () => {
    process.chdir('/');
    const { status, err } = await routeshift('diff', '--base', 'HEAD', '/etc/hostname');
    expect([status, err]).toEqual([1, 'error: --base HEAD: the working directory is in no Git repository\n']);
  });

  it('is said without git', async () => {
    repository.commit({ 'web.yaml': ingress(['/']) });
    mkdirSync('nothing');
    process.env.PATH = join(repository.root, 'nothing');
    const { status, err } = await routeshift('diff', '--base', 'HEAD', 'web.yaml');
    expect([status, err]).toEqual([1, 'error: --base HEAD: git is needed for this, and there is none in PATH\n']);
  });

  it('is said of paths outside, of standard input, and of too little to go by', async () => {
    repository.commit({ 'web.yaml': ingress(['/']) });
    expect((await routeshift('diff', '--base', 'HEAD', '/etc')).err).toMatch(/\/etc lies outside the repository/);
    expect((await routeshift('diff', '--base', 'HEAD', '-')).err).toMatch(/standard input has no earlier revision/);
    expect((await routeshift('diff', 'web.yaml', '--base', 'HEAD', '--against', 'x')).status).toBe(1);
    expect((await routeshift('diff', 'web.yaml', '--base', 'HEAD', '--max-size', '10')).err).toMatch(/from 2000/);
  });
});

describe('routeshift diff --check', () => {
  it('is one line on standard error, and the exit status', async () => {
    repository.commit({ 'web.yaml': ingress(['/']) });
    expect(await routeshift('diff', '--base', 'HEAD', '--check', '.')).toEqual({
      status: 0,
      out: '',
      err: 'routeshift: no difference\n',
    });
    repository.write({ 'web.yaml': ingress(['/', '/x']) });
    const { status, out, err } = await routeshift(
      'diff',
      '--base',
      'HEAD',
      '--check',
      '.',
      '--report',
      'markdown=c.md',
    );
    expect([status, out]).toEqual([3, '']);
    expect(err).toMatch(/^routeshift: 1 object changed, .*\n$/);
    expect(readFileSync('c.md', 'utf8')).toMatch(/^<!-- routeshift diff -->\n### Gateway API/);
  });
});

describe('routeshift diff --against', () => {
  it('finds no difference to what convert wrote, in a directory or in one file', async () => {
    repository.write({ 'web.yaml': ingress(['/', '/api']) });
    await routeshift('convert', 'web.yaml', '-o', 'out');
    expect(await routeshift('diff', '--against', 'out', 'web.yaml')).toMatchObject({ status: 0 });
    const { out } = await routeshift('convert', 'web.yaml');
    repository.write({ 'all.yaml': out });
    expect(await routeshift('diff', '--against', 'all.yaml', 'web.yaml')).toMatchObject({ status: 0 });
    repository.write({ 'web.yaml': `# moved\n${ingress(['/', '/api'])}` });
    expect(await routeshift('diff', '--against', 'out', 'web.yaml')).toMatchObject({ status: 0 });
  });

  it('finds what was edited by hand, what is missing, and what is no longer written', async () => {
    repository.write({ 'web.yaml': ingress(['/', '/api']) });
    await routeshift('convert', 'web.yaml', '-o', 'out', '--gateway', 'infra/public');
    const file = 'out/httproute-shop-web-shop.example.com.yaml';
    const drift = () => json('diff', '--against', 'out', 'web.yaml', '--gateway', 'infra/public');
    const text = readFileSync(file, 'utf8');
    repository.write({ [file]: text.replace('port: 80', 'port: 81') });
    expect((await drift()).objects.changed[0].fields).toMatchObject([{ change: 'changed', before: 81, after: 80 }]);
    repository.write({ [file]: undefined });
    expect(names((await drift()).objects.added)).toEqual(['web-shop.example.com']);
    // What routeshift wrote and would not write any more is told; the same words by somebody else are not its business.
    repository.write({ [file]: text.replace('name: web-', 'name: gone-') });
    expect(names((await drift()).objects.removed)).toEqual(['gone-shop.example.com']);
    repository.write({ [file]: text.replace('name: web-', 'name: gone-').replace(/^#.*\n/, '') });
    expect(names((await drift()).objects.removed)).toEqual([]);
  });

  it('leaves alone what others wrote in the same directory', async () => {
    repository.write({ 'web.yaml': ingress(['/']) });
    await routeshift('convert', 'web.yaml', '-o', 'out');
    repository.write({
      'out/mine.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: s }\n---\nkind: [\n',
      'out/kustomization.yaml': 'resources: []\n',
    });
    const { drift, differs } = await json('diff', '--against', 'out', 'web.yaml');
    expect(differs).toBe(false);
    expect(drift.leftOut).toBe(1);
    expect(drift.problems).toMatchObject([{ file: 'out/mine.yaml' }]);
    expect((await routeshift('diff', '--against', 'out', 'web.yaml')).status).toBe(4);
  });

  it('takes what a cluster answers for what was applied', async () => {
    repository.write({ 'web.yaml': ingress(['/']) });
    const { out } = await routeshift('convert', 'web.yaml', '--gateway', 'infra/public', '--no-comments');
    const stored = out
      .replace('metadata:\n', 'metadata:\n  uid: "1"\n  resourceVersion: "2"\n  generation: 3\n')
      .replace(
        '    - name: public\n',
        '    - name: public\n      group: gateway.networking.k8s.io\n      kind: Gateway\n',
      )
      .replace(
        '          port: 80\n',
        '          port: 80\n          group: ""\n          kind: Service\n          weight: 1\n',
      );
    expect(stored.length).toBeGreaterThan(out.length + 100);
    repository.write({ 'cluster.yaml': `${stored}status:\n  parents: []\n` });
    const args = ['diff', '--against', 'cluster.yaml', 'web.yaml', '--gateway', 'infra/public'];
    expect(await routeshift(...args)).toMatchObject({ status: 0 });
    repository.write({ 'cluster.yaml': stored.replace('weight: 1', 'weight: 2') });
    expect((await json(...args)).objects.changed[0].fields).toMatchObject([{ before: 2, after: 1 }]);
  });

  it('says that there is nothing to compare with', async () => {
    repository.write({ 'web.yaml': ingress(['/']) });
    const { status, err } = await routeshift('diff', '--against', 'nowhere', 'web.yaml');
    expect([status, err]).toEqual([1, 'error: --against nowhere: there is no such file or directory\n']);
  });
});

describe('routeshift diff of a directory alone', () => {
  const app = (path: string) =>
    ingress([path], {}, { name: `web${path.slice(1)}`, host: `${path.slice(1)}.example.com` });
  const files = {
    'repo/plain.yaml': `# first\n${app('/plain')}`,
    'repo/windows.yaml': `# kept\n---\n${app('/windows')}---\nkind: Other\napiVersion: x/v1\n`.replaceAll('\n', '\r\n'),
    'repo/no end.yaml': app('/end').trimEnd(),
    'repo/mark.yaml': `\ufeff${app('/mark')}`,
    'repo/kustomization.yaml': 'resources:\n  # the shop\n  - plain.yaml\n',
    'repo/guarded.yaml': app('/guarded').replace(
      'annotations: {}',
      'annotations: { nginx.ingress.kubernetes.io/auth-type: basic }',
    ),
  };

  function contents(): Record<string, string> {
    const names = repository
      .git('ls-files', '-z', '--cached', '--others')
      .split('\0')
      .filter((name) => name !== '');
    return Object.fromEntries(
      [...new Set(names)].sort().flatMap((name) => {
        try {
          return [[name, readFileSync(name, 'utf8')]];
        } catch {
          return [];
        }
      }),
    );
  }

  it.each([
    [[]],
    [['--write', 'beside']],
    [['--write', 'replace']],
    [['--write', 'mirror', '-o', 'out']],
    [['--write', 'replace', '--no-comments']],
  ])('prints a patch with which git apply does what convert --write does: %s', async (flags) => {
    repository.commit(files);
    const before = contents();
    const { status, out } = await routeshift('diff', 'repo', '--gateway', 'infra/public', ...flags);
    expect(status).toBe(3);
    expect(contents()).toEqual(before);
    const patch = join(repository.root, '.git/patch');
    writeFileSync(patch, out);
    repository.git('apply', '--whitespace=nowarn', patch);
    const patched = contents();
    repository.git('reset', '--quiet', '--hard');
    repository.git('clean', '--quiet', '-fd');
    const mode = flags.length === 0 ? ['--write', 'beside'] : flags;
    const { status: written } = await routeshift('convert', 'repo', '--gateway', 'infra/public', '-q', ...mode);
    expect([0, 2]).toContain(written);
    expect(patched).toEqual(contents());
    expect(patched).not.toEqual(before);
    // Done once, there is nothing left to do.
    expect(await routeshift('diff', 'repo', '--gateway', 'infra/public', ...flags)).toEqual({
      status: 0,
      out: '',
      err: '',
    });
  });

  it('names files as git apply wants them in the working directory', async () => {
    repository.commit(files);
    process.chdir('repo');
    const { out } = await routeshift('diff', '.', '--gateway', 'infra/public');
    expect(out).toContain('+++ b/plain.gateway.yaml\n');
    expect((await routeshift('diff', repository.root, '--gateway', 'infra/public')).out).toContain(
      'b/plain.gateway.yaml\n',
    );
  });

  it('comes as JSON and as Markdown, without lines of Secrets', async () => {
    const secret = '---\napiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData: { a: hidden }\n';
    repository.commit({ ...files, 'repo/secret.yaml': app('/secret') + secret });
    const args = ['diff', 'repo', '--gateway', 'infra/public', '--write', 'replace'];
    const { write, mode } = await json(...args);
    expect(mode).toBe('write');
    const changed = write.files.find(({ file }: { file: string }) => file === 'repo/plain.yaml');
    expect(changed).toMatchObject({ change: 'changed', patch: expect.stringContaining('@@') });
    expect(changed.removed).toBeGreaterThan(5);
    expect(write.files.find(({ file }: { file: string }) => file === 'repo/secret.yaml').patch).toBeNull();
    const { out } = await routeshift(...args, '--report', 'markdown');
    expect(out).toContain('may hold a secret');
    expect(out).not.toContain('hidden');
  });

  it('refuses what convert --write refuses', async () => {
    repository.commit({ ...files, 'repo/plain.gateway.yaml': 'mine: 1\n' });
    const { status, err } = await routeshift('diff', 'repo', '--gateway', 'infra/public');
    expect([status, err]).toEqual([1, expect.stringContaining('did not write plain.gateway.yaml')]);
    expect((await routeshift('diff', 'repo', 'other')).err).toContain('one directory at a time');
    expect((await routeshift('diff', 'repo', '--write', 'mirror')).err).toContain('-o DIR');
    expect((await routeshift('diff', 'repo', '--write', 'beside', '--base', 'HEAD')).status).toBe(1);
  });
});
