import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The names, versions and licences of the packages whose code went into the files of a build, as one text. */
export async function thirdPartyLicenses(root, files) {
  // Folders, since two versions of a package may be among them.
  const packages = new Set();
  for (const file of files) {
    for (const id of file.moduleIds ?? []) {
      const match = /^.*?\/(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll('\\', '/'));
      if (match !== null) packages.add(match[1]);
    }
  }
  const parts = await Promise.all([...packages].sort().map((folder) => licenceOf(join(root, folder))));
  return `routeshift contains code of the following packages.\n\n${parts.join('\n')}`;
}

async function licenceOf(folder) {
  const { name, version, license, author } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e([.-]|$)/i.test(entry));
  if (file === undefined && !(license === 'MIT' && typeof author === 'string'))
    throw new Error(`${name} comes without a licence text; it cannot be bundled`);
  const text = file === undefined ? mit(author) : await readFile(join(folder, file), 'utf8');
  return `${'='.repeat(80)}\n${name} ${version} (${license})\n${'='.repeat(80)}\n\n${text.trim()}\n`;
}

/** The text of the MIT licence, for a package that declares it, names its author and leaves the text out. */
function mit(author) {
  return `MIT License

Copyright (c) ${author}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
}
