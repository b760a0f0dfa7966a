import { compareText } from '../../values/plain-object.js';
import { type HeaderValues, HostMap } from './host-map.js';
import type { BackendDraft } from './inventory.js';
import { defaultHost, type MatchType } from './path-link.js';
import type { AccessList, PathSettings } from './path-settings.js';

/** A value that several paths of a backend share. */
interface Item<T> {
  readonly value: T;
  readonly hashes: ReadonlySet<string>;
}

/**
 * What is set per path, as the configuration of the backend asks for it: a value on which all paths agree holds without a
 * question, others hold for the path that the request is found to be for, which an alias never is (reference §1.2).
 */
export class PathRules {
  private readonly settings: ReadonlyMap<string, PathSettings>;
  private readonly items = new Map<keyof PathSettings, readonly Item<unknown>[]>();
  private readonly byHost: HostMap<string>;
  private readonly byDefault: HostMap<string>;
  private readonly isAsked: boolean;

  constructor(
    draft: BackendDraft,
    settings: ReadonlyMap<string, PathSettings>,
    order: readonly MatchType[],
    report: (problem: string) => void,
  ) {
    this.settings = settings;
    this.byHost = new HostMap<string>(order, report);
    this.byDefault = new HostMap<string>(order, report);
    const paths = [...draft.paths.values()].sort(
      ({ link: a }, { link: b }) => compareText(a.hostname, b.hostname) || compareText(a.path, b.path),
    );
    const [first] = settings.values();
    for (const key of Object.keys(first ?? {}) as (keyof PathSettings)[]) {
      const groups = new Map<string, { value: unknown; hashes: Set<string> }>();
      for (const { hash } of paths) {
        const value = settings.get(hash)?.[key];
        const text = textOf(value);
        const known = groups.get(text);
        if (known === undefined) groups.set(text, { value, hashes: new Set([hash]) });
        else known.hashes.add(hash);
      }
      this.items.set(key, [...groups.values()]);
    }
    this.isAsked = [...this.items.values()].some((items) => items.length > 1);
    if (!this.isAsked) return;
    for (const { link, order: place, hash } of paths) {
      if (link.hostname === defaultHost) this.byDefault.addPath(defaultHost, link, place, hash);
      else this.byHost.addPath(link.hostname, link, place, hash);
    }
  }

  /** The path that a request is taken to be for; undefined if it is none that is known here, or nobody asks. */
  pathOf(base: string | undefined, path: string, headers: HeaderValues): string | undefined {
    if (!this.isAsked) return undefined;
    return (
      (base === undefined ? undefined : this.byHost.find(base, headers)) ??
      this.byDefault.find(`${defaultHost}#${path}`, headers)
    );
  }

  get<K extends keyof PathSettings>(key: K, hash: string | undefined): PathSettings[K] | undefined {
    const items = this.items.get(key) ?? [];
    if (items.length === 1) return this.settings.values().next().value?.[key];
    return hash === undefined ? undefined : this.settings.get(hash)?.[key];
  }

  /** Every allow list, and whether it holds for the path: taking the address from a header holds for all of them. */
  allowLists(hash: string | undefined): { readonly list: AccessList; readonly holds: boolean }[] {
    const items = (this.items.get('allow') ?? []) as readonly Item<AccessList>[];
    return items.map(({ value, hashes }) => ({
      list: value,
      holds: items.length === 1 || (hash !== undefined && hashes.has(hash)),
    }));
  }

  /** Where one of the paths that share it redirects to HTTPS, the header is not tied to HTTPS any more. */
  sendsHstsOverHttp(hash: string | undefined): boolean {
    const items = this.items.get('hsts') ?? [];
    const item = items.length === 1 ? items[0] : items.find(({ hashes }) => hash !== undefined && hashes.has(hash));
    return item !== undefined && [...item.hashes].some((one) => this.settings.get(one)?.redirectsToHttps === true);
  }

  get hasCors(): boolean {
    return [...this.settings.values()].some(({ cors }) => cors !== undefined);
  }
}

/** Tells values apart; networks are made of bigints. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner)) ?? '';
}
