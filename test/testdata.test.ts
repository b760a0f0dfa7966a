import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Conversion } from '../src/conversion.js';
import { convert } from '../src/convert.js';
import type { InputProblem } from '../src/kubernetes/input-problem.js';
import type { Manifest, ObjectRef } from '../src/kubernetes/object.js';
import type { EmittedRef, Item, Note } from '../src/ledger/verdict.js';
import { readCertificate } from '../src/manifests/certificate.js';
import { parseText } from '../src/manifests/documents.js';
import { DEFAULT_OPTIONS, keepsKeyPairs, keepsUsers, type RunOptions, readsRouter } from '../src/options.js';
import { yamlStream } from '../src/writing/write-yaml.js';

/*
 * One folder of testdata is one case:
 *   README               one line: why the case exists
 *   input*.yaml          the manifests, read in the order of their names
 *   options.json         what of the options differs from those of a run without flags; may be absent
 *   parameters.json      values for the parameters of Templates; may be absent
 *   expected.yaml        what `routeshift convert` prints
 *   expected-report.txt  every item of the report, the withheld rules, and the ways out
 * UPDATE_TESTDATA=1 rewrites the two expectations. Read the difference like code before committing it.
 */
const TESTDATA = fileURLToPath(new URL('../testdata', import.meta.url));
const UPDATE = process.env.UPDATE_TESTDATA === '1';
const CASES = readdirSync(TESTDATA)
  .filter((name) => existsSync(join(TESTDATA, name, 'README')))
  .sort();

describe.each(CASES)('testdata/%s', (name) => {
  const folder = join(TESTDATA, name);

  it('gives these manifests', () => {
    const manifests = [...yamlStream(convertFolder(folder), { noComments: false })].join('');
    expectFile(join(folder, 'expected.yaml'), manifests);
  });

  it('says this about every item', () => {
    expectFile(join(folder, 'expected-report.txt'), reportText(convertFolder(folder)));
  });

  it('says what to do about every warning and error', () => {
    const findings = convertFolder(folder).items.flatMap((item) => [item, ...item.also]);
    const idle = findings.filter(({ severity, next }) => severity !== 'info' && (next ?? '') === '');
    expect(idle.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  });

  it('names no field in the report that is not in the manifests', () => {
    const { emitted, items } = convertFolder(folder);
    const objects = new Map(emitted.map(({ object }) => [objectTitle({ ...object, ...object.metadata }), object]));
    const named = new Set(items.flatMap((item) => item.emitted.map(emittedText)));
    const missing = [...named].filter((text) => {
      const [kind = '', name = '', path = ''] = text.split(' ');
      return valueAt(objects.get(`${kind} ${name}`), path) === undefined;
    });
    expect(missing).toEqual([]);
  });
});

function expectFile(file: string, actual: string): void {
  if (UPDATE) writeFileSync(file, actual);
  expect(actual).toBe(existsSync(file) ? readFileSync(file, 'utf8') : '');
}

function convertFolder(folder: string): Conversion {
  const manifests: Manifest[] = [];
  const problems: InputProblem[] = [];
  const options = optionsOf(folder);
  const templateParameters = options.from === 'ingress-nginx' ? undefined : parametersOf(folder);
  const keepKeyPairs = keepsKeyPairs(options);
  const keepUsers = keepsUsers(options);
  const parsing = { readCertificate, keepKeyPairs, keepUsers, templateParameters, router: readsRouter(options) };
  const files = readdirSync(folder).filter((name) => /^input.*\.ya?ml$/.test(name));
  for (const file of files.sort()) {
    const parsed = parseText({ file, text: readFileSync(join(folder, file), 'utf8') }, parsing);
    manifests.push(...parsed.manifests);
    problems.push(...parsed.problems);
  }
  return convert({ manifests, problems, inputs: files.length }, options);
}

function optionsOf(folder: string): RunOptions {
  const file = join(folder, 'options.json');
  if (!existsSync(file)) return DEFAULT_OPTIONS;
  return { ...DEFAULT_OPTIONS, ...(JSON.parse(readFileSync(file, 'utf8')) as Partial<RunOptions>) };
}

function parametersOf(folder: string): ReadonlyMap<string, string> {
  const file = join(folder, 'parameters.json');
  return new Map(
    existsSync(file) ? Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : [],
  );
}

/** The whole report, one block for each item; nothing that a reader of a difference would miss. */
function reportText({ items, withheld, waysOut }: Conversion): string {
  let text = '';
  let title = '';
  for (const item of items) {
    const next = item.object === undefined ? item.source.file : objectTitle(item.object);
    if (next !== title) text += `${text === '' ? '' : '\n'}# ${next}\n`;
    title = next;
    text += itemText(item);
  }
  if (withheld.length > 0) text += '\n# withheld\n';
  for (const { hostname, path, field, object, blockedBy } of withheld) {
    text += `${hostname}${path} (${objectTitle(object)} ${field}): ${blockedBy.join(' + ')}\n`;
  }
  for (const { accept, publishes } of waysOut) text += `accept ${accept.join(' + ')}: publishes ${publishes}\n`;
  return text;
}

function itemText(item: Item): string {
  const { line, column } = item.source;
  const value = item.value === undefined ? '' : ` = ${JSON.stringify(item.value)}`;
  const ofValue = item.annotation === undefined ? '' : (/ line \d+$/.exec(item.field)?.[0] ?? '');
  const subject = `${item.annotation ?? (item.field || '(the object)')}${ofValue}${value}`;
  return (
    `${line}:${column} ${subject}\n    ${item.verdict} ${item.code} ${item.severity}: ${item.message}\n` +
    nextText(item.next) +
    item.also.map(noteText).join('') +
    item.emitted.map((ref) => `    => ${emittedText(ref)}\n`).join('')
  );
}

function noteText(note: Note): string {
  return `    also ${note.code} ${note.severity}: ${note.message}\n${nextText(note.next)}`;
}

function nextText(next: string | undefined): string {
  return next === undefined ? '' : `    -> ${next}\n`;
}

function emittedText(ref: EmittedRef): string {
  return `${objectTitle(ref)}${ref.path === undefined ? '' : ` ${ref.path}`}`;
}

function objectTitle({ kind, namespace, name }: ObjectRef | EmittedRef): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** The value at `spec.rules[0].matches`; the object itself for ''. */
function valueAt(object: unknown, path: string): unknown {
  let value = object;
  for (const [step] of path.matchAll(/[^.[\]]+/g)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return value;
}
