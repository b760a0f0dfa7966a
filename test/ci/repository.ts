import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A Git repository for one test, and a folder beside it. Removed by `dispose`. */
export class Repository implements Disposable {
  readonly base = mkdtempSync(join(tmpdir(), 'routeshift-ci-'));
  readonly path = join(this.base, 'work');
  readonly scratch = join(this.base, 'scratch');

  constructor(files: Readonly<Record<string, string>>) {
    mkdirSync(this.path);
    mkdirSync(this.scratch);
    this.git('init', '--quiet', '--initial-branch=main');
    this.commit(files);
  }

  /** Runs git with nothing of the user's own configuration. */
  git(...args: readonly string[]): string {
    return execFileSync('git', args, { cwd: this.path, encoding: 'utf8', stdio: 'pipe', env: gitEnvironment() });
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.path, name)), { recursive: true });
      writeFileSync(join(this.path, name), text);
    }
  }

  /** Commits these files and answers the revision. */
  commit(files: Readonly<Record<string, string>>): string {
    this.write(files);
    this.git('add', '--all');
    this.git('commit', '--quiet', '--no-verify', '--message', 'Change manifests');
    return this.git('rev-parse', 'HEAD').trim();
  }

  [Symbol.dispose](): void {
    rmSync(this.base, { recursive: true, force: true });
  }
}

/** An environment in which git does the same on every machine. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const who = { NAME: 'Somebody', EMAIL: 'somebody@example.com' };
  const names = Object.entries(who).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ]);
  const clean = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return {
    ...Object.fromEntries(clean),
    ...Object.fromEntries(names),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
  };
}

/** An Ingress of ingress-nginx with annotations. */
export function ingress(name: string, annotations: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries(annotations).map(
    ([key, value]) => `    nginx.ingress.kubernetes.io/${key}: ${JSON.stringify(value)}\n`,
  );
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: shop
${lines.length === 0 ? '' : `  annotations:\n${lines.join('')}`}spec:
  ingressClassName: nginx
  rules:
    - host: ${name}.example.com
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: ${name}, port: { number: 80 } } } }
`;
}
