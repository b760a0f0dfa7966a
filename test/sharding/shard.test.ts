import { describe, expect, it } from 'vitest';
import { parseText } from '../../src/manifests/documents.js';
import { hostGroups } from '../../src/sharding/host-groups.js';
import { ShardPlan } from '../../src/sharding/plan.js';
import { parseShard } from '../../src/sharding/shard.js';

function manifest(name: string, ...hosts: string[]) {
  const rules = hosts.map((host) => `    - host: ${JSON.stringify(host)}\n`).join('');
  const text = `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: ${name} }\nspec:\n  rules:\n${rules}`;
  const [only] = parseText({ file: `${name}.yaml`, text }).manifests;
  if (only === undefined) throw new Error(`no manifest in ${text}`);
  return only;
}

describe('--shard', () => {
  it('is read as I/N', () => {
    expect(parseShard('2/3')).toEqual({ index: 2, count: 3 });
    for (const odd of ['', '0/3', '4/3', '1/0', '1', '1/2/3', '-1/2', '1/1001', ' 1/2', '1.5/2'])
      expect(parseShard(odd)).toBeUndefined();
  });
});

describe('the groups of objects that share hosts', () => {
  it('join objects at any distance, whatever the letter case', () => {
    const subjects = [
      manifest('a', 'one.com'),
      manifest('b', 'two.com'),
      manifest('c', 'ONE.com', 'three.com'),
      manifest('d', 'four.com'),
      manifest('e', 'three.com', 'two.com'),
    ];
    expect(hostGroups(subjects).map(({ members, hosts }) => [members.map(({ ref }) => ref.name), hosts])).toEqual([
      [
        ['a', 'b', 'c', 'e'],
        ['one.com', 'two.com', 'three.com'],
      ],
      [['d'], ['four.com']],
    ]);
  });

  it('are found in a long chain', () => {
    const chain = Array.from({ length: 20_000 }, (_, at) => manifest(`i${at}`, `h${at}.com`, `h${at + 1}.com`));
    expect(hostGroups(chain)).toHaveLength(1);
  });

  it('take manifests of any shape', () => {
    const odd = ['null', '{ rules: 7 }', '{ rules: [null, { host: 3 }] }', '{ host: [] }'].flatMap(
      (spec, at) =>
        parseText({
          file: `${at}.yaml`,
          text: `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: x }\nspec: ${spec}\n`,
        }).manifests,
    );
    expect(hostGroups(odd)).toHaveLength(odd.length);
  });
});

describe('a plan', () => {
  const subjects = Array.from({ length: 90 }, (_, at) => manifest(`i${at}`, `h${at % 60}.com`));

  it('gives each shard about as much', () => {
    const plan = new ShardPlan(subjects, 4);
    const loads = [0, 0, 0, 0];
    for (const { ref: object, source } of subjects) {
      const at = plan.of({ object, source }) - 1;
      loads[at] = (loads[at] ?? 0) + 1;
    }
    for (const load of loads) expect(Math.abs(load - 90 / 4)).toBeLessThan(2);
  });

  it('gives the requests of a host to the shard of its objects, and those of any other host to one shard', () => {
    const plan = new ShardPlan([...subjects, manifest('w', '*.wild.com')], 3);
    const [first, wild] = [subjects[0], plan.ofHost('*.wild.com')];
    if (first !== undefined)
      expect(plan.ofHost('H0.com:8443')).toBe(plan.of({ object: first.ref, source: first.source }));
    expect([plan.ofHost('a.wild.com'), plan.ofHost('b.c.wild.com')]).toEqual([wild, wild]);
    for (const host of ['', 'unknown.example', 'localhost', '[::1]:80', '..'])
      expect([1, 2, 3]).toContain(plan.ofHost(host));
  });
});
