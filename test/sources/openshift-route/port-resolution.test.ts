import { describe, expect, it } from 'vitest';
import { convert } from '../../../src/convert.js';
import { parseText } from '../../../src/manifests/documents.js';
import { DEFAULT_OPTIONS } from '../../../src/options.js';
import { type Case, casesAreThere, casesOf } from '../../behaviour/targets/openshift-router/case-file.js';

interface PortCase extends Case {
  readonly input: {
    readonly route_port: { readonly targetPort: string | number } | null;
    readonly service_ports: readonly object[];
  };
  readonly expect: { readonly gateway_backendRef_port: number | string | null };
}

/** Port numbers of the backendRefs of a Route to a Service, and the codes of the findings. */
function resolved(targetPort: string | number | undefined, ports: readonly object[]) {
  const route = {
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: { name: 'route', namespace: 'shop' },
    spec: {
      host: 'shop.example.com',
      to: { kind: 'Service', name: 'web' },
      ...(targetPort === undefined ? {} : { port: { targetPort } }),
    },
  };
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop' }, spec: { ports } };
  const text = [route, service].map((object) => JSON.stringify(object)).join('\n---\n');
  const { manifests, problems } = parseText({ file: 'in.yaml', text });
  const { emitted, items } = convert(
    { manifests, problems, inputs: 1 },
    { ...DEFAULT_OPTIONS, from: 'openshift-route' },
  );
  const rules = emitted.flatMap(({ object }) =>
    object.kind === 'HTTPRoute' ? (object.spec as { rules: { backendRefs?: { port: number }[] }[] }).rules : [],
  );
  return {
    ports: rules.flatMap(({ backendRefs = [] }) => backendRefs.map(({ port }) => port)),
    codes: items.flatMap((item) => [item, ...item.also].map(({ code }) => code)),
  };
}

describe.skipIf(!casesAreThere)('the Service port of a target port (needs ../shared/cases)', () => {
  it.each(casesOf<PortCase>('route-port-resolution'))('$id: $title', ({ input, expect: stated }) => {
    const { ports } = resolved(input.route_port?.targetPort, input.service_ports);
    const wanted = stated.gateway_backendRef_port;
    // Where the case leaves a choice, every port is taken.
    if (typeof wanted === 'string') expect(ports.length).toBe(input.service_ports.length);
    else expect(ports).toEqual(wanted === null ? [] : [wanted]);
  });
});

describe('a number that the Service alone does not tell', () => {
  it('is taken for the one port whose target has a name, and said to be', () => {
    const { ports, codes } = resolved(8080, [
      { name: 'web', port: 80, targetPort: 'http' },
      { name: 'metrics', port: 9100, targetPort: 9100 },
    ]);
    expect(ports).toEqual([80]);
    expect(codes).toContain('RS2122');
  });

  it('keeps the Route back where several targets have names', () => {
    const { ports, codes } = resolved(8080, [
      { name: 'web', port: 80, targetPort: 'http' },
      { name: 'metrics', port: 9100, targetPort: 'metrics' },
    ]);
    expect(ports).toEqual([]);
    expect(codes).toContain('RS1013');
  });

  it('is the port of a Service that names no other', () => {
    expect(resolved(8080, [{ port: 8080 }]).ports).toEqual([8080]);
  });
});
