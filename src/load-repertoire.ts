import { type RunOptions, readsForOne, SOURCES, type SourceName } from './options.js';
import type { Repertoire, RouteTarget } from './repertoire.js';
import { understandIngressNginx } from './sources/ingress-nginx/understand.js';
import type { Understand } from './sources/understanding.js';
import type { Implementations } from './targets/gateway-api/profiles/implementation.js';

/** Code is read each time a program starts, so that what one run in ten needs stands in files of its own. */
const READERS: Readonly<Record<SourceName, () => Promise<Understand>>> = {
  'ingress-nginx': async () => understandIngressNginx,
  'openshift-ingress': async () =>
    (await import('./sources/openshift-ingress/understand.js')).understandOpenshiftIngress,
  'openshift-route': async () => (await import('./sources/openshift-route/understand.js')).understandRoutes,
  'haproxy-ingress': async () => (await import('./sources/haproxy-ingress/understand.js')).understandHaproxyIngress,
  haproxytech: async () => (await import('./sources/haproxytech/understand.js')).understandHaproxytech,
  'nginx-inc': async () => (await import('./sources/nginx-inc/understand.js')).understandNginxInc,
};

/** Loads what conversions with these options need: for `convertWith`. */
export async function loadRepertoire(runs: readonly RunOptions[]): Promise<Repertoire> {
  const sources = new Set<SourceName>();
  let hasProfile = false;
  let writesRoutes = false;
  for (const run of runs) {
    // Which controllers an input is of shows when it is sorted.
    for (const name of readsForOne(run) ? [run.from] : SOURCES) sources.add(name);
    if (run.profile !== undefined && run.profile.name !== 'standard') hasProfile = true;
    if (run.to === 'openshift-route') writesRoutes = true;
  }
  const [readers, implementations, routes] = await Promise.all([
    loadReaders([...sources]),
    hasProfile ? loadImplementations() : {},
    writesRoutes ? loadRoutes() : undefined,
  ]);
  return { sources: readers, routes, implementations };
}

async function loadReaders(names: readonly SourceName[]): Promise<Repertoire['sources']> {
  const readers = names.map(async (name) => [name, await READERS[name]()] as const);
  return Object.fromEntries(await Promise.all(readers));
}

/** All of them: they share most of their code. */
async function loadImplementations(): Promise<Implementations> {
  return (await import('./targets/gateway-api/profiles/implementations.js')).IMPLEMENTATIONS;
}

async function loadRoutes(): Promise<RouteTarget> {
  const [{ compileOpenshiftRoute }, { writeRoutes }] = await Promise.all([
    import('./targets/openshift-route/compile.js'),
    import('./targets/openshift-route/write-routes.js'),
  ]);
  return { compile: compileOpenshiftRoute, write: writeRoutes };
}
