import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { MARKER } from '../../src/writing/write-files.js';
import { ingress, planned, said } from './memory-tree.js';

const GATEWAY = 'gateway-shop-nginx.yaml';

describe('beside', () => {
  it('writes what a file became next to it, and what several files became into the folder that they share', () => {
    const files = { 'apps/a/web.yaml': ingress('a'), 'apps/b/web.yml': ingress('b') };
    const { files: after, plan } = planned(files, 'beside');
    expect(Object.keys(after)).toEqual([
      ...Object.keys(files),
      'apps/a/web.gateway.yaml',
      'apps/b/web.gateway.yaml',
      `apps/${GATEWAY}`,
    ]);
    expect(after['apps/a/web.gateway.yaml']).toMatch(
      /^# Written by routeshift .*\n# apps\/a\/web.yaml Ingress shop\/a\n/,
    );
    expect(after[`apps/${GATEWAY}`]).toContain('# apps/b/web.yml Ingress shop/b\n');
    expect(said(plan)).toEqual(['RS2300 apps/a/web.yaml:1']);
    expect(planned(after, 'beside').plan.changes).toEqual([]);
  });

  it('keeps everything of one file together, with its line ends', () => {
    const { files } = planned({ 'web.yaml': ingress('a').replaceAll('\n', '\r\n') }, 'beside');
    expect(Object.keys(files)).toEqual(['web.yaml', 'web.gateway.yaml']);
    expect(files['web.gateway.yaml']).toMatch(/kind: Gateway\r\n[\s\S]*\r\n---\r\n[\s\S]*kind: HTTPRoute\r\n/);
    expect(files['web.gateway.yaml']).not.toMatch(/[^\r]\n/);
  });

  it('gives files that differ in their ends only names of their own', () => {
    const { files } = planned({ 'x.json': '{}', 'x.yaml': ingress('a'), 'x.yml': ingress('b') }, 'beside');
    expect(Object.keys(files).slice(3)).toEqual([GATEWAY, 'x.gateway.yaml', 'x.yml.gateway.yaml']);
  });

  it('keeps such names when the others are no sources any more', () => {
    const json = JSON.stringify(parse(ingress('b')));
    const first = planned({ 'web.yml': ingress('a'), 'web.json': json }, 'replace').files;
    expect(Object.keys(first)).toContain('web.json.gateway.yaml');
    expect(planned(first, 'replace').plan.changes).toEqual([]);
  });

  it('names Routes so', () => {
    const { files } = planned({ 'web.yaml': ingress('a') }, 'beside', { options: { to: 'openshift-route' } });
    expect(Object.keys(files)).toEqual(['web.yaml', 'web.route.yaml']);
  });

  it('leaves alone what it did not write', () => {
    const files = { 'web.yaml': ingress('a'), 'web.gateway.yaml': 'kind: Mine\n' };
    expect(planned(files, 'beside').plan.foreign).toEqual(['web.gateway.yaml']);
    expect(planned(files, 'beside', { force: true }).files['web.gateway.yaml']).toContain(MARKER);
    // A file of somebody's Ingresses is never replaced as a whole.
    const source = { ...files, 'web.gateway.yaml': ingress('b') };
    const forced = planned(source, 'beside', { force: true }).files;
    expect(forced['web.gateway.yaml']).toBe(ingress('b'));
    expect(forced['web.yaml.gateway.yaml']).toContain(MARKER);
  });

  it('follows its sources, and says what is left of earlier runs', () => {
    const first = planned({ 'web.yaml': ingress('a'), 'old.yaml': ingress('b') }, 'beside').files;
    const { 'old.yaml': _gone, ...left } = first;
    const { plan } = planned({ ...left, 'web.yaml': ingress('a').replace('number: 80', 'number: 81') }, 'beside');
    expect(plan.changes.map(({ file }) => file)).toEqual(['web.gateway.yaml']);
    expect(said(plan)).toEqual([`RS2309 ${GATEWAY}:1`, 'RS2309 old.gateway.yaml:1']);
  });

  it('reads nothing that it wrote', () => {
    const { files } = planned({ 'web.yaml': ingress('a') }, 'beside', { options: { to: 'openshift-route' } });
    const again = planned(files, 'beside', { options: { from: 'openshift-route', to: 'openshift-route' } });
    expect(again.conversion.emitted).toEqual([]);
  });
});

describe('mirror', () => {
  it('writes the same layout elsewhere, and nothing into the tree', () => {
    const files = {
      'apps/kustomization.yaml': 'resources: [web.yaml]\n',
      'apps/web.yaml': ingress('a'),
      'apps/b.json': '{}',
      'c/d.yml': ingress('d'),
    };
    const { files: mirror, plan } = planned(files, 'mirror');
    expect(Object.keys(mirror)).toEqual(['apps/web.yaml', 'c/d.yml', GATEWAY]);
    expect(mirror['apps/web.yaml']).toMatch(/^# Written by routeshift /);
    expect(said(plan)).toEqual(['RS2300 apps/web.yaml:1']);
    expect(planned(files, 'mirror', { mirror }).plan.changes).toEqual([]);
    const within = Object.fromEntries(Object.entries(mirror).map(([file, text]) => [`out/${file}`, text]));
    expect(planned({ ...files, ...within }, 'mirror', { mirror }).plan.changes).toEqual([]);
    const { 'c/d.yml': _gone, ...left } = files;
    const stale = planned(left, 'mirror', { mirror: { ...mirror, 'mine.yaml': 'kind: Mine\n' } });
    expect(said(stale.plan)).toEqual(['RS2309 out/c/d.yml:1', `RS2309 out/${GATEWAY}:1`]);
    const foreign = planned(files, 'mirror', { mirror: { 'apps/web.yaml': 'mine' } });
    expect(foreign.plan.foreign).toEqual(['apps/web.yaml']);
  });
});
