import { expect, test } from 'vitest';
import { convert } from '../src/convert.js';
import { convertWith } from '../src/convert-with.js';
import { loadRepertoire } from '../src/load-repertoire.js';
import { parseText } from '../src/manifests/documents.js';
import { DEFAULT_OPTIONS, FROM_CHOICES, type RunOptions, TARGETS } from '../src/options.js';
import { PROFILES } from '../src/profile.js';

const TEXT = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop, annotations: {nginx.ingress.kubernetes.io/limit-rps: "5", haproxy.org/timeout-server: 5s}}
spec:
  rules: [{host: shop.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: shop, port: {number: 80}}}}]}}]
---
apiVersion: route.openshift.io/v1
kind: Route
metadata: {name: desk}
spec: {host: desk.example.com, to: {kind: Service, name: desk}}
`;
const { manifests, problems } = parseText({ file: 'app.yaml', text: TEXT });

const runs: RunOptions[] = FROM_CHOICES.flatMap((from) => [
  ...TARGETS.map((to) => ({ ...DEFAULT_OPTIONS, from, to })),
  ...PROFILES.map((name) => ({ ...DEFAULT_OPTIONS, from, profile: { name } })),
]);

test.each(runs.map((options) => [options.from, options.profile?.name ?? options.to, options] as const))(
  'what is loaded for %s and %s is enough, and the same as everything',
  async (_from, _what, options) => {
    const input = { manifests, problems, inputs: 1 };
    expect(convertWith(await loadRepertoire([options]), input, options)).toEqual(convert(input, options));
  },
);

test('what no run asked for is missed, not passed over', async () => {
  const repertoire = await loadRepertoire([DEFAULT_OPTIONS]);
  const profile = { name: 'traefik' } as const;
  expect(() => convertWith(repertoire, { manifests, problems, inputs: 1 }, { ...DEFAULT_OPTIONS, profile })).toThrow(
    'the implementation traefik was not loaded',
  );
});
