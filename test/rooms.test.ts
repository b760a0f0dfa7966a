import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '../src');
const IMPORT = /\bfrom '(\.[^']+)\.js'/g;

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const texts = new Map(files.map((file) => [file, readFileSync(join(SRC, file), 'utf8')]));

/**
 * The folder that a file stands in; a source and a target each are one room, as is each part of `behaviour`, its public
 * face `behaviour/NAME.ts` included, and a file of `src` itself.
 */
function roomOf(file: string): string {
  const [first = '', second = '', third] = file.split(sep);
  if (first === 'behaviour') return `behaviour/${second.replace(/\.ts$/, '')}`;
  if (third !== undefined && ['sources', 'targets'].includes(first)) return `${first}/${second}`;
  return first;
}

function roomsUsed(room: string): Set<string> {
  const used = new Set<string>();
  for (const [file, text] of texts) {
    if (roomOf(file) !== room) continue;
    for (const [, path = ''] of text.matchAll(IMPORT))
      used.add(roomOf(relative(SRC, normalize(join(SRC, dirname(file), `${path}.ts`)))));
  }
  used.delete(room);
  return used;
}

const rooms = [...new Set(files.map(roomOf))].sort();

/** The rooms that `room` needs, at any distance. */
function reach(room: string, seen = new Set<string>()): Set<string> {
  for (const next of roomsUsed(room)) {
    if (seen.has(next)) continue;
    seen.add(next);
    reach(next, seen);
  }
  return seen;
}

describe('the rooms of src', () => {
  test('are all found', () => {
    expect(rooms).toEqual(
      expect.arrayContaining(['manifests', 'ledger', 'sources/ingress-nginx', 'targets/gateway-api']),
    );
    expect([...roomsUsed('targets/gateway-api')]).toContain('model');
  });

  test.each(rooms)('%s needs no room that needs it', (room) => {
    expect([...reach(room)]).not.toContain(room);
  });

  test('compilers know no source, and sources no target', () => {
    expect([...reach('targets/gateway-api')].filter((room) => room.startsWith('sources'))).toEqual([]);
    expect([...reach('sources/ingress-nginx')].filter((room) => room.startsWith('targets'))).toEqual([]);
  });

  test('the behaviour models know nothing of what they check', () => {
    const models = rooms.filter((room) => room.startsWith('behaviour'));
    const known = models.flatMap((room) => [...reach(room)]);
    expect(known.filter((room) => !room.startsWith('behaviour'))).toEqual([]);
  });

  test('only cli prints or ends the process', () => {
    const printing = [...texts].filter(([, text]) => /\bconsole\.|process\.(stdout|stderr|exit)/.test(text));
    expect(printing.map(([file]) => roomOf(file)).filter((room) => room !== 'cli')).toEqual([]);
    expect(printing.length).toBeGreaterThan(0);
  });
});
