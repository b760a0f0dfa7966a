import { shortHash } from '../kubernetes/short-hash.js';
import { cutText } from '../kubernetes/stand-ins.js';
import { formatHost, type HostPattern } from '../model/host-pattern.js';

export { shortHash as hash };

const MAX_NAME = 253;

/**
 * Gives out object names: DNS subdomains of at most 253 characters (or fewer, where asked for), each given once per kind and namespace. What must be
 * cut or would collide gets a hash of what it stands for, so that names do not depend on the order of the input.
 */
export class Names {
  readonly #taken = new Map<string, string>();
  readonly #longest: number;

  constructor(longest = MAX_NAME) {
    this.#longest = longest;
  }

  /**
   * @param scope kind and namespace
   * @param wanted the name as it should be
   * @param identity what the object stands for; the same identity gets the same name again
   */
  give(scope: string, wanted: string, identity: string): string {
    const base = toDnsSubdomain(wanted, this.#longest);
    for (let i = 0; ; i += 1) {
      const candidate = i === 0 ? base : withHash(base, i === 1 ? identity : `${identity}\n${i}`, this.#longest);
      const key = `${scope}\n${candidate}`;
      const holder = this.#taken.get(key);
      if (holder === undefined || holder === identity) {
        this.#taken.set(key, identity);
        return candidate;
      }
    }
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

function toDnsSubdomain(text: string, longest: number): string {
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
