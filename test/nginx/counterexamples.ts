import type { IngressDraft } from './arbitrary-ingresses.js';

interface Parts {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly host?: string;
  readonly path?: string;
  readonly pathType?: string;
}

/** One Ingress with one path; annotations without their prefix. */
export function ingress(
  name: string,
  { annotations = {}, host, path = '/', pathType = 'Prefix' }: Parts,
): IngressDraft {
  return {
    metadata: {
      name,
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]),
      ),
    },
    spec: {
      ingressClassName: 'nginx',
      rules: [
        {
          ...(host === undefined ? {} : { host }),
          http: { paths: [{ path, pathType, backend: { service: { name, port: { number: 80 } } } }] },
        },
      ],
    },
  };
}

/** What is asked, as `host/path`. */
export interface Counterexample {
  readonly ingresses: readonly IngressDraft[];
  readonly asked: readonly string[];
}

const host = 'a.com';
const redirecting = (target: string, path = '/(.*)'): IngressDraft =>
  ingress('a', { host, path, annotations: { 'rewrite-target': target } });

/** Where nginx once corrected the model; each has its rule in test/behaviour/sources/ingress-nginx-data-plane.test.ts too. */
export const counterexamples: Readonly<Record<string, Counterexample>> = {
  'a Host header that nginx refuses': {
    ingresses: [ingress('a', { annotations: { 'app-root': '/app' } })],
    asked: ['a..com/', ':80/', './', 'a.com./', 'a.com:/'],
  },
  'the slash that nginx adds drops an empty query': {
    ingresses: [ingress('a', { host, path: '/a/', pathType: 'Exact' })],
    asked: ['a.com/a?', 'a.com/a?x', 'a.com/a#x'],
  },
  'the status page is found before a slash is added to its name': {
    ingresses: [ingress('a', { path: '/nginx_status/' })],
    asked: ['x.com/nginx_status', 'x.com/nginx_status/', 'x.com/nginx_statusx'],
  },
  'an alias .a.com is given up where a.com is taken': {
    ingresses: [ingress('a', { host, annotations: { 'server-alias': '.a.com' } })],
    asked: ['x.a.com/', 'a.com/', '.a.com/'],
  },
  'an alias .b.com holds for b.com and below': {
    ingresses: [ingress('a', { host, annotations: { 'server-alias': '.b.com' } })],
    asked: ['b.com/', 'x.b.com/', 'y.x.b.com/', '.b.com/'],
  },
  'an alias with two dots in a row': {
    ingresses: [ingress('a', { host, annotations: { 'server-alias': 'a..com' } })],
    asked: [],
  },
  'an alias with two dots in a row, of the only server there is': {
    ingresses: [ingress('a', { annotations: { 'server-alias': 'a..com' } })],
    asked: ['x.com/'],
  },
  'a variable that nobody defines, in a rewrite': { ingresses: [redirecting('/$nobody')], asked: [] },
  'a variable that nobody defines, in an app-root': {
    ingresses: [ingress('a', { host, annotations: { 'app-root': '/$nobody' } })],
    asked: [],
  },
  'a variable that nobody defines, in an app-root that another one hides': {
    ingresses: [
      ingress('a', { host, path: '/a', annotations: { 'app-root': '/$nobody' } }),
      ingress('b', { host, path: '/longer', annotations: { 'app-root': '/app' } }),
    ],
    asked: [],
  },
  'there is no $0': { ingresses: [redirecting('/$0')], asked: [] },
  'a group named like a variable of nginx': { ingresses: [redirecting('/$1', '/(?<uri>.*)')], asked: [] },
  'a group of another host defines a variable too': {
    ingresses: [
      redirecting('/$id/x'),
      ingress('b', { host: 'b.com', path: '/(?<id>.*)', annotations: { 'use-regex': 'true' } }),
    ],
    asked: ['a.com/a', 'b.com/a'],
  },
  '$subdomain is what a wildcard host captured': {
    ingresses: [
      ingress('a', { host: '*.a.com', path: '/(.*)', annotations: { 'rewrite-target': '/$subdomain/$1' } }),
      redirecting('/$subdomain/$1'),
    ],
    asked: ['x.a.com/p', 'a.com/p'],
  },
  'an app-root may hold variables': {
    ingresses: [
      ingress('a', { host: '*.a.com', annotations: { 'app-root': '/$host/$1' } }),
      ingress('b', { host: 'b.com', annotations: { 'app-root': '/y$request_uri' } }),
    ],
    asked: ['x.a.com/', 'b.com/?q'],
  },
  '$host without a Host header is the name of the server': {
    ingresses: [ingress('a', { annotations: { 'app-root': '/$host' } })],
    asked: ['/', 'X.com:8080/'],
  },
  'captures in a redirect are encoded only if the request is': {
    ingresses: [redirecting('https://n.example/$1')],
    asked: ['a"b', '%61"b', 'a+"b', 'a%20{b}', '%3Fa%20"{b}', 'a%2520b', 'a%3Bb%26c', '%C3%BC', 'ü', '?q=%41'].map(
      (path) => `a.com/${path}`,
    ),
  },
  'the text of a redirect is decoded up to the first question mark': {
    ingresses: [redirecting('https://n.example$request_uri')],
    asked: ['%61%20%2F%3F%41?%41', '%61?%41', '..%2e/'].map((path) => `a.com/${path}`),
  },
  'a lone percent sign is dropped from a redirect': {
    ingresses: [redirecting('https://n.example$uri')],
    asked: ['%25', '%25//a', '%2541', '%25a', '%25%2541'].map((path) => `a.com/${path}`),
  },
  '$uri keeps bytes that are no UTF-8': { ingresses: [redirecting('/$uri')], asked: ['a.com/%FF/a'] },
  '$arg_name is not decoded': {
    ingresses: [redirecting('/$arg_q')],
    asked: ['a.com/?q=%2F', 'a.com/?Q=1&q=2', 'a.com/?xq=1', 'a.com/?q'],
  },
};
