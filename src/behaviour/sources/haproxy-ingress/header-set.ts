import type { HeaderChanges } from '../../outcome.js';
import type { HeaderRule } from './backend-settings.js';

/** Header changes under construction; names are put into lower case. */
export class HeaderSet {
  private readonly setHeaders = new Map<string, string>();
  private readonly addedHeaders = new Map<string, string>();
  private readonly removedHeaders = new Set<string>();

  set(name: string, value: string): void {
    this.remove(name);
    this.removedHeaders.delete(name.toLowerCase());
    this.setHeaders.set(name.toLowerCase(), value);
  }

  add(name: string, value: string): void {
    const key = name.toLowerCase();
    const before = this.addedHeaders.get(key);
    this.addedHeaders.set(key, before === undefined ? value : `${before}, ${value}`);
  }

  remove(name: string): void {
    const key = name.toLowerCase();
    this.setHeaders.delete(key);
    this.addedHeaders.delete(key);
    this.removedHeaders.add(key);
  }

  apply({ action, name, value }: HeaderRule): void {
    if (action === 'set') this.set(name, value);
    else if (action === 'add') this.add(name, value);
    else this.remove(name);
  }

  get changes(): HeaderChanges {
    return {
      set: Object.fromEntries(this.setHeaders),
      added: Object.fromEntries(this.addedHeaders),
      removed: [...this.removedHeaders].sort(),
    };
  }

  /** The Host that the backend sees, and the changes of other headers. */
  withoutHost(sent: string): { readonly host: string; readonly changes: HeaderChanges } {
    const { set, added, removed } = this.changes;
    const { host = removed.includes('host') ? '' : sent, ...rest } = set;
    return { host, changes: { set: rest, added, removed: removed.filter((name) => name !== 'host') } };
  }
}
