import { describe, expect, it } from 'vitest';
import { type Files, ingress, planned, said } from './memory-tree.js';

/** The kustomization of a folder with `web.yaml` in it, once what it became is beside it. */
function listed(kustomization: string, more: Files = {}): string | undefined {
  const { files } = planned({ 'kustomization.yaml': kustomization, 'web.yaml': ingress('a'), ...more }, 'beside');
  return files['kustomization.yaml'];
}

describe('resources', () => {
  it.each([
    ['a block list', 'resources:\n- web.yaml\n', 'resources:\n- web.yaml\n- web.gateway.yaml\n'],
    [
      'comments and order',
      '# top\nresources:\n  # first\n  -  web.yaml # web\n  # second\n  - other.yaml\nnamespace: x\n',
      '# top\nresources:\n  # first\n  -  web.yaml # web\n  -  web.gateway.yaml\n  # second\n  - other.yaml\nnamespace: x\n',
    ],
    ['no last line break', 'resources:\n- "./web.yaml"', 'resources:\n- "./web.yaml"\n- web.gateway.yaml'],
    ['CRLF', 'resources:\r\n- web.yaml\r\n', 'resources:\r\n- web.yaml\r\n- web.gateway.yaml\r\n'],
    ['a byte order mark', '\ufeffresources:\n- web.yaml\n', '\ufeffresources:\n- web.yaml\n- web.gateway.yaml\n'],
    ['a flow list', 'resources: [web.yaml, b] # x\n', 'resources: [web.yaml, web.gateway.yaml, b] # x\n'],
    ['bases, as they were called', 'bases:\n- web.yaml\n', 'bases:\n- web.yaml\n- web.gateway.yaml\n'],
    [
      'an entry that is there',
      'resources: [web.gateway.yaml, web.yaml]\n',
      'resources: [web.gateway.yaml, web.yaml]\n',
    ],
    ['a kustomization that lists something else', 'resources: [b.yaml]\n', 'resources: [b.yaml]\n'],
    ['a broken one', 'resources: [web.yaml\n', 'resources: [web.yaml\n'],
    ['one nested beyond reason', `resources: ${'['.repeat(20_000)}`, `resources: ${'['.repeat(20_000)}`],
    ['anything else', '- web.yaml\n', '- web.yaml\n'],
  ])('%s', (_what, before, after) => {
    expect(listed(before)).toBe(after);
  });

  it('is found under each of its names', () => {
    const files = { Kustomization: 'resources:\n- web.yaml\n', 'web.yaml': ingress('a') };
    expect(planned(files, 'beside').files.Kustomization).toBe('resources:\n- web.yaml\n- web.gateway.yaml\n');
  });

  it('is where the file may be listed: in or above its folder', () => {
    const files = {
      'kustomization.yaml': 'resources:\n- a\n- b\n',
      'a/kustomization.yaml': 'resources:\n- web.yaml\n',
      'a/web.yaml': ingress('a'),
      'b/kustomization.yaml': 'resources:\n- deep/web.yaml\n',
      'b/deep/web.yaml': ingress('b'),
    };
    const { files: after, plan } = planned(files, 'beside');
    expect(after['kustomization.yaml']).toBe('resources:\n- a\n- b\n- gateway-shop-nginx.yaml\n');
    expect(after['a/kustomization.yaml']).toBe('resources:\n- web.yaml\n- web.gateway.yaml\n');
    expect(after['b/kustomization.yaml']).toBe('resources:\n- deep/web.yaml\n- deep/web.gateway.yaml\n');
    expect(said(plan).filter((one) => !one.startsWith('RS2300'))).toEqual([]);
    const { 'kustomization.yaml': _top, ...without } = files;
    const { plan: unlisted } = planned(without, 'beside');
    expect(said(unlisted)).toContain('RS2304 gateway-shop-nginx.yaml:1');
    const [told] = unlisted.items.filter(({ code }) => code === 'RS2304');
    expect(told?.message).toContain('listed in a/kustomization.yaml, b/kustomization.yaml');
  });

  it('loses what holds nothing any more', () => {
    const canary = ingress('canary', 'a.example.com', ['canary: "true"', 'canary-weight: "20"']).replace(
      'name: web',
      'name: new',
    );
    const files = { 'web.yaml': ingress('a'), 'canary.yaml': canary };
    const replaced = (kustomization: string) => {
      const { files: after } = planned({ ...files, 'kustomization.yaml': kustomization }, 'replace');
      return after['kustomization.yaml'];
    };
    const added = ['gateway-shop-nginx.yaml', 'httproute-shop-a-a.example.com.yaml'];
    expect(replaced('resources:\n  - web.yaml\n  # the canary\n  - canary.yaml # x\n  - z.yaml\n')).toBe(
      `resources:\n  - ${added[0]}\n  # the canary\n  - ${added[1]}\n  - z.yaml\n`,
    );
    expect(replaced('resources: [web.yaml, z.yaml, canary.yaml]\n')).toBe(
      `resources: [${added[0]}, z.yaml, ${added[1]}]\n`,
    );
  });
});

