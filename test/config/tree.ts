import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Captured, routeshift } from '../cli/captured.js';

/** A folder of files for the time of a test. */
export class Tree {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async of(files: Readonly<Record<string, string>>): Promise<Tree> {
    const tree = new Tree(await mkdtemp(join(tmpdir(), 'routeshift-config-')));
    // The root of a repository: nothing above it is looked at.
    await mkdir(tree.at('.git'));
    for (const [name, text] of Object.entries(files)) await tree.write(name, text);
    return tree;
  }

  at(name: string): string {
    return join(this.folder, name);
  }

  async write(name: string, text: string): Promise<void> {
    await mkdir(dirname(this.at(name)), { recursive: true });
    await writeFile(this.at(name), text);
  }

  /** A run, with paths as `@name` for files of the tree. */
  async run(...args: string[]): Promise<Captured> {
    const { status, out, err } = await routeshift(...args.map((arg) => arg.replace(/@(?=[\w.])/, `${this.folder}/`)));
    const clean = (text: string) => text.replaceAll(`${this.folder}/`, '@');
    return { status, out: clean(out), err: clean(err) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}

export function ingress(name: string, host: string, annotations: readonly string[] = [], namespace = 'shop'): string {
  const lines = annotations.map((line) => `\n    ${line}`).join('');
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: ${namespace}${lines === '' ? '' : `\n  annotations:${lines}`}
spec:
  ingressClassName: nginx
  rules:
    - host: ${host}
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
`;
}
