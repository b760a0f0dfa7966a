import type { SourceName } from '../options.js';
import { fieldsOf, listOf, textOf } from './json-values.js';

/** A controller that runs in the cluster, and what it was started with. */
export interface RunningController {
  readonly controller: SourceName;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Flags without their dashes; those without a value are 'true'. */
  readonly flags: ReadonlyMap<string, string>;
}

/** How a controller is told: by its image, wherever that was mirrored to, or by its program. */
const CONTROLLERS: readonly { readonly controller: SourceName; readonly image: RegExp; readonly program?: RegExp }[] = [
  {
    controller: 'haproxytech',
    image: /(?:^|\/)haproxytech\/kubernetes-ingress(?:[:@]|$)/,
    program: /(?:^|\/)haproxy-ingress-controller$/,
  },
  { controller: 'haproxy-ingress', image: /(?:^|\/)haproxy-ingress(?:[:@]|$)/ },
  {
    controller: 'ingress-nginx',
    image:
      /(?:^|\/)ingress-nginx\/controller(?:-chroot)?(?:[:@]|$)|(?:^|\/)(?:mirrored-)?nginx-ingress-controller(?:[:@]|$)/,
    program: /(?:^|\/)nginx-ingress-controller$/,
  },
  {
    controller: 'nginx-inc',
    image: /(?:^|\/)(?:nginx|nginxinc|nginx-ic)\/nginx(?:-plus)?-ingress(?:[:@]|$)/,
    program: /(?:^|\/)nginx-ingress$/,
  },
];

/** Flags that take no value of the next word: pflag and Go's flag want `--x=false` for those. */
const SWITCHES: ReadonlySet<string> = new Set([
  'watch-ingress-without-class',
  'ingress-class-by-name',
  'disable-catch-all',
  'enable-ssl-passthrough',
  'empty-ingress-class',
  'update-status',
  'force-namespace-isolation',
  'enable-snippets',
  'nginx-plus',
]);

/** Longer lines of arguments are nobody's. */
const MOST_ARGUMENTS = 1000;

/** The controller that a Deployment or DaemonSet runs; undefined for all that run something else. */
export function runningController(item: unknown, kind: string): RunningController | undefined {
  const { metadata, spec } = fieldsOf(item);
  const name = textOf(fieldsOf(metadata).name);
  const namespace = textOf(fieldsOf(metadata).namespace);
  if (name === undefined || namespace === undefined) return undefined;
  const template = fieldsOf(fieldsOf(fieldsOf(spec).template).spec);
  for (const container of listOf(template.containers)) {
    const { image, command, args, env } = fieldsOf(container);
    const words = [...listOf(command), ...listOf(args)]
      .filter((word): word is string => typeof word === 'string')
      .slice(0, MOST_ARGUMENTS);
    const known = CONTROLLERS.find(
      (one) => one.image.test(textOf(image) ?? '') || words.some((word) => one.program?.test(word) === true),
    );
    if (known === undefined) continue;
    const variables = variablesOf(env, namespace, name);
    const flags = flagsIn(words.map((word) => substituted(word, variables)));
    return { controller: known.controller, kind, namespace, name, flags };
  }
  return undefined;
}

function flagsIn(words: readonly string[]): ReadonlyMap<string, string> {
  const flags = new Map<string, string>();
  for (let at = 0; at < words.length; at++) {
    const [, name, value] = /^--?([A-Za-z][\w.-]*)(?:=([\s\S]*))?$/.exec(words[at] ?? '') ?? [];
    if (name === undefined) continue;
    const next = words[at + 1];
    const takesNext = value === undefined && !SWITCHES.has(name) && next !== undefined && !next.startsWith('-');
    flags.set(name, value ?? (takesNext ? next : 'true'));
    if (takesNext) at += 1;
  }
  return flags;
}

/** Variables of a container that are known without running it. */
function variablesOf(env: unknown, namespace: string, name: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const entry of listOf(env)) {
    const { name: variable, value, valueFrom } = fieldsOf(entry);
    if (typeof variable !== 'string') continue;
    const path = fieldsOf(fieldsOf(valueFrom).fieldRef).fieldPath;
    if (typeof value === 'string') variables.set(variable, value);
    else if (path === 'metadata.namespace') variables.set(variable, namespace);
    else if (path === 'metadata.name') variables.set(variable, name);
  }
  return variables;
}

/** `$(NAME)` as the kubelet replaces it; `$$(NAME)` is the text `$(NAME)`. */
function substituted(word: string, variables: ReadonlyMap<string, string>): string {
  return word.replace(/\$\$|\$\(([A-Za-z_][\w.-]*)\)/g, (whole, name: string | undefined) =>
    name === undefined ? '$' : (variables.get(name) ?? whole),
  );
}
