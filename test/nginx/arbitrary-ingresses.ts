import fc from 'fast-check';
import { path } from './arbitrary-paths.js';

/** An Ingress as a manifest has it. */
export interface IngressDraft {
  readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
  readonly spec: {
    readonly ingressClassName: string;
    readonly defaultBackend?: BackendDraft;
    readonly rules: readonly {
      readonly host?: string;
      readonly http: {
        readonly paths: readonly {
          readonly path?: string;
          readonly pathType: string;
          readonly backend: BackendDraft;
        }[];
      };
    }[];
  };
}
interface BackendDraft {
  readonly service: { readonly name: string; readonly port: { readonly number: number } };
}

const prefix = 'nginx.ingress.kubernetes.io';

/** Few names, so that Ingresses meet and wildcards, aliases and redirects to www compete. */
const host = fc.constantFrom<(string | undefined)[]>(
  'a.com',
  'a.com',
  'b.a.com',
  'www.a.com',
  '*.a.com',
  '*.b.a.com',
  'c.org',
  undefined,
);

const aliases = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom(
      'alias.com',
      'c.org',
      'B.A.com',
      '*.a.com',
      '*.alias.com',
      'alias.*',
      '*.com',
      '.a.com',
      'x.b.a.com',
      '~^r[0-9]{1,2}\\.com$',
      '~^(.+)\\.a\\.com$',
      'alias.com,*.alias.com',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('a*.com', '~(', 'a..com', '*', '.', '*com', 'x.*.com') },
);

const pathType = fc.constantFrom('Prefix', 'Prefix', 'Exact', 'ImplementationSpecific');

const rewriteTarget = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.constantFrom('/', '/$1', '/$2', '/new', '/new/$1', '/$1/$2$3', '/a', '$1', '/$1x', 'new', '/a//$1'),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'https://n.example/$1',
      'http://n.example',
      'https://n.example/x/$2',
      '$scheme://n.example/$1',
      '/$x',
      '/$tail',
      '/$uri',
      '/q$request_uri',
      '/$host/$1',
      '/$args',
      '/$http_host',
      '/$subdomain/$1',
      '/$arg_q',
      'https://n.example$request_uri',
      'https://n.example$uri',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('/$nobody', '/$', '/$0', '/$1_x', '/$10', '/$label', '/a$/b', '/$a-b') },
);
const url = fc.constantFrom('https://n.example/x', 'http://n.example', 'https://n.example/?a=b&c=d');

const options: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'rewrite-target': rewriteTarget,
  'use-regex': fc.constantFrom('true', 'true', 'false'),
  'app-root': fc.constantFrom('/app', '/home/', '/', '/x/$host', '/y$request_uri', '/$nobody', '/$1'),
  'permanent-redirect': fc.oneof(url, fc.constantFrom('/moved', '/moved/?x=y', 'moved')),
  'permanent-redirect-code': fc.constantFrom('300', '302', '303', '304', '307', '308', '200'),
  'temporal-redirect': url,
  'temporal-redirect-code': fc.constantFrom('301', '303', '307', '308'),
  'relative-redirects': fc.constantFrom('true', 'false'),
  'server-alias': aliases,
  'from-to-www-redirect': fc.constant('true'),
  // An empty list denies its locations, which then do not proxy (reference §19).
  'allowlist-source-range': fc.constant(''),
};
/** Annotation and how often it occurs among a hundred Ingresses. */
const frequency: readonly (readonly [string, number])[] = [
  ['rewrite-target', 30],
  ['use-regex', 20],
  ['app-root', 8],
  ['permanent-redirect', 8],
  ['permanent-redirect-code', 5],
  ['temporal-redirect', 6],
  ['temporal-redirect-code', 4],
  ['relative-redirects', 8],
  ['server-alias', 20],
  ['from-to-www-redirect', 4],
  ['allowlist-source-range', 4],
];
const annotations = fc
  .tuple(
    ...frequency.map(([name, percent]) =>
      fc
        .tuple(fc.integer({ min: 0, max: 99 }), options[name] ?? fc.constant(''))
        // Shrinks toward absence.
        .map(([dice, value]): [string, string] | undefined =>
          dice >= 100 - percent ? [`${prefix}/${name}`, value] : undefined,
        ),
    ),
  )
  .map((list) => Object.fromEntries(list.filter((entry) => entry !== undefined)));

interface Parts {
  readonly annotations: Readonly<Record<string, string>>;
  readonly defaultBackend: boolean;
  readonly rules: readonly {
    readonly host: string | undefined;
    readonly paths: readonly { readonly path: string | undefined; readonly pathType: string }[];
  }[];
}

const parts: fc.Arbitrary<Parts> = fc.record({
  annotations,
  defaultBackend: fc.integer({ min: 0, max: 9 }).map((dice) => dice > 7),
  rules: fc.array(fc.record({ host, paths: fc.array(fc.record({ path, pathType }), { minLength: 1, maxLength: 4 }) }), {
    maxLength: 3,
  }),
});

/** Every path has a Service of its own, so that the backend names it. */
function ingressOf({ annotations: own, defaultBackend, rules }: Parts, index: number): IngressDraft {
  const service = (name: string) => ({ service: { name: `s${index}-${name}`, port: { number: 80 } } });
  return {
    metadata: { name: `i${index}`, annotations: own },
    spec: {
      ingressClassName: 'nginx',
      ...(defaultBackend ? { defaultBackend: service('default') } : {}),
      rules: rules.map((rule, r) => ({
        ...(rule.host === undefined ? {} : { host: rule.host }),
        http: {
          paths: rule.paths.map((entry, p) => ({
            ...(entry.path === undefined ? {} : { path: entry.path }),
            pathType: entry.pathType,
            backend: service(`${r}-${p}`),
          })),
        },
      })),
    },
  };
}

/** One to four Ingresses over few hosts and paths. */
export const ingresses: fc.Arbitrary<readonly IngressDraft[]> = fc
  .array(parts, { minLength: 1, maxLength: 4 })
  .map((list) => list.map(ingressOf));
