import { describe, expect, it } from 'vitest';
import type { OriginatedRoute } from '../../src/model/originated-route.js';
import { type ControllerCase, controllerCases, type ExpectedRoute, pem, textOf } from './case-objects.js';
import { type Understood, understood } from './understood.js';

const cases = controllerCases();

/** Where a case speaks of a cluster and a converter sees manifests only: what it does instead, and why. */
const INSTEAD: Readonly<Record<string, { readonly why: string; readonly routes: number; readonly code: string }>> = {
  'OS-I2R-010': { why: 'a Service that is not in the input may be in the cluster', routes: 1, code: 'RS2145' },
  'OS-I2R-033': { why: 'a Secret that is not in the input may be in the cluster', routes: 1, code: 'RS2145' },
  'OS-I2R-025': { why: 'the case shows what is sent; the API server refuses it', routes: 0, code: 'RS2143' },
};

/** How the controller's event names what is told here by a code. */
const EVENTS: readonly (readonly [RegExp, string, RegExp])[] = [
  [/^Missing host field/, 'RS2142', /without one/],
  [/^Missing backend service field/, 'RS2142', /instead of a Service/],
  [/^Unsupported exact path type/, 'RS2142', /no Exact paths/],
  [/^No valid target port/, 'RS2143', /has no port/],
  [/^Invalid or missing TLS secret/, 'RS2143', /the certificate of .* is not usable/],
];

/** What the API server refuses never reaches the controller, and is told as a problem of the input. */
const REFUSED = /^Missing backend service name/;

describe.skipIf(cases.length === 0)(
  'the ingress-to-route controller in ../shared/cases (skipped where it is absent)',
  () => {
    it('has all its cases', () => {
      expect(cases.length).toBeGreaterThan(30);
      expect(Object.keys(INSTEAD).filter((id) => !cases.some((one) => one.id === id))).toEqual([]);
    });

    it.each(cases.filter(({ id }) => INSTEAD[id] === undefined).map((one) => [one.id, one.title, one] as const))(
      '%s: %s',
      (_id, _title, one) => {
        const found = understood(textOf(one));
        expect(found.items.some(({ code }) => code === 'RS2140')).toBe(!one.expect.managed);
        expect(found.routes.map(shape)).toEqual(one.expect.routes.map(expectedShape));
        expectReasons(one, found);
      },
    );

    it.each(Object.entries(INSTEAD))('%s is answered otherwise', (id, { routes, code }) => {
      const one = cases.find((candidate) => candidate.id === id);
      const found = understood(one === undefined ? '' : textOf(one));
      expect(found.routes).toHaveLength(routes);
      expect(found.items.map((item) => item.code)).toContain(code);
    });
  },
);

function expectReasons({ expect: { event } }: ControllerCase, { items, problems }: Understood): void {
  for (const detail of event?.details ?? []) {
    if (REFUSED.test(detail)) {
      expect(problems.join('\n')).toContain('needs a name');
      continue;
    }
    const [, code, words] = EVENTS.find(([start]) => start.test(detail)) ?? [];
    const said = items.filter((item) => item.code === code && words?.test(item.message));
    expect(said.map(({ severity }) => severity)).toEqual([code === 'RS2142' ? 'warning' : 'error']);
  }
}

function shape({ route }: OriginatedRoute): object {
  return {
    host: route.host,
    path: route.path,
    wildcardPolicy: route.wildcardPolicy,
    service: route.to.service,
    port: route.targetPort,
    tls: route.tls && {
      termination: route.tls.termination,
      insecure: route.tls.insecure,
      certificate: route.tls.externalCertificate !== undefined,
      destinationCa: route.tls.destinationCaCertificate,
    },
    annotations: route.meta.annotations,
    labels: route.meta.labels,
  };
}

function expectedShape({ metadata, spec }: ExpectedRoute): object {
  const { tls } = spec;
  return {
    host: spec.host,
    path: spec.path ?? '',
    wildcardPolicy: spec.wildcardPolicy ?? 'None',
    service: spec.to.name,
    port: spec.port?.targetPort,
    tls: tls && {
      termination: tls.termination,
      insecure: tls.insecureEdgeTerminationPolicy,
      certificate: tls.certificate !== undefined,
      destinationCa: tls.destinationCACertificate === undefined ? '' : pem(tls.destinationCACertificate),
    },
    annotations: metadata?.annotations ?? {},
    labels: metadata?.labels ?? {},
  };
}
