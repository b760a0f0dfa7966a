import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { loadAll } from 'js-yaml';
import { rolldown } from 'rolldown';
import { generate } from './generate.mjs';
import { measure } from './measure.mjs';

/*
 * node bench/cluster.mjs [COUNT]: peak memory of `routeshift convert --cluster` against that of the same Ingresses from
 * files. The API server of the tests serves them from this process; the build has to be there (npm run build).
 */
const COUNT = Number(process.argv[2] ?? 5000);
/** Peaks differ by some megabytes from run to run: the least of a few counts. */
const RUNS = 3;
const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

const base = await mkdtemp(join(tmpdir(), 'routeshift-bench-'));
const options = { outFile: join(base, 'out'), noteFile: join(base, 'note') };
try {
  const { ApiServer, KUBERNETES } = await serverOfTheTests();
  const directory = join(base, 'files');
  const files = await generate(directory, COUNT);
  const server = await ApiServer.start({ objects: await objectsIn(files), served: KUBERNETES });
  const kubeconfig = join(base, 'kubeconfig');
  await writeFile(kubeconfig, server.kubeconfig());
  const report = ['--no-config', '--report', `json=${join(base, 'report.json')}`];
  const fromFiles = await least([CLI, 'convert', directory, ...report]);
  const fromCluster = await least([CLI, 'convert', '--cluster', '-A', '--kubeconfig', kubeconfig, ...report]);
  await server.stop();
  const ratio = fromCluster.peak / fromFiles.peak;
  process.stdout.write(
    `${COUNT} Ingresses: files ${told(fromFiles)}, cluster ${told(fromCluster)}\n` +
      `memory of the cluster against files, at most 1.5 x: ${ratio.toFixed(2)} x  ${ratio <= 1.5 ? 'met' : 'NOT MET'}\n`,
  );
} finally {
  await rm(base, { recursive: true, force: true });
}

function told({ seconds, peak }) {
  return `${seconds.toFixed(2)} s, peak ${(peak / 1e6).toFixed(0)} MB`;
}

async function least(args) {
  const runs = [];
  for (let i = 0; i < RUNS; i++) runs.push(await measure(args, options));
  return runs.reduce((best, next) => (next.peak < best.peak ? next : best));
}

/** The objects of files as an API server keeps them: each in a namespace, with the history of its fields. */
async function objectsIn(files) {
  const objects = [];
  for (const file of files)
    for (const object of loadAll(await readFile(file, 'utf8'))) {
      const metadata = { namespace: 'default', ...object.metadata, managedFields: [historyOf(object)] };
      objects.push({ ...object, metadata });
    }
  return objects;
}

/** About as long as the object, as kubectl's are. */
function historyOf(object) {
  const fields = (value) =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [`f:${key}`, fields(inner)]))
      : {};
  return {
    manager: 'kubectl-client-side-apply',
    operation: 'Update',
    fieldsType: 'FieldsV1',
    fieldsV1: fields(object),
  };
}

/** The API server that the tests use, compiled. */
async function serverOfTheTests() {
  const entry = join(base, 'server.ts');
  const folder = fileURLToPath(new URL('../test/cluster/', import.meta.url));
  await writeFile(
    entry,
    `export { ApiServer } from '${folder}api-server.ts'; export { KUBERNETES } from '${folder}served-resources.ts';`,
  );
  const bundle = await rolldown({ input: entry, platform: 'node' });
  const file = join(base, 'server.mjs');
  await bundle.write({ file, format: 'esm' });
  await bundle.close();
  return await import(pathToFileURL(file).href);
}