describe('patches', () => {
  const base = { 'base/kustomization.yaml': 'resources: [web.yaml]\n', 'base/web.yaml': ingress('a') };
  const strategic =
    'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\nspec: {ingressClassName: x}\n';

  it.each([
    ['a file', 'patches:\n- path: p.yaml\n', 4],
    ['a patch in place', 'patches:\n- patch: |-\n    kind: Ingress\n    metadata: {name: a}\n', 4],
    ['a target', 'patches:\n- patch: "[]"\n  target: {kind: Ingress, name: a.*}\n', 4],
    ['a target without a name', 'patches:\n- patch: "[]"\n  target:\n    kind: Ingress\n', 4],
    ['JSON 6902', '\npatchesJson6902:\n- target: {version: v1, kind: Ingress, name: a}\n  path: p.json\n', 5],
    ['a strategic merge', 'patchesStrategicMerge:\n- p.yaml\n', 4],
    ['a strategic merge in place', 'patchesStrategicMerge:\n- |-\n  kind: Ingress\n  metadata: {name: a}\n', 4],
    ['another kind', 'patches:\n- patch: "[]"\n  target: {kind: Service, name: a}\n', undefined],
    ['another name', 'patches:\n- patch: "[]"\n  target: {kind: Ingress, name: ab}\n', undefined],
    ['another namespace', 'patches:\n- patch: "[]"\n  target: {kind: Ingress, namespace: y}\n', undefined],
  ])('%s', (_what, patches, line) => {
    const files = { ...base, 'over/kustomization.yaml': `resources:\n- ../base\n${patches}`, 'over/p.yaml': strategic };
    const found = said(planned(files, 'beside').plan).filter((one) => one.startsWith('RS2305'));
    expect(found).toEqual(line === undefined ? [] : [`RS2305 over/kustomization.yaml:${line}`]);
  });

  it.each([
    [
      'of what a component brings',
      {
        'part/kustomization.yaml': 'kind: Component\nresources: [web.yaml]\n',
        'part/web.yaml': ingress('a'),
        'app/kustomization.yaml': 'components:\n- ../part\npatches:\n- path: p.yaml\n',
        'app/p.yaml': strategic,
      },
      'app/kustomization.yaml:4',
    ],
    [
      'of a component, in what uses it',
      {
        ...base,
        'part/kustomization.yaml': 'kind: Component\npatches:\n- path: p.yaml\n',
        'part/p.yaml': strategic,
        'inner/kustomization.yaml': 'kind: Component\ncomponents: [../part]\n',
        'over/kustomization.yaml': 'resources: [../base]\ncomponents: [../inner]\n',
      },
      'part/kustomization.yaml:3',
    ],
  ])('%s', (_what, files: Files, place) => {
    const { plan, files: after } = planned(files, 'replace');
    expect(said(plan)).toContain(`RS2305 ${place}`);
    const patch = plan.items.find(({ code }) => code === 'RS2311');
    expect(patch?.verdict).toBe('redundant');
    const web = Object.keys(files).find((file) => file.endsWith('web.yaml')) ?? '';
    expect(after[web]).toContain(ingress('a'));
  });

  it('are none of an Ingress that the kustomization does not reach', () => {
    const files = { ...base, 'over/kustomization.yaml': 'patches:\n- path: p.yaml\n', 'over/p.yaml': strategic };
    expect(said(planned(files, 'beside').plan)).toEqual(['RS2311 over/p.yaml:1']);
  });

  it('never run expressions that do not end', () => {
    const target = `patches:\n- patch: "[]"\n  target: {kind: Ingress, name: "(a+)+(a+)+b"}\n`;
    const long = ingress('a'.repeat(60));
    const files = { 'kustomization.yaml': `resources: [web.yaml]\n${target}`, 'web.yaml': long };
    expect(said(planned(files, 'beside').plan)).toEqual(['RS2305 kustomization.yaml:3']);
  });
});

