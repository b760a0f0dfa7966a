import { describe, expect, it } from 'vitest';
import { type Inventory, takeInventory } from '../../src/kubernetes/inventory.js';
import { parseText } from '../../src/manifests/documents.js';
import { DEFAULT_OPTIONS, type RunOptions } from '../../src/options.js';
import { Servers } from '../../src/sorting/serving.js';
import { sortInput } from '../../src/sorting/shares.js';

interface Wish {
  readonly field?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

const CLASS = 'kubernetes.io/ingress.class';
const NGINX = 'nginx.ingress.kubernetes.io/ssl-redirect';
const F5 = 'nginx.org/proxy-read-timeout';
const HAPROXY = 'haproxy-ingress.github.io/timeout-server';
const HAPROXYTECH = 'haproxy.org/timeout-server';
const BOTH_HAPROXIES = 'ingress.kubernetes.io/whitelist';
const OPENSHIFT = 'route.openshift.io/termination';

function ingress({ field, annotations = {} }: Wish, index: number): string {
  const spec = {
    ...(field === undefined ? {} : { ingressClassName: field }),
    rules: [{ host: `h${index}.example.com` }],
  };
  const metadata = { name: `i${index}`, namespace: 'shop', annotations };
  return JSON.stringify({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata, spec });
}

function ingressClass(name: string, controller: string, isDefault = false): string {
  const annotations = isDefault ? { 'ingressclass.kubernetes.io/is-default-class': 'true' } : {};
  return JSON.stringify({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name, annotations },
    spec: { controller },
  });
}

function inventoryOf(wishes: readonly Wish[], classes: readonly string[]): Inventory {
  const texts = [...wishes.map(ingress), ...classes];
  return takeInventory(
    texts.flatMap((text, i) => parseText({ file: `${i}.yaml`, text }).manifests),
    [],
    { routes: true },
  );
}

/** Who serves the first of these Ingresses, and how that is known. */
function decided(wishes: readonly Wish[], classes: readonly string[] = [], options: Partial<RunOptions> = {}): string {
  const inventory = inventoryOf(wishes, classes);
  const servers = new Servers(inventory, { ...DEFAULT_OPTIONS, from: 'auto', ...options });
  const [first] = inventory.ingresses;
  if (first === undefined) throw new Error('no Ingress');
  const serving = servers.of(first);
  return serving.served ? `${serving.controller}: ${serving.basis}` : serving.code;
}

const signed = (key: string): Wish => ({ annotations: { [key]: '1' } });
const ofClass = (field: string, ...keys: string[]): Wish => ({
  field,
  annotations: Object.fromEntries(keys.map((key) => [key, '1'])),
});

describe('the IngressClass of the input decides', () => {
  it.each([
    ['k8s.io/ingress-nginx', 'ingress-nginx'],
    ['haproxy-ingress.github.io/controller', 'haproxy-ingress'],
    ['haproxy-ingress.github.io/controller/edge', 'haproxy-ingress'],
    ['haproxy.org/ingress-controller', 'haproxytech'],
    ['haproxy.org/ingress-controller/edge', 'haproxytech'],
    ['nginx.org/ingress-controller', 'nginx-inc'],
    ['openshift.io/ingress-to-route', 'openshift-ingress'],
  ])('%s is %s', (controller, name) => {
    expect(decided([ofClass('any')], [ingressClass('any', controller)])).toBe(`${name}: class object`);
    const annotated = [{ annotations: { [CLASS]: 'any' } }];
    expect(decided(annotated, [ingressClass('any', controller)])).toBe(`${name}: class object`);
  });

  it('whatever annotations stand there', () => {
    const classes = [ingressClass('nginx', 'nginx.org/ingress-controller')];
    expect(decided([ofClass('nginx', NGINX)], classes)).toBe('nginx-inc: class object');
  });

  it('and one of a controller that is not read leaves the Ingress to it', () => {
    for (const controller of [
      'traefik.io/ingress-controller',
      'k8s.io/ingress-nginx-internal',
      'haproxy.org/ingress-controllers',
    ])
      expect(decided([ofClass('nginx', NGINX)], [ingressClass('nginx', controller)])).toBe('RS0210');
  });

  it('and of two of one name, annotations choose', () => {
    const classes = [
      ingressClass('nginx', 'nginx.org/ingress-controller'),
      ingressClass('nginx', 'k8s.io/ingress-nginx'),
    ];
    expect(decided([ofClass('nginx', F5)], classes)).toBe('nginx-inc: own annotations');
    expect(decided([ofClass('nginx', NGINX)], classes)).toBe('ingress-nginx: own annotations');
    expect(decided([ofClass('nginx')], classes)).toBe('RS0211');
  });
});

