import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EmittedObject } from '../../src/conversion.js';
import { fileNames } from '../../src/writing/file-names.js';
import { ForeignFiles, writeFiles as writeOutput } from '../../src/writing/write-files.js';

function route(name: string, namespace?: string): EmittedObject {
  const metadata = namespace === undefined ? { name } : { name, namespace };
  const object = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata, spec: {} };
  return { object, sources: ['web.yaml:1 Ingress shop/web'], origins: [], comments: [], ruleComments: new Map() };
}

describe('file names', () => {
  it('tell kind, namespace and name', () => {
    expect(fileNames([route('web', 'shop').object, route('web').object])).toEqual([
      'httproute-shop-web.yaml',
      'httproute-web.yaml',
    ]);
  });

  it('differ where the parts would run together', () => {
    const names = fileNames([route('c', 'a-b').object, route('b-c', 'a').object]);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^httproute-a-b-c-[0-9a-f]{10}\.yaml$/);
  });

  it('have the name of a parameter without value in lower case, and stay apart', () => {
    const [name, other] = ['A_B', 'a_b'].map((parameter) => `\${${parameter}}-web`);
    expect(fileNames([route(name ?? '').object])).toEqual(['httproute-a_b-web.yaml']);
    const both = fileNames([route(name ?? '').object, route(other ?? '').object]);
    expect(new Set(both).size).toBe(2);
    for (const one of both) expect(one).toMatch(/^httproute-a_b-web-[0-9a-f]{10}\.yaml$/);
  });

  it('never collide, leave the directory or grow too long, whatever the objects are called', () => {
    const part = fc.oneof(fc.string(), fc.constantFrom('..', '../../etc', 'A', 'a', 'a/b', 'a'.repeat(300), 'con', ''));
    const object = fc.record({ name: part, namespace: fc.option(part, { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(object, { maxLength: 12 }), (parts) => {
        const names = fileNames(parts.map((p) => route(p.name, p.namespace).object));
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(parts.length);
        for (const name of names) {
          expect(name).toMatch(/^httproute-[a-z0-9._-]*\.yaml$/);
          expect(name.length).toBeLessThan(240);
        }
      }),
    );
  });
});

describe('writing files', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'routeshift-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  const writeFiles = (emitted: EmittedObject[], to: string, options: { noComments: boolean; force: boolean }) =>
    writeOutput({ emitted, closingComments: [] }, to, options);
  const style = { noComments: false, force: false };

  it('makes one file per object and leaves nothing else behind', async () => {
    const out = join(directory, 'new', 'deeper');
    await writeFiles([route('web', 'shop'), route('api', 'shop')], out, style);
    expect((await readdir(out)).sort()).toEqual(['httproute-shop-api.yaml', 'httproute-shop-web.yaml']);
    expect(await readFile(join(out, 'httproute-shop-web.yaml'), 'utf8')).toMatch(
      /^# Written by routeshift .*\n# web\.yaml:1 Ingress shop\/web\napiVersion: /,
    );
  });

  it('keeps the comments that belong to no object', async () => {
    const output = { emitted: [route('web', 'shop')], closingComments: ['withheld: admin.example.com/'] };
    await writeOutput(output, directory, style);
    expect(await readFile(join(directory, 'withheld-rules.yaml'), 'utf8')).toContain(
      '\n# withheld: admin.example.com/\n',
    );
    expect(await readdir(directory)).toHaveLength(2);
  });

  it('replaces its own files, also those written without comments', async () => {
    await writeFiles([route('web', 'shop')], directory, { ...style, noComments: true });
    await writeFiles([route('web', 'shop')], directory, style);
    expect(await readdir(directory)).toHaveLength(1);
  });

  it('touches nothing when one file in the way is not its own', async () => {
    await writeFile(join(directory, 'httproute-shop-web.yaml'), 'precious: true\n');
    const writing = writeFiles([route('api', 'shop'), route('web', 'shop')], directory, style);
    await expect(writing).rejects.toThrow(ForeignFiles);
    expect(await readdir(directory)).toEqual(['httproute-shop-web.yaml']);
    expect(await readFile(join(directory, 'httproute-shop-web.yaml'), 'utf8')).toBe('precious: true\n');
  });

  it('replaces a foreign file when forced', async () => {
    await writeFile(join(directory, 'httproute-shop-web.yaml'), 'old: true\n');
    await writeFiles([route('web', 'shop')], directory, { ...style, force: true });
    expect(await readFile(join(directory, 'httproute-shop-web.yaml'), 'utf8')).toContain('kind: HTTPRoute');
  });

  it('follows no symbolic link out of the directory, not even when forced', async () => {
    const outside = join(directory, 'outside.yaml');
    const out = join(directory, 'out');
    await mkdir(out);
    await writeFile(outside, '# Written by routeshift once\n');
    await symlink(outside, join(out, 'httproute-shop-web.yaml'));
    await expect(writeFiles([route('web', 'shop')], out, style)).rejects.toThrow(ForeignFiles);
    await writeFiles([route('web', 'shop')], out, { ...style, force: true });
    expect(await readFile(outside, 'utf8')).toBe('# Written by routeshift once\n');
  });
});
