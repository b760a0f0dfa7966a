import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(join('src', file), 'utf8') }));

/** The modules that a file loads when it is loaded itself; imports of types load nothing. */
function loadedBy(text: string): string[] {
  return [...text.matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)'/gm)].map(([, name = '']) => name);
}

it('the client library is loaded by a run that speaks to a cluster alone', () => {
  const eager = files.filter(({ text }) => loadedBy(text).some((name) => name.startsWith('@kubernetes/')));
  expect(eager.map(({ file }) => file)).toEqual([]);
  const outside = files.filter(
    ({ file, text }) =>
      !file.startsWith('cluster') && loadedBy(text).some((name) => /\/cluster\/|\/cluster-part\.js$/.test(name)),
  );
  expect(outside.map(({ file }) => file)).toEqual(['cli/cluster-part.ts']);
});
