import { readFileSync, writeFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { it } from 'vitest';
import { convert } from '../../src/convert.js';
import { jsonReport } from '../../src/reports/json.js';
import { yamlStream } from '../../src/writing/write-yaml.js';
import { crdFolders, loadCrds } from '../crds/crd-validator.js';
import { type Case, cases, converted, read } from './arbitraries.js';
import { notClosedOnce } from './closed-items.js';
import { publishedUnguarded } from './guarded.js';
import { emittedOf } from './output.js';
import * as P from './promises.js';

const T = { name: 'routeshift', version: '0' };
const isReport = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(new URL('../../src/reports/report.schema.json', import.meta.url), 'utf8')),
);
function all(c: Case): string[] {
  let r;
  try {
    r = converted(c);
  } catch (e) {
    return ['THROW ' + (e as Error).stack?.split('\n').slice(0, 3).join(' | ')];
  }
  const o = c.options;
  const out: string[] = [];
  out.push(...r.items.filter((i) => i.code === 'RS0001').map((i) => 'RS0001 ' + (i.annotation ?? i.field)));
  out.push(...notClosedOnce(c, r).map((x) => 'CLOSED ' + x));
  for (const [k, f] of Object.entries(P)) out.push(...(f as P.Promised)(r, o).map((x) => k + ' ' + x));
  out.push(...publishedUnguarded(c, r).map((x) => 'GUARD ' + x));
  if (!isReport(JSON.parse([...jsonReport(r, T)].join(''))))
    out.push('REPORT ' + isReport.errors?.map((e) => e.instancePath.replace(/\d+/g, 'N') + e.message).join());
  const e = emittedOf(r);
  const folder =
    crdFolders().find(
      (f) => f.channel === o.channel && f.version === (o.gatewayApiVersion === '1.4' ? '1.4.1' : '1.6.1'),
    ) ?? crdFolders().find((f) => f.channel === o.channel);
  const v = loadCrds(folder?.dir ?? '');
  for (const x of e) out.push(...v.validate(x.object).map((w) => 'CRD ' + x.kind + ' ' + w));
  const objects = e.map((x) => x.object);
  try {
    if (
      JSON.stringify(loadAll([...yamlStream(r, { noComments: false })].join('')).filter((d) => d != null)) !==
      JSON.stringify(objects)
    )
      out.push('YAML');
  } catch (er) {
    out.push('YAML THROW ' + String(er));
  }
  const input = read(c.objects);
  const rev = convert(
    { ...input, manifests: [...input.manifests].reverse(), problems: [...input.problems].reverse() },
    o,
  );
  const b = (q: typeof r) => [...yamlStream(q!, { noComments: false }), ...jsonReport(q!, T)].join('');
  if (b(rev) !== b(r)) out.push('ORDER');
  return out;
}
const sig = (s: string) =>
  s
    .replace(/[a-zA-Z0-9.*-]*(web|api|shop|own|nnnn|mmmm|gggg)[a-zA-Z0-9.*/-]*/g, 'NAME')
    .replace(/object-\d+/g, 'OBJ')
    .replace(/\d+/g, 'N')
    .replace(/\b(default|other|shop|infra)?\/NAME/g, 'NAME')
    .replace(/"[^"]*"/g, '"…"')
    .slice(0, 130);
it('hunt', () => {
  const best = new Map<string, { c: Case; m: string; n: number }>();
  const size = (c: Case) => JSON.stringify(c).length;
  const sample: Case[] = fc.sample(cases, {
    numRuns: Number(process.env.HUNT ?? 3000),
    seed: Number(process.env.SEED ?? 1),
  });
  for (const c of sample)
    for (const m of new Set(all(c))) {
      const s = sig(m);
      const known = best.get(s);
      if (!known) best.set(s, { c, m, n: 1 });
      else {
        known.n++;
        if (size(c) < size(known.c)) {
          known.c = c;
          known.m = m;
        }
      }
    }
  // greedy shrink
  const has = (c: Case, s: string) => {
    try {
      return all(c).some((m) => sig(m) === s);
    } catch {
      return false;
    }
  };
  function* smaller(v: any): Generator<any> {
    if (Array.isArray(v)) {
      for (let i = 0; i < v.length; i++) yield [...v.slice(0, i), ...v.slice(i + 1)];
      for (let i = 0; i < v.length; i++) for (const w of smaller(v[i])) yield [...v.slice(0, i), w, ...v.slice(i + 1)];
    } else if (v && typeof v === 'object') {
      const es = Object.entries(v);
      for (let i = 0; i < es.length; i++)
        if (
          ![
            'apiVersion',
            'kind',
            'name',
            'port',
            'from',
            'ingressClasses',
            'gatewayApiVersion',
            'channel',
            'gatewayPer',
            'listeners',
            'accept',
            'metadata',
            'spec',
          ].includes(es[i]![0])
        )
          yield Object.fromEntries(es.filter((_, j) => j !== i));
      for (let i = 0; i < es.length; i++)
        for (const w of smaller(es[i]![1])) yield Object.fromEntries(es.map((e, j) => (j === i ? [e[0], w] : e)));
    }
  }
  const out: string[] = [];
  for (const [s, f] of [...best].filter(([k]) => !/RSN nginx|no spec.hostnames|BackendTLSPolicy|blockedBy|CLOSED OBJ.yaml spec.rules.N..http.paths|Gateway .*twice|routesAttach|tls.N. -> Gateway|maximum|characters long/.test(k)).sort((a, b) => b[1].n - a[1].n).slice(0, Number(process.env.MAX ?? 40))) {
    let c = f.c;
    const end = Date.now() + 5000;
    for (let go = true; go && Date.now() < end; ) {
      go = false;
      for (const d of smaller(c)) {
        if (has(d, s)) {
          c = d;
          go = true;
          break;
        }
        if (Date.now() > end) break;
      }
    }
    out.push(
      `## ${f.n}x ${s}\n${all(c).join('\n')}\n${c.objects.map((o) => JSON.stringify(o)).join('\n')}\n${JSON.stringify(c.options)}\n`,
    );
  }
  writeFileSync('/tmp/hunt.txt', out.join('\n'));
}, 1200000);
