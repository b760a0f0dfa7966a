import { shortHash } from '../kubernetes/short-hash.js';
import { cutText } from '../kubernetes/stand-ins.js';
import { formatHost, type HostPattern } from '../model/host-pattern.js';

export { shortHash as hash };

const MAX_NAME = 253;
/** What the names of Gateways are kept to; a suffix leaves them so. */
const MAX_WITH_SUFFIX = 50;

/** Names that other parts of the same run have given, and what is put behind a name that is among them. */
export interface Naming {
  /** `Kind`, namespace and name of each, a line for each. */
  readonly taken: ReadonlySet<string>;
  readonly suffix: string;
}

/**
 * Gives out object names: DNS subdomains of at most 253 characters (or fewer, where asked for), each given once per kind and namespace. What must be
 * cut or would collide gets a hash of what it stands for, so that names do not depend on the order of the input.
 */
export class Names {
  /** What each name stands for, by scope. */
  readonly #taken = new Map<string, Map<string, string>>();
  readonly #longest: number;
  readonly #naming: Naming | undefined;

  constructor(naming?: Naming, longest = MAX_NAME) {
    this.#naming = naming;
    this.#longest = longest;
  }

  /**
   * @param scope kind and namespace
   * @param wanted the name as it should be
   * @param identity what the object stands for; the same identity gets the same name again
   */
  give(scope: string, wanted: string, identity: string): string {
    const base = this.#apart(scope, toDnsSubdomain(wanted, this.#longest));
    let holders = this.#taken.get(scope);
    if (holders === undefined) {
      holders = new Map();
      this.#taken.set(scope, holders);
    }
    for (let i = 0; ; i += 1) {
      const candidate = i === 0 ? base : withHash(base, i === 1 ? identity : `${identity}\n${i}`, this.#longest);
      if (this.#naming?.taken.has(`${scope}\n${candidate}`) === true) continue;
      const holder = holders.get(candidate);
      if (holder === identity) return candidate;
      if (holder !== undefined) continue;
      holders.set(candidate, identity);
      return candidate;
    }
  }

  #apart(scope: string, name: string): string {
    if (this.#naming?.taken.has(`${scope}\n${name}`) !== true) return name;
    const ending = `-${this.#naming.suffix}`;
    const room = Math.min(this.#longest, Math.max(MAX_WITH_SUFFIX, name.length));
    return `${cutText(name, room - ending.length).replace(/[^a-z0-9]+$/, '')}${ending}`;
  }
}

/** A host in a name: `*.foo.com` is `wildcard.foo.com`, any host is `all-hosts`. */
export function hostInName(host: HostPattern): string {
  switch (host.kind) {
    case 'any':
      return 'all-hosts';
    case 'wildcard':
      return `wildcard.${host.suffix}`;
    case 'exact':
      return formatHost(host);
  }
}

/** Labels of lower-case letters and digits with dashes between them: what most names are. */
const PLAIN = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;

function toDnsSubdomain(text: string, longest: number): string {
  if (text.length <= longest && PLAIN.test(text)) return text;
  const clean = text
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, '-')
    .replace(/[.-]+/g, (run) => (run.includes('.') ? '.' : run));
  const inner = betweenAlphanumerics(clean);
  const name = inner === '' ? 'unnamed' : inner;
  return name.length <= longest ? name : withHash(name, text, longest);
}

/** By hand: an expression for the end would look at every run of dashes as often as it is long. */
function betweenAlphanumerics(text: string): string {
  const start = text.search(/[a-z0-9]/);
  let end = text.length;
  while (end > start && !/[a-z0-9]/.test(text.charAt(end - 1))) end -= 1;
  return start === -1 ? '' : text.slice(start, end);
}

function withHash(name: string, identity: string, longest: number): string {
  const suffix = `-${shortHash(identity)}`;
  return `${betweenAlphanumerics(cutText(name, longest - suffix.length))}${suffix}`;
}
