import type { Conversion } from '../../src/conversion.js';
import { convert } from '../../src/convert.js';
import { type ConvertOptions, DEFAULT_OPTIONS } from '../../src/options.js';
import type { WriteMode, WritePlan } from '../../src/tree/file-change.js';
import { TreeGatherer } from '../../src/tree/gather-tree.js';
import { isKustomization } from '../../src/tree/kustomize/kustomization.js';
import { planWrite } from '../../src/tree/plan-write.js';
import { earlierGateways } from '../../src/tree/replaced-objects.js';
import type { Folder, SourceFile } from '../../src/tree/tree.js';
import { MARKER } from '../../src/writing/write-files.js';

export type Files = Readonly<Record<string, string>>;

export interface Planned {
  readonly conversion: Conversion;
  readonly plan: WritePlan;
  /** The files once the plan is carried out; in a mirror, those of the mirror. */
  readonly files: Files;
}

/** Plans what is written into a tree that is nowhere but in memory. */
export function planned(
  files: Files,
  mode: WriteMode,
  { options = {}, untouchable = {}, force = false, mirror = {} }: Given = {},
): Planned {
  const gatherer = new TreeGatherer({ templateParameters: new Map() });
  for (const [file, text] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (/\.(?:ya?ml|json)$/.test(file))
      gatherer.take(file, { file, text: text.replace(/^\ufeff/, ''), incidental: true });
    if (isKustomization(file)) gatherer.takeKustomization(file, text);
  }
  const { input, tree } = gatherer.finish([], {
    folder: folderOf(files),
    nameOf: (file) => file,
    shapeOf: (file) => ({
      hasMark: files[file]?.startsWith('\ufeff') === true,
      untouchable: untouchable[file] ?? (file.endsWith('.json') ? 'json' : undefined),
    }),
  });
  const conversion = convert(input, {
    ...DEFAULT_OPTIONS,
    earlierGateways: mode === 'replace' ? earlierGateways(tree) : [],
    ...options,
  });
  const earlier = Object.keys(mirror).filter((file) => mirror[file]?.startsWith(MARKER));
  const output =
    mode === 'mirror' ? { folder: folderOf(mirror), earlier, nameOf: (file: string) => `out/${file}` } : undefined;
  const plan = planWrite(conversion, tree, { mode, force, noComments: false, output });
  return { conversion, plan, files: carriedOut(plan, mode === 'mirror' ? mirror : files) };
}

interface Given {
  readonly options?: Partial<ConvertOptions>;
  readonly untouchable?: Readonly<Record<string, SourceFile['untouchable']>>;
  readonly force?: boolean;
  /** What the mirror holds already. */
  readonly mirror?: Files;
}

function folderOf(files: Files): Folder {
  return {
    look: (file) => {
      const text = Object.hasOwn(files, file) ? files[file] : undefined;
      return text === undefined ? { kind: 'absent' } : { kind: 'text', text };
    },
  };
}

function carriedOut({ changes }: WritePlan, files: Files): Files {
  const after = new Map(Object.entries(files));
  for (const change of changes) {
    if (after.get(change.file) !== change.before) throw new Error(`${change.file} is not what was planned for`);
    if (change.after === undefined) after.delete(change.file);
    else after.set(change.file, change.after);
  }
  return Object.fromEntries(after);
}

/** `RS2301 web.yaml`, one for each finding about the tree. */
export function said({ items }: WritePlan): string[] {
  return items.map(({ code, source }) => `${code} ${source.file}:${source.line}`).sort();
}

/** An Ingress of one host; its annotations are lines. */
export function ingress(
  name: string,
  host = `${name}.example.com`,
  annotations: readonly string[] = [],
  path = '/',
): string {
  const noted = annotations.map((line) => `    nginx.ingress.kubernetes.io/${line}\n`).join('');
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: shop
${noted === '' ? '' : `  annotations:\n${noted}`}spec:
  ingressClassName: nginx
  rules:
    - host: ${host}
      http:
        paths:
          - path: ${path}
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  number: 80
`;
}

/** An annotation that withholds its rules. */
export const WITHHELD = ['auth-type: basic', 'auth-secret: passwords'];
