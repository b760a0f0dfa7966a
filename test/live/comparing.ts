import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Captured, routeshift } from '../cli/captured.js';

/** A shop with one certificate, a path of its own for the API, and a path that only one of the two sides can serve. */
export const SHOP = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
          - { path: /api, pathType: Prefix, backend: { service: { name: api, port: { number: 8080 } } } }
`;

/** The same shop with TLS. */
export const SECURE_SHOP = SHOP.replace(
  'spec:\n',
  'spec:\n  tls: [{ hosts: [shop.example.com], secretName: shop-tls }]\n',
);

/** What `verify --live` said, as words and as data. */
export interface Compared extends Captured {
  readonly report: LiveReport;
}

/** The JSON report, as far as tests look at it. */
export interface LiveReport {
  readonly probes: number;
  readonly agree: number;
  readonly explained: number;
  readonly unexplained: number;
  readonly varying: number;
  readonly unanswered: number;
  readonly differences: readonly {
    readonly request: {
      readonly scheme: string;
      readonly host: string;
      readonly method: string;
      readonly path: string;
    };
    readonly field: string;
    readonly old: unknown;
    readonly new: unknown;
    readonly codes: readonly string[];
    readonly models: { readonly old: string; readonly new: string };
    readonly departing: readonly string[];
  }[];
  readonly findings: readonly { readonly code: string; readonly severity: string; readonly message: string }[];
  readonly notSent: readonly { readonly reason: string; readonly count: number }[];
  readonly leftOut: readonly { readonly host: string; readonly count: number }[];
  readonly unmet: readonly { readonly field: string; readonly expected: unknown; readonly target: unknown }[];
  readonly unreached: readonly { readonly side: string; readonly requests: number }[];
  readonly ended: { readonly reason: string; readonly requests: number } | null;
}

/** Runs `verify --live` on a manifest, quickly unless the flags say otherwise. */
export async function compareLive(manifest: string, ...flags: string[]): Promise<Compared> {
  const folder = await mkdtemp(join(tmpdir(), 'routeshift-live-'));
  try {
    const [file, json] = [join(folder, 'shop.yaml'), join(folder, 'live.json')];
    await writeFile(file, manifest);
    const reports = ['--report', 'text', '--report', `json=${json}`];
    const fast = ['--rate', '5000', '--timeout', '5'].filter(
      (_word, i, all) => !flags.includes(all[i - (i % 2)] ?? ''),
    );
    const captured = await routeshift('verify', file, '--live', '--no-config', ...reports, ...fast, ...flags);
    const { readFile } = await import('node:fs/promises');
    const text = await readFile(json, 'utf8').catch(() => 'null');
    return { ...captured, report: JSON.parse(text) };
  } finally {
    await rm(folder, { recursive: true });
  }
}