describe('without the IngressClass', () => {
  it.each([
    ['openshift-default', [], 'openshift-ingress: customary name'],
    ['openshift-internal', [NGINX], 'openshift-ingress: customary name'],
    ['nginx', [NGINX], 'ingress-nginx: own annotations'],
    ['nginx', [F5], 'nginx-inc: own annotations'],
    ['nginx', [NGINX, F5], 'ingress-nginx: assumption'],
    ['nginx', [HAPROXY], 'ingress-nginx: assumption'],
    ['nginx', [], 'ingress-nginx: assumption'],
    ['haproxy', [HAPROXY], 'haproxy-ingress: own annotations'],
    ['haproxy', [HAPROXYTECH], 'haproxytech: own annotations'],
    ['haproxy', [BOTH_HAPROXIES], 'haproxy-ingress: assumption'],
    ['haproxy', [BOTH_HAPROXIES, HAPROXYTECH], 'haproxytech: own annotations'],
    ['internal', [F5], 'nginx-inc: own annotations'],
    ['internal', [OPENSHIFT], 'openshift-ingress: own annotations'],
    ['internal', [], 'RS0211'],
    ['internal', [F5, NGINX], 'RS0211'],
    ['traefik', [NGINX], 'RS0210'],
  ])('class %s with %j is %s', (name, keys, expected) => {
    expect(decided([ofClass(name, ...keys)])).toBe(expected);
  });

  it('the other Ingresses of the class decide by their majority', () => {
    const nginx = ofClass('nginx', NGINX);
    const f5 = ofClass('nginx', F5);
    expect(decided([ofClass('nginx'), f5])).toBe('nginx-inc: annotations of the class');
    expect(decided([ofClass('nginx'), f5, f5, nginx])).toBe('nginx-inc: annotations of the class');
    expect(decided([ofClass('nginx'), f5, nginx])).toBe('ingress-nginx: assumption');
    expect(decided([ofClass('nginx'), ofClass('haproxy', HAPROXY)])).toBe('ingress-nginx: assumption');
  });
});

describe('an Ingress without a class', () => {
  it('belongs to the default class', () => {
    expect(decided([signed(NGINX)], [ingressClass('f5', 'nginx.org/ingress-controller', true)])).toBe(
      'nginx-inc: default class',
    );
    expect(decided([signed(NGINX)], [ingressClass('t', 'traefik.io/ingress-controller', true)])).toBe('RS0210');
  });

  it('or to whose annotations it carries', () => {
    expect(decided([signed(HAPROXYTECH)])).toBe('haproxytech: own annotations');
    expect(decided([signed(OPENSHIFT)])).toBe('openshift-ingress: own annotations');
    expect(decided([signed(BOTH_HAPROXIES)])).toBe('RS0202');
    expect(decided([{ annotations: { [CLASS]: '', [F5]: '1' } }])).toBe('nginx-inc: own annotations');
  });

  it('or to nobody, unless a flag says otherwise', () => {
    expect(decided([{}])).toBe('RS0202');
    expect(decided([{}], [], { watchIngressWithoutClass: true })).toBe('ingress-nginx: flag');
    expect(decided([signed(F5)], [], { watchIngressWithoutClass: false })).toBe('RS0202');
  });
});

describe('--ingress-class', () => {
  it('picks classes by their names', () => {
    expect(decided([ofClass('nginx', F5)], [], { ingressClasses: ['internal'] })).toBe('RS0201');
    expect(decided([ofClass('nginx', F5)], [], { ingressClasses: ['nginx'] })).toBe('nginx-inc: own annotations');
  });
});

describe('a share', () => {
  it('has options with which its controller takes all of its Ingresses', () => {
    const wishes = [
      ofClass('internal', F5),
      ofClass('nginx', F5),
      { annotations: { [CLASS]: 'own', [HAPROXY]: '1' } },
      ofClass('edge', HAPROXYTECH),
      signed(HAPROXYTECH),
      ofClass('other', NGINX),
      signed(NGINX),
      ofClass('openshift-x'),
      ofClass('mine', OPENSHIFT),
    ];
    const inventory = inventoryOf(wishes, [ingressClass('f5', 'nginx.org/ingress-controller')]);
    const { shares } = sortInput(inventory, { ...DEFAULT_OPTIONS, from: 'auto' });
    expect(
      shares.map(({ options }) => [options.from, options.ingressClasses, options.watchIngressWithoutClass]),
    ).toEqual([
      ['openshift-ingress', ['openshift-x', 'mine'], undefined],
      ['ingress-nginx', ['other'], undefined],
      ['haproxy-ingress', ['own'], undefined],
      ['haproxytech', ['edge'], true],
      ['nginx-inc', ['nginx', 'internal'], undefined],
    ]);
  });

  it('does not see the class of the same name that another controller has', () => {
    const classes = [
      ingressClass('nginx', 'nginx.org/ingress-controller'),
      ingressClass('nginx', 'k8s.io/ingress-nginx'),
    ];
    const { shares } = sortInput(inventoryOf([ofClass('nginx', F5), ofClass('nginx', NGINX)], classes), {
      ...DEFAULT_OPTIONS,
      from: 'auto',
    });
    expect(shares.map(({ inventory }) => inventory.ingressClasses.map(({ controller }) => controller))).toEqual([
      ['k8s.io/ingress-nginx'],
      ['nginx.org/ingress-controller'],
    ]);
  });
});
