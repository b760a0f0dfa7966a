import { shortHash } from '../../kubernetes/short-hash.js';
import { cutText } from '../../kubernetes/stand-ins.js';

/** The longest name with which a Route can do anything: the router uses names as parts of labels. */
const LONGEST = 63;

/**
 * Names of Routes: that of the Ingress and eight digits that stand for host and path, so that a name says where a Route
 * comes from and stays the same whatever else changes. The controller's own have five random characters behind the name of
 * the Ingress (reference §1.3), so the two never meet.
 */
export class RouteNames {
  readonly #taken = new Set<string>();

  /** @param taken names of Routes that are there already, as `namespace/name` */
  constructor(taken: Iterable<string> = []) {
    for (const name of taken) this.#taken.add(name);
  }

  give(namespace: string, ingress: string, host: string, path: string): string {
    for (let i = 1; ; i += 1) {
      const digits = shortHash(i === 1 ? `${host}\n${path}` : `${host}\n${path}\n${i}`);
      const stem = cutText(nameLike(ingress), LONGEST - digits.length - 1).replace(/[^a-z0-9]+$/, '');
      const name = stem === '' ? `route-${digits}` : `${stem}-${digits}`;
      const key = `${namespace}/${name}`;
      if (this.#taken.has(key)) continue;
      this.#taken.add(key);
      return name;
    }
  }
}

/** A name as it is, where an API server takes it; else the nearest that one does. */
function nameLike(text: string): string {
  if (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(text)) return text;
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '');
}
