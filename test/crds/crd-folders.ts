import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One installable set of Gateway API CRDs. */
export interface CrdFolder {
  /** The bundle version without the leading `v`, such as `1.6.1`. */
  readonly version: string;
  /** `standard` or `experimental`. */
  readonly channel: string;
  readonly dir: string;
}

/** The reference data that lies beside the repository; a clone on its own does not have it. */
const SHARED_CRDS = fileURLToPath(new URL('../../../shared/crds', import.meta.url));

/**
 * The Gateway API CRD folders that exist at `../shared/crds` relative to the repository root, oldest version first
 * and in channel order. Empty when the data is absent, so that tests can iterate and skip honestly.
 */
export function crdFolders(): CrdFolder[] {
  if (!existsSync(SHARED_CRDS)) return [];
  const folders: CrdFolder[] = [];
  for (const bundle of readdirSync(SHARED_CRDS)) {
    const version = /^gateway-api-v(.+)$/.exec(bundle)?.[1];
    if (version === undefined) continue;
    for (const entry of readdirSync(join(SHARED_CRDS, bundle), { withFileTypes: true })) {
      if (entry.isDirectory())
        folders.push({ version, channel: entry.name, dir: join(SHARED_CRDS, bundle, entry.name) });
    }
  }
  return folders.sort(
    (a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }) || a.channel.localeCompare(b.channel, 'en'),
  );
}
