import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one test: configuration, sockets, whatever the server writes. Removed by `dispose`. */
export class Workplace implements Disposable {
  // Short, because the path of a Unix socket holds no more than 107 bytes, and HAProxy binds to a longer one first.
  readonly folder = mkdtempSync(join(tmpdir(), 'rs-server-'));

  /** Unix sockets instead of ports: nobody else can take them, and they need no rights. */
  socket(name: string): string {
    return join(this.folder, `${name}.sock`);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