describe('bases and overlays', () => {
  it('are told where an overlay changes something', () => {
    const files = {
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'base/web.yaml': ingress('a'),
      'dev/kustomization.yaml': 'resources: [../base, own.yaml]\nnamePrefix: dev-\n',
      'dev/own.yaml': ingress('b'),
      'all/kustomization.yaml': 'resources: [../base]\n',
    };
    const { plan } = planned(files, 'beside');
    const told = plan.items.filter(({ code }) => code === 'RS2306' || code === 'RS2307');
    expect(told.map(({ source, message }) => `${source.file} ${message}`)).toEqual([
      'base/kustomization.yaml is the base of dev/kustomization.yaml (namePrefix): what it lists was converted once, without what is changed there',
      'dev/kustomization.yaml is an overlay of base/kustomization.yaml with sources of its own; all were converted together',
    ]);
  });
});

describe('names that kustomizations change', () => {
  const plain = (name: string) => ingress(name).replace('  namespace: shop\n', '');
  const secured = plain('a').replace('  rules:', '  tls: [{hosts: [a.example.com], secretName: s}]\n  rules:');
  const one = (text: string, web = plain('a')): Files => ({
    'kustomization.yaml': `resources: [web.yaml]\n${text}`,
    'web.yaml': web,
  });

  it.each([
    ['a prefix', one('namePrefix: x-\n'), ['kustomization.yaml:2 namePrefix x-']],
    ['a suffix and a namespace', one('nameSuffix: -x\nnamespace: y\n'), ['kustomization.yaml:2 nameSuffix -x']],
    ['a namespace for all of it', one('namespace: y\n'), []],
    ['the namespace that is written', one('namespace: shop\n', ingress('a')), []],
    ['another namespace', one('namespace: y\n', ingress('a')), ['kustomization.yaml:2 namespace y']],
    [
      'namespaces of sources that share a Gateway',
      { ...one('namespace: y\n'), 'other/web.yaml': plain('b') },
      ['kustomization.yaml:2 namespace y'],
    ],
    [
      'a certificate that is generated',
      one('secretGenerator: [{name: s}]\n', secured),
      ['kustomization.yaml:2 secretGenerator'],
    ],
    ['one without a hash', one('secretGenerator: [{name: s, options: {disableNameSuffixHash: true}}]\n', secured), []],
    ['another Secret', one('secretGenerator: [{name: t}]\n', secured), []],
    [
      'an overlay',
      {
        'base/kustomization.yaml': 'resources: [web.yaml]\n',
        'base/web.yaml': plain('a'),
        'over/kustomization.yaml': 'resources: [../base]\nnamePrefix: x-\n',
      },
      ['over/kustomization.yaml:2 namePrefix x-'],
    ],
    ['none of this tree', { 'kustomization.yaml': 'namePrefix: x-\n', 'web.yaml': plain('a') }, []],
    ['another namespace that is none', one('namespace:\n', ingress('a')), []],
    ['aliases of nothing', one('namePrefix: *a\nsecretGenerator: [*b, {name: *c}]\n', secured), []],
    ['nothing', one('namePrefix: ""\nnamespace:\n'), []],
  ])('%s', (_what, files: Files, told) => {
    const { plan } = planned(files, 'beside');
    const found = plan.items.filter(({ code }) => code === 'RS2312');
    expect(found.map(({ source, message }) => `${source.file}:${source.line} ${message.split(': ')[0]}`)).toEqual(told);
  });
});
