import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The names, versions and licences of the packages whose code went into the files of a build, as one text. */
export async function thirdPartyLicenses(root, files) {
  const packages = new Set();
  for (const file of files) {
    for (const id of file.moduleIds ?? []) {
      const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(id.replaceAll('\\', '/'));
      if (match !== null) packages.add(match[1]);
    }
  }
  const parts = await Promise.all([...packages].sort().map((name) => licenceOf(join(root, 'node_modules', name))));
  return `routeshift contains code of the following packages.\n\n${parts.join('\n')}`;
}

async function licenceOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e([.-]|$)/i.test(entry));
  if (file === undefined) throw new Error(`${name} comes without a licence text; it cannot be bundled`);
  const text = await readFile(join(folder, file), 'utf8');
  return `${'='.repeat(80)}\n${name} ${version} (${license})\n${'='.repeat(80)}\n\n${text.trim()}\n`;
}
