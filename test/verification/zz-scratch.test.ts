import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { it, vi } from 'vitest';
import { convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { DEFAULT_OPTIONS } from '../../src/options.js';
import { Replay } from '../../src/verification/replay.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';
import { read } from '../properties/arbitraries.js';
import { sets } from './arbitrary-sets.js';

const RUNS = Number(process.env.VERIFY_RUNS ?? 300);
const SEED = Number(process.env.VERIFY_SEED ?? 20_261_121);
vi.setConfig({ testTimeout: 1_000_000 });
it('explores', () => {
  const groups = new Map<string, { n: number; ex: string; size: number }>();
  let bad = 0;
  for (const { objects, options } of fc.sample(sets, { numRuns: RUNS, seed: SEED })) {
    const input = read(objects);
    const o = { ...options, to: 'openshift-route' as const };
    const conversion = convert(input, o);
    const differences = verify(input.manifests, conversion, o).differences.filter(isUnexplained);
    if (differences.length > 0) bad++;
    if (differences.length === 0) continue;
    const replay = new Replay(input.manifests, conversion, o);
    for (const d of differences) {
      const t = replay.trace(d.request);
      const kind = (x: any) =>
        x.backends.length > 0 ? 'forward' : String(x.status) + (x.rule === 'router' ? 'router' : '');
      const key = `${d.field.replace(/_/g, '_')} ${kind(t.source)}->${kind(t.target)} ${d.request.scheme} ${t.source?.reason?.slice(0, 30) ?? ''}`;
      const known = groups.get(key);
      const size = JSON.stringify(objects).length;
      const mk = () =>
        `${key}\n  ${JSON.stringify(d.request)} ${JSON.stringify(d.source)} -> ${JSON.stringify(d.target)}\n  source ${JSON.stringify(t.source)}\n  target ${JSON.stringify(t.target)}\n  objects ${JSON.stringify(objects.filter((x) => ['Ingress', 'Service', 'Secret'].includes(String(x.kind))))}\n  options ${JSON.stringify(o)}\n  routes ${JSON.stringify(conversion.emitted.filter((e) => e.object.kind === 'Route').map((e) => ({ a: e.object.metadata.annotations, s: e.object.spec })))}\n  findings\n${conversion.items.flatMap((i) => [i, ...i.also].map((n) => `    ${i.object?.name ?? '-'} ${i.field} ${n.code} ${n.message}`)).join('\n')}\n`;
      if (known === undefined) groups.set(key, { n: 1, ex: mk(), size });
      else {
        known.n++;
        if (size < known.size) {
          known.ex = mk();
          known.size = size;
        }
      }
    }
  }
  const sorted = [...groups].sort((a, b) => b[1].n - a[1].n);
  writeFileSync('/tmp/explore.txt', '');
  for (const [, { n, ex }] of sorted) appendFileSync('/tmp/explore.txt', `### ${n} ${ex}\n`);
  console.log(`bad sets: ${bad} of ${RUNS}\n` + sorted.map(([k, { n }]) => `${n} ${k}`).join('\n'));
});
it('one', () => {
  const parsed = parseText({ file: 'x.yaml', text: readFileSync(process.env.ONE ?? '', 'utf8') });
  const c = convert(
    { manifests: parsed.manifests, problems: parsed.problems, inputs: 1 },
    { ...DEFAULT_OPTIONS, to: (process.env.TO ?? 'openshift-route') as never },
  );
  for (const e of c.emitted) console.log(JSON.stringify(e.object));
  for (const i of c.items)
    for (const n of [i, ...i.also])
      console.log(i.object?.name, i.field, n.code, n.severity, 'verdict' in n ? n.verdict : '', n.message);
});

import { ingressNginx } from '../../src/mappings/ingress-nginx.js';
import { annotationItem, ingressesWith, sampleAnnotations } from '../mappings/sample-ingress.js';

it('reaches', () => {
  const out: string[] = [];
  for (const entry of ingressNginx.mapping.annotations) {
    const text = ingressesWith(sampleAnnotations(entry), entry.sample)
      .map((o) => JSON.stringify(o, undefined, 1))
      .join('\n---\n');
    const { manifests, problems } = parseText({ file: 'sample.yaml', text });
    const c = convert(
      { manifests, problems, inputs: 1 },
      { ...DEFAULT_OPTIONS, to: 'openshift-route', controllerConfig: entry.sample.config },
    );
    const i = annotationItem(c, entry.key);
    out.push(
      `${entry.key} [${entry.concern ?? '-'}] gw=${entry.targets['gateway-api'].verdict} -> ${i.verdict} ${i.code} ${i.emitted.map((e) => `${e.kind} ${e.path}`).join(',')} | ${i.message} | ${i.next ?? ''}`,
    );
  }
  writeFileSync('/tmp/reached.txt', out.join('\n'));
});
it('dbg', () => {
  const objects = JSON.parse(readFileSync('/tmp/dbg.json', 'utf8'));
  const input = read(objects);
  const o = { ...DEFAULT_OPTIONS, to: 'openshift-route' as const };
  const conversion = convert(input, o);
  const replay = new Replay(input.manifests, conversion, o);
  const request = { scheme: 'https' as const, host: 'www.example.com', method: 'GET', path: '/api/(.*)' };
  console.log(JSON.stringify(replay.differences(request), null, 1));
  console.log(
    JSON.stringify(
      conversion.items.filter((i) => i.annotation?.endsWith('affinity')),
      null,
      1,
    ),
  );
});
