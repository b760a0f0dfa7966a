import { compilePcre } from '../../regex/pcre.js';
import type { Server } from './servers.js';
import type { Captures } from './variables.js';

/** A server that only redirects to its www or non-www counterpart (reference §5.6). */
export interface WwwRedirect {
  readonly from: string;
  readonly to: string;
  readonly certificate: string | null;
}

type HostEntry<T> =
  | { readonly kind: 'server'; readonly server: T }
  | { readonly kind: 'www'; readonly redirect: WwwRedirect };

/** The entry whose name matches a host, and what the name captured if it is an expression. */
export type HostMatch<T> = HostEntry<T> & { readonly captures?: Captures | undefined };

/**
 * The names of a server as `server_name` has them, `~` before an expression (buildServerName in template.go): a wildcard
 * rule host stands for one label, aliases are written as they are.
 */
export function serverNames({ host, aliases }: Server): readonly string[] {
  const own = host.startsWith('*')
    ? `~^(?<subdomain>[\\w-]+)\\.${host.replace('*.', '').split('.').join('\\.')}$`
    : host;
  return [own, ...aliases];
}

/**
 * Finds the server for a host name the way nginx does: exact names, wildcards at the front (longest first), at the back,
 * then expressions in file order. A name given twice belongs to the first server block (reference §5.4).
 */
export class HostTable<T extends { readonly server: Server }> {
  readonly errors: string[] = [];
  readonly unsupported: string[] = [];
  /** Names of groups in expressions: variables of the whole file. */
  readonly groups: string[] = [];
  private readonly exact = new Map<string, HostEntry<T>>();
  private readonly heads = new Map<string, HostEntry<T>>();
  private readonly tails = new Map<string, HostEntry<T>>();
  private readonly expressions: { readonly regex: RegExp; readonly entry: HostEntry<T> }[] = [];
  private readonly fallback: T;
  private readonly alone: boolean;

  /** `servers` sorted by host, as the file has them. */
  constructor(servers: readonly T[], redirects: readonly WwwRedirect[], fallback: T) {
    this.fallback = fallback;
    this.alone = servers.length + redirects.length === 1;
    for (const redirect of redirects) this.addName(redirect.from, { kind: 'www', redirect });
    for (const server of servers) {
      const entry: HostEntry<T> = { kind: 'server', server };
      for (const name of serverNames(server.server)) this.addName(name, entry);
    }
  }

  private addExpression(pattern: string, entry: HostEntry<T>): void {
    const compiled = compilePcre(pattern, true);
    if (compiled.kind === 'compiled') {
      this.expressions.push({ regex: compiled.regex, entry });
      this.groups.push(...compiled.names);
    } else if (compiled.kind === 'invalid') this.errors.push(compiled.message);
    else {
      this.groups.push(...compiled.names);
      this.unsupported.push(`server name ${pattern}: ${compiled.construct}`);
    }
  }

  private addName(written: string, entry: HostEntry<T>): void {
    const name = written.toLowerCase();
    const once = (table: Map<string, HostEntry<T>>, key: string): void => {
      if (!table.has(key)) table.set(key, entry);
    };
    if (written.startsWith('~')) {
      this.addExpression(written.slice(1), entry);
      return;
    }
    const inner = name.replace(/^\*?\./, '').replace(/\.\*$/, '');
    const unreadable = /^\*(?!\..)|^\.$/.test(name);
    if (unreadable || inner.includes('*') || inner === '' || name.includes('..')) {
      // A server without others gets no table of names, and only the table refuses the rest.
      if (unreadable || !this.alone) this.errors.push(`invalid server name or wildcard "${written}"`);
    } else if (name.startsWith('*.')) {
      once(this.heads, name.slice(1));
    } else if (name.startsWith('.')) {
      // Both or nothing: where the bare name is taken, ngx_hash_add_key gives the whole name up.
      if (this.exact.has(name.slice(1))) return;
      once(this.exact, name.slice(1));
      once(this.heads, name);
    } else if (name.endsWith('.*')) {
      once(this.tails, name.slice(0, -1));
    } else {
      once(this.exact, name);
    }
  }

  /** The entry whose name matches; undefined if the name is unknown. `host` is lower case without port. */
  named(host: string): HostMatch<T> | undefined {
    const exact = this.exact.get(host);
    if (exact !== undefined) return exact;
    if (this.heads.size > 0) {
      for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
        const head = this.heads.get(host.slice(dot));
        if (head !== undefined) return head;
      }
    }
    if (this.tails.size > 0) {
      for (let dot = host.lastIndexOf('.'); dot > 0; dot = host.lastIndexOf('.', dot - 1)) {
        const tail = this.tails.get(host.slice(0, dot + 1));
        if (tail !== undefined) return tail;
      }
    }
    for (const { regex, entry } of this.expressions) {
      const match = regex.exec(host);
      if (match !== null) return { ...entry, captures: { values: [...match], groups: match.groups } };
    }
    return undefined;
  }

  find(host: string): HostMatch<T> {
    return this.named(host) ?? { kind: 'server', server: this.fallback };
  }
}
