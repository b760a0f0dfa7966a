import type { NginxCase } from './case-file.js';

const password = { 'auth-type': 'basic', 'auth-secret': 'users' };

/** Ways in which guarded and open paths of one Service stand side by side; each entry is a layout, named by what is special. */
export const guardedLayouts: Readonly<Record<string, NginxCase['ingresses']>> = {
  'a guarded prefix beside an open /': [
    ingress('guarded', password, { 'foo.com': ['/admin'] }),
    ingress('open', {}, { 'foo.com': ['/'] }),
  ],
  'a guarded prefix with a final slash beside an open /': [
    ingress('guarded', password, { 'foo.com': ['/admin/'] }),
    ingress('open', {}, { 'foo.com': ['/'] }),
  ],
  'a guarded exact path beside an open /': [
    ingress('guarded', password, { 'foo.com': ['=/admin'] }),
    ingress('open', {}, { 'foo.com': ['/'] }),
  ],
  'a guarded / around an open exact path': [
    ingress('guarded', { 'allowlist-source-range': '10.9.9.0/24' }, { 'foo.com': ['/'] }),
    ingress('open', {}, { 'foo.com': ['=/admin'] }),
  ],
  'a guarded / beside an open prefix': [
    ingress('guarded', password, { 'foo.com': ['/'] }),
    ingress('open', {}, { 'foo.com': ['/public'] }),
  ],
  'a guarded prefix on a host of expressions': [
    ingress('guarded', password, { 'foo.com': ['/admin'] }),
    ingress('open', { 'use-regex': 'true' }, { 'foo.com': ['/'] }),
  ],
  'a guarded exact path on a host of expressions': [
    ingress('guarded', password, { 'foo.com': ['=/admin'] }),
    ingress('open', { 'use-regex': 'true' }, { 'foo.com': ['/'] }),
  ],
  'a guarded expression beside an open /': [
    ingress('guarded', { ...password, 'use-regex': 'true' }, { 'foo.com': ['/admin.*'] }),
    ingress('open', {}, { 'foo.com': ['/'] }),
  ],
  'a guarded expression in the middle of paths beside an open /': [
    ingress('guarded', { ...password, 'use-regex': 'true' }, { 'foo.com': ['/[a-z]+/admin'] }),
    ingress('open', {}, { 'foo.com': ['/', '/x'] }),
  ],
  'a guarded expression beside an open one with many repeats': [
    ingress('guarded', { ...password, 'use-regex': 'true' }, { 'foo.com': ['/admin(/|$)(.*)'] }),
    ingress('open', {}, { 'foo.com': ['/.*.*.*.*'] }),
  ],
  'a guarded host below an open wildcard alias': [
    ingress('guarded', password, { 'admin.foo.com': ['/'] }),
    ingress('open', { 'server-alias': '*.foo.com' }, { 'bar.com': ['/'] }),
  ],
  'a guarded prefix of a host below a wildcard that opens a part of it': [
    ingress('guarded', password, { 'admin.foo.com': ['/admin'] }),
    ingress('open', {}, { '*.foo.com': ['/admin/x'] }),
  ],
  'a guarded rewrite beside an open one': [
    ingress('guarded', { ...password, 'rewrite-target': '/$2' }, { 'foo.com': ['/admin(/|$)(.*)'] }),
    ingress('open', { 'rewrite-target': '/$1' }, { 'foo.com': ['/(.*)'] }),
  ],
  'a guarded host below an open wildcard': [
    ingress('guarded', password, { 'admin.foo.com': ['/'] }),
    ingress('open', {}, { '*.foo.com': ['/'] }),
  ],
  'a guarded path of a host below an open wildcard': [
    ingress('guarded', password, { 'admin.foo.com': ['/admin'] }),
    ingress('open', {}, { '*.foo.com': ['/'] }),
  ],
  'a guarded wildcard beside an open host below it': [
    ingress('guarded', password, { '*.foo.com': ['/'] }),
    ingress('open', {}, { 'www.foo.com': ['/public'] }),
  ],
  'a guarded host beside rules without a host': [
    ingress('guarded', password, { 'foo.com': ['/'] }),
    ingress('open', {}, { '': ['/'] }),
  ],
  'a guarded path beside rules without a host': [
    ingress('guarded', password, { 'foo.com': ['/admin'] }),
    ingress('open', {}, { '': ['/'] }),
  ],
  'a guarded alias below an open wildcard': [
    ingress('guarded', { ...password, 'server-alias': 'admin.foo.com' }, { 'bar.com': ['/'] }),
    ingress('open', {}, { '*.foo.com': ['/'] }),
  ],
  'an address list beside an open /': [
    ingress('guarded', { 'allowlist-source-range': '10.9.9.0/24' }, { 'foo.com': ['/admin'] }),
    ingress('open', {}, { 'foo.com': ['/'] }),
  ],
  'external authentication beside an open /': [
    ingress('guarded', { 'auth-url': 'http://127.10.0.200:9000/authsvc' }, { 'foo.com': ['/admin'] }),
    ingress('open', {}, { 'foo.com': ['/'] }),
  ],
  'client certificates of a host, with https only': [
    ingress('guarded', { 'auth-tls-secret': 'default/ca', 'force-ssl-redirect': 'true' }, { 'foo.com': ['/admin'] }),
    ingress('open', { 'force-ssl-redirect': 'true' }, { 'foo.com': ['/'] }),
  ],
  'a host locked by an unusable Secret of one of its Ingresses': [
    ingress('guarded', { 'auth-tls-secret': 'ca' }, { 'foo.com': ['/admin'] }),
    ingress('open', {}, { 'foo.com': ['/'] }),
  ],
  'a path closed by an invalid value beside an open /': [
    ingress('guarded', { ...password, 'auth-secret': 'other/users' }, { 'foo.com': ['/admin'] }),
    ingress('open', {}, { 'foo.com': ['/'] }),
  ],
  'a path closed by an invalid value on a host of expressions': [
    ingress('guarded', { ...password, 'auth-secret': 'other/users' }, { 'foo.com': ['/admin'] }),
    ingress('open', { 'use-regex': 'true' }, { 'foo.com': ['/'] }),
  ],
};

/** An Ingress whose paths (`=` in front: Exact) all lead to the Service app. */
function ingress(
  name: string,
  annotations: Readonly<Record<string, string>>,
  hosts: Readonly<Record<string, readonly string[]>>,
): NginxCase['ingresses'][number] {
  const backend = { service: { name: 'app', port: { number: 80 } } };
  const rules = Object.entries(hosts).map(([host, paths]) => ({
    ...(host === '' ? {} : { host }),
    http: {
      paths: paths.map((path) =>
        path.startsWith('=')
          ? { path: path.slice(1), pathType: 'Exact', backend }
          : { path, pathType: 'ImplementationSpecific', backend },
      ),
    },
  }));
  const prefixed = Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]);
  return {
    metadata: { name, annotations: Object.fromEntries(prefixed) },
    spec: { ingressClassName: 'nginx', rules },
  };
}
