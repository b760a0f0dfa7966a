import { readIngress, type SourceIngress } from '../sources/ingress-nginx/ingress-objects.js';
import { type AnnotationSubjects, annotationSubjects } from './annotation-variations.js';
import { addPattern, addVariations, type HostSubjects, type SubjectTable } from './host-subjects.js';

/** Names that a host answers to besides its own. */
export interface OtherName {
  readonly host: string;
  readonly name: string;
  readonly kind: 'alias' | 'www counterpart';
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
    .map((ingress) => ({ ingress, annotations: annotationSubjects(ingress.annotations, prefix) }));
  const regexHosts = new Set(
    read
      .filter(({ annotations }) => annotations.regexMode)
      .flatMap(({ ingress }) => ingress.rules.map(({ host }) => host)),
  );
  for (const { ingress, annotations } of read) {
    for (const host of ingress.tls.flatMap(({ hosts }) => hosts)) table.of(host).tls = true;
    for (const [host, paths] of pathsByHost(ingress)) {
      const subjects = table.of(host);
      subjects.tls ||= ingress.tls.length > 0;
      for (const path of paths) addPath(subjects, path, regexHosts.has(host));
      for (const target of annotations.targets) subjects.plainPaths.add(target);
      addVariations(subjects, paths.length > 0 ? paths : ['/'], annotations.variations);
      for (const name of annotations.aliases) names.push({ host, name, kind: 'alias' });
      if (annotations.fromToWww && host !== '' && !host.startsWith('*')) {
        names.push({ host, name: host.startsWith('www.') ? host.slice(4) : `www.${host}`, kind: 'www counterpart' });
      }
    }
  }
  addMainPathsOfCanaries(read, table);
  return names;
}

function pathsByHost(ingress: SourceIngress): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  // A default backend without rules serves every host that nothing else serves.
  if (ingress.rules.length === 0) found.set('', []);
  for (const { host, paths } of ingress.rules) {
    const known = found.get(host) ?? [];
    found.set(host, known);
    for (const { path } of paths ?? []) known.push(path);
  }
  return found;
}

function addPath(subjects: HostSubjects, path: string, regexMode: boolean): void {
  const odd = patternCharacter.test(path);
  if (odd && regexMode) subjects.plainPaths.add(path);
  else subjects.literals.add(path);
  if (odd || regexMode) addPattern(subjects, { pattern: `^${path}`, written: path, caseless: true, whole: false });
}

/** A canary takes over the locations of its host, so its selectors are tried on the paths of the others there too. */
function addMainPathsOfCanaries(
  read: readonly { readonly ingress: SourceIngress; readonly annotations: AnnotationSubjects }[],
  table: SubjectTable,
): void {
  for (const { ingress, annotations } of read) {
    if (!annotations.canary) continue;
    for (const host of pathsByHost(ingress).keys()) {
      const subjects = table.of(host);
      addVariations(subjects, subjects.literals, annotations.variations);
    }
  }
}
