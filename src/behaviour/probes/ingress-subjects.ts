import { type IngressPath, readIngress, type SourceIngress } from '../sources/ingress-nginx/ingress-objects.js';
import { type AnnotationSubjects, annotationSubjects } from './annotation-variations.js';
import { addPattern, addVariations, type HostSubjects, type SubjectTable } from './host-subjects.js';

/** Names that a host answers to besides its own. */
export interface OtherName {
  readonly host: string;
  readonly name: string;
  readonly kind: 'alias' | 'www counterpart';
}

/** One Ingress, its paths gathered by host. */
interface ReadIngress {
  readonly ingress: SourceIngress;
  readonly annotations: AnnotationSubjects;
  readonly hosts: ReadonlyMap<string, readonly IngressPath[]>;
}

/** Characters that make a path an expression where the host compares expressions, or an odd path where it does not. */
const patternCharacter = /[\\^$|?*+()[\]{}]/;

/**
 * Collects what Ingresses say about their hosts.
 *
 * @returns the names under which hosts are also reached
 */
export function collectIngressSubjects(
  ingresses: readonly unknown[],
  prefix: string,
  table: SubjectTable,
): readonly OtherName[] {
  const names: OtherName[] = [];
  const read = ingresses
    .map(readIngress)
    .filter((ingress) => ingress !== undefined)
    .map(
      (ingress): ReadIngress => ({
        ingress,
        annotations: annotationSubjects(ingress.annotations, prefix),
        hosts: pathsByHost(ingress),
      }),
    );
  // One Ingress that rewrites or uses expressions makes expressions of all paths of its hosts.
  const regexHosts = new Set(
    read.filter(({ annotations }) => annotations.regexMode).flatMap(({ hosts }) => [...hosts.keys()]),
  );
  for (const { ingress, annotations, hosts } of read) {
    for (const host of ingress.tls.flatMap((entry) => entry.hosts)) if (host !== '') table.of(host).tls = true;
    for (const [host, entries] of hosts) {
      const subjects = table.of(host);
      const paths = entries.map(({ path }) => path);
      subjects.tls ||= ingress.tls.length > 0 || annotations.forceHttps;
      for (const path of paths) addPath(subjects, path, regexHosts.has(host));
      for (const target of annotations.targets) subjects.plainPaths.add(target);
      addVariations(subjects, paths.length > 0 ? paths : ['/'], annotations.variations);
      for (const name of annotations.aliases) names.push({ host, name, kind: 'alias' });
      if (annotations.fromToWww && host !== '' && !host.startsWith('*')) {
        names.push({ host, name: host.startsWith('www.') ? host.slice(4) : `www.${host}`, kind: 'www counterpart' });
      }
    }
  }
  addSharedCanaries(read, table);
  return names;
}

function pathsByHost(ingress: SourceIngress): ReadonlyMap<string, readonly IngressPath[]> {
  const found = new Map<string, IngressPath[]>();
  // A default backend without rules serves every host that nothing else serves.
  if (ingress.rules.length === 0 && ingress.hasDefaultBackend) found.set('', []);
  for (const rule of ingress.rules) {
    const host = rule.host.toLowerCase();
    const known = found.get(host) ?? [];
    found.set(host, known);
    for (const path of rule.paths ?? []) known.push(path);
  }
  return found;
}

function addPath(subjects: HostSubjects, path: string, regexMode: boolean): void {
  const odd = patternCharacter.test(path);
  if (odd && regexMode) subjects.plainPaths.add(path);
  else subjects.literals.add(path);
  if (odd || regexMode) addPattern(subjects, { pattern: `^${path}`, written: path, caseless: true, whole: false });
}

/** Paths on which a canary is tried besides its own, for each host: enough to see that it follows its Service. */
const sharedPathsOfCanary = 8;

/**
 * A canary is held by the Service that it stands in for, so it also takes requests on every other path that leads there.
 * One request that it takes and one that it does not are enough on those.
 */
function addSharedCanaries(read: readonly ReadIngress[], table: SubjectTable): void {
  const canaries = read.filter(({ annotations }) => annotations.canary && annotations.variations.length > 0);
  if (canaries.length === 0) return;
  const services = new Map<string, Set<string>>();
  const users = new Map<string, { readonly host: string; readonly path: string }[]>();
  for (const { ingress, annotations, hosts } of read) {
    if (annotations.canary) continue;
    for (const [host, entries] of hosts) {
      for (const { path, backend } of entries) {
        if (backend === null) continue;
        const service = JSON.stringify([ingress.namespace, backend.service, backend.port]);
        addTo(services, JSON.stringify([host, path]), service);
        const known = users.get(service) ?? [];
        known.push({ host, path });
        users.set(service, known);
      }
    }
  }
  for (const { annotations, hosts } of canaries) {
    const places = [...hosts].flatMap(([host, entries]) => entries.map(({ path }) => JSON.stringify([host, path])));
    const held = new Set(places.flatMap((place) => [...(services.get(place) ?? [])]));
    const paths = new Map<string, Set<string>>();
    for (const service of held) for (const { host, path } of users.get(service) ?? []) addTo(paths, host, path);
    for (const [host, shared] of paths) {
      const own = new Set((hosts.get(host) ?? []).map(({ path }) => path));
      const others = [...shared].filter((path) => !own.has(path)).sort();
      addVariations(table.of(host), others.slice(0, sharedPathsOfCanary), annotations.variations.slice(0, 2));
    }
  }
}

function addTo(index: Map<string, Set<string>>, key: string, value: string): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, new Set([value]));
  else known.add(value);
}
