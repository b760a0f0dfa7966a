import { compilePcre } from '../../regex/pcre.js';
import { catchAll, type Server } from './servers.js';

/** A server that only redirects to its www or non-www counterpart (reference §5.6). */
export interface WwwRedirect {
  readonly from: string;
  readonly to: string;
  readonly certificate: string | null;
}

export type HostEntry<T> =
  | { readonly kind: 'server'; readonly server: T }
  | { readonly kind: 'www'; readonly redirect: WwwRedirect };

/** server_name of a rule host (buildServerName in template.go): a wildcard stands for one label. */
function expressionOf(host: string): string {
  return `^(?<subdomain>[\\w-]+)\\.${host.replace('*.', '').split('.').join('\\.')}$`;
}

/**
 * Finds the server for a host name the way nginx does: exact names, wildcards at the front (longest first), at the back,
 * then expressions in file order. A name given twice belongs to the first server block (reference §5.4).
 */
export class HostTable<T extends { readonly server: Server }> {
  readonly errors: string[] = [];
  readonly unsupported: string[] = [];
  private readonly exact = new Map<string, HostEntry<T>>();
  private readonly heads = new Map<string, HostEntry<T>>();
  private readonly tails = new Map<string, HostEntry<T>>();
  private readonly expressions: { readonly regex: RegExp; readonly entry: HostEntry<T> }[] = [];
  private readonly fallback: T;

  /** `servers` sorted by host, as the file has them. */
  constructor(servers: readonly T[], redirects: readonly WwwRedirect[], fallback: T) {
    this.fallback = fallback;
    for (const redirect of redirects) this.addName(redirect.from, { kind: 'www', redirect });
    for (const server of servers) {
      const entry: HostEntry<T> = { kind: 'server', server };
      const { host, aliases } = server.server;
      if (host === catchAll) this.exact.set(catchAll, entry);
      else if (host.startsWith('*')) this.addExpression(expressionOf(host), entry);
      else this.addName(host, entry);
      for (const alias of aliases) this.addName(alias, entry);
    }
  }

  private addExpression(pattern: string, entry: HostEntry<T>): void {
    const compiled = compilePcre(pattern, true);
    if (compiled.kind === 'compiled') this.expressions.push({ regex: compiled.regex, entry });
    else if (compiled.kind === 'invalid') this.errors.push(compiled.message);
    else this.unsupported.push(`server name ${pattern}: ${compiled.construct}`);
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
    if (inner.includes('*') || inner === '') {
      this.errors.push(`invalid server name or wildcard "${written}"`);
    } else if (name.startsWith('*.')) {
      once(this.heads, name.slice(1));
    } else if (name.startsWith('.')) {
      once(this.exact, name.slice(1));
      once(this.heads, name);
    } else if (name.endsWith('.*')) {
      once(this.tails, name.slice(0, -1));
    } else {
      once(this.exact, name);
    }
  }

  /** The entry whose name matches; undefined if the name is unknown. `host` is lower case without port. */
  named(host: string): HostEntry<T> | undefined {
    const exact = this.exact.get(host);
    if (exact !== undefined) return exact;
    if (this.heads.size > 0) {
      for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
        const head = dot === 0 ? undefined : this.heads.get(host.slice(dot));
        if (head !== undefined) return head;
      }
    }
    if (this.tails.size > 0) {
      for (let dot = host.lastIndexOf('.'); dot > 0; dot = host.lastIndexOf('.', dot - 1)) {
        const tail = this.tails.get(host.slice(0, dot + 1));
        if (tail !== undefined) return tail;
      }
    }
    return this.expressions.find(({ regex }) => regex.test(host))?.entry;
  }

  find(host: string): HostEntry<T> {
    return this.named(host) ?? { kind: 'server', server: this.fallback };
  }
}
