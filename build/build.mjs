import { chmod, copyFile, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { esmExternalRequirePlugin } from 'rolldown/plugins';
import { builtInFetch } from './built-in-fetch.mjs';
import { chunkGroups } from './chunks.mjs';
import { emitTypes } from './emit-types.mjs';
import { lightCommander } from './light-commander.mjs';
import { thirdPartyLicenses } from './third-party-licenses.mjs';
import { yamlModules } from './yaml-modules.mjs';

/*
 * dist/index.js       the library; nothing it loads imports a node: module, so that it runs in a browser
 * dist/verification.js  the replay of requests, which needs more code than a conversion
 * dist/cli.js         the command line; what a command works with is loaded when the command is called
 * dist/chunks/        parts that the two share, and parts that load on use
 * dist/types/         declarations of the library
 * Everything is bundled: the package has no dependencies.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const NODE_MODULES = [/^node:/, ...builtinModules];

await rm(dist, { recursive: true, force: true });
const bundle = await rolldown({
  cwd: root,
  input: { cli: 'src/cli/bin.ts', index: 'src/index.ts', verification: 'src/verification/index.ts' },
  // Not 'node': the shared runtime, which the library loads too, would then import node:module.
  platform: 'neutral',
  resolve: { mainFields: ['module', 'main'], conditionNames: ['node', 'import', 'default'] },
  // Modules of Node stay imports, also where a package would `require` them.
  plugins: [lightCommander(), yamlModules(), builtInFetch(), esmExternalRequirePlugin({ external: NODE_MODULES })],
  onLog(level, log, handle) {
    // A name that cannot be resolved would be left for the user's machine to find: fail here instead.
    if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
    handle(level, log);
  },
});
const { output } = await bundle.write({
  dir: dist,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
  codeSplitting: { groups: chunkGroups(root) },
  banner: (chunk) => (chunk.isEntry && chunk.name === 'cli' ? '#!/usr/bin/env node' : ''),
  // Smaller files start faster; names of functions stay, so that a stack trace in a bug report can be read.
  minify: {
    compress: true,
    mangle: { toplevel: false, keepNames: { function: true, class: true } },
    codegen: { removeWhitespace: true },
  },
});
await bundle.close();
assertRunsAnywhere('index.js', output);
assertRunsAnywhere('verification.js', output);

await Promise.all([
  chmod(join(dist, 'cli.js'), 0o755),
  copyFile(join(root, 'src/reports/report.schema.json'), join(dist, 'report.schema.json')),
  copyFile(join(root, 'src/config/config.schema.json'), join(dist, 'config.schema.json')),
  copyFile(join(root, 'src/reports/diff.schema.json'), join(dist, 'diff.schema.json')),
  writeFile(join(dist, 'THIRD_PARTY_LICENSES.txt'), await thirdPartyLicenses(root, output)),
  emitTypes(root),
]);

/** Fails the build when a file that the library loads imports a module of Node. */
function assertRunsAnywhere(entry, files) {
  const byName = new Map(files.map((file) => [file.fileName, file]));
  const waiting = [entry];
  const seen = new Set(waiting);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const chunk = byName.get(name);
    for (const imported of chunk === undefined ? [] : [...chunk.imports, ...chunk.dynamicImports]) {
      if (!byName.has(imported)) throw new Error(`dist/${name}, a part of the library, imports ${imported}`);
      if (!seen.has(imported)) waiting.push(imported);
      seen.add(imported);
    }
  }
}
