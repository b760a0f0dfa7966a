import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ingress, WITHHELD } from './memory-tree.js';

/** A file of the repository, and what is to become of it when its Ingresses are replaced. */
export interface MadeFile {
  readonly file: string;
  readonly text: string | Uint8Array;
  /** The texts of the documents that give way. */
  readonly replaced: readonly string[];
}

const APPS = 24;

/**
 * A repository as teams keep them: applications with bases and overlays of kustomize, mixed documents, comments, CRLF, files
 * that are broken, templates, charts, and symbolic links.
 */
export function repositoryFiles(): MadeFile[] {
  const files: MadeFile[] = [];
  const add = (file: string, text: string | Uint8Array, replaced: readonly string[] = []) =>
    files.push({ file, text, replaced });
  for (let n = 0; n < APPS; n++) {
    const app = `apps/app-${n}`;
    const whole = ingress(`app-${n}`);
    const held = ingress(`admin-${n}`, undefined, WITHHELD);
    const crlf = n % 4 === 1;
    const written = (text: string) => (crlf ? text.replaceAll('\n', '\r\n') : text);
    add(
      `${app}/base/web.yaml`,
      written(
        `# Team ${n}\n---\n# The service\n${service(n)}---  # entry\n# Do not touch\n\n${whole}# end of it\n---\n${held}`,
      ),
      [written(whole)],
    );
    add(`${app}/base/deployment.yaml`, written(deployment(n)));
    add(`${app}/base/config.yaml`, `${n % 3 === 0 ? '\ufeff' : ''}${config(n)}`);
    add(
      `${app}/base/kustomization.yaml`,
      `# What app ${n} is made of\nresources:\n  - deployment.yaml   # first\n  - web.yaml\n  # last\n  - config.yaml\n`,
    );
    for (const stage of ['dev', 'prod']) {
      add(`${app}/overlays/${stage}/kustomization.yaml`, `resources: [../../base]\nnamespace: ${stage}\n`);
      add(
        `${app}/overlays/${stage}/replicas.yaml`,
        `kind: Deployment\nmetadata: {name: app-${n}}\nspec: {replicas: 2}\n`,
      );
      add(`${app}/overlays/${stage}/settings.env`, `STAGE=${stage}\n`);
    }
    add(`${app}/README.md`, `# App ${n}\n\n    kind: Ingress\n`);
    add(`${app}/notes.yaml`, `# nothing but comments\n`);
  }
  const patch = `kind: Ingress\napiVersion: networking.k8s.io/v1\nmetadata: {name: patched}\nspec: {ingressClassName: x}\n`;
  add('patched/base/kustomization.yaml', 'resources:\n- web.yaml\n');
  add('patched/base/web.yaml', ingress('patched'));
  add('patched/over/kustomization.yaml', 'resources:\n- ../base\npatches:\n- path: patch.yaml\n');
  add('patched/over/patch.yaml', patch);
  const cut = ingress('cut').trimEnd();
  add('odd/no-line-break.yaml', cut, [cut]);
  add('odd/broken.yaml', `${ingress('beside-broken')}---\nkind: Ingress\n  bad: [\n`, [ingress('beside-broken')]);
  add('odd/broken-only.yaml', 'kind: Ingress\nmetadata: [\n');
  add('odd/template.yaml', 'kind: Ingress\nmetadata:\n  name: {{ name }}\n  {% if x %}\n');
  add(
    'odd/list.yaml',
    `apiVersion: v1\nkind: List\nitems:\n  - ${ingress('listed').trimEnd().replaceAll('\n', '\n    ')}\n`,
  );
  add('odd/wide.yaml', Buffer.from(`\ufeff${ingress('wide')}`, 'utf16le'));
  add('odd/binary.yaml', new Uint8Array([0, 1, 2, 3]));
  add('odd/ignored.yaml', ingress('ignored'));
  add('.gitignore', '*.tmp\n');
  add('.routeshiftignore', 'odd/ignored.yaml\nvendor/\n');
  add('vendor/web.yaml', ingress('vendored'));
  add('chart/Chart.yaml', 'apiVersion: v2\nname: chart\nversion: 1.0.0\n');
  add('chart/values.yaml', 'host: chart.example.com\n');
  for (const name of ['ingress', 'second', 'third', 'fourth'])
    add(`chart/templates/${name}.yaml`, ingress(name, '{{ .Values.host }}'));
  add('chart/templates/deployment.yaml', 'kind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\n');
  while (files.length < 298) add(`data/file-${files.length}.yaml`, config(files.length));
  return files;
}

/** Writes the repository below a folder, and commits it. Two files more are symbolic links. */
export function makeRepository(folder: string): MadeFile[] {
  const files = repositoryFiles();
  for (const { file, text } of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  writeFileSync(path.join(folder, 'odd/linked.txt'), ingress('linked'));
  symlinkSync('linked.txt', path.join(folder, 'odd/link.yaml'));
  symlinkSync('/etc/hostname', path.join(folder, 'odd/outside.yaml'));
  git(folder, 'init', '-q');
  commit(folder);
  return files;
}

export function commit(folder: string): void {
  git(folder, 'add', '-A');
  git(folder, '-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '-qm', 'All of it');
}

export function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-c', 'core.autocrlf=false', ...args], { cwd: folder, encoding: 'utf8' });
}

function service(n: number): string {
  return `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: "ns-${n}"}\nspec:\n    ports:  [ { port: 80 } ]\n`;
}

function deployment(n: number): string {
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n    name: app-${n}\nspec:\n    replicas: 1 # few\n`;
}

function config(n: number): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: config-${n}\ndata:\n  text: |\n    ---\n    # kind: Ingress\n`;
}
