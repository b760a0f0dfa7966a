import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Conversion } from '../../src/conversion.js';
import type { ConvertOptions } from '../../src/options.js';
import { PROFILE_VERSIONS } from '../../src/profile.js';
import { crdFolders, loadCrds } from '../crds/crd-validator.js';
import { namesOf, readDirectives } from '../targets/gateway-api/profiles/nginx-directives.js';
import { cases, converted } from './arbitraries.js';
import { emittedOf } from './output.js';

/** More runs to look for counterexamples: `PROPERTY_RUNS=20000 npx vitest run test/properties/nginx-gateway-fabric`. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 200);

vi.setConfig({ testTimeout: Math.max(60_000, RUNS * 50) });

const examples = fc
  .tuple(cases, fc.constantFrom(...PROFILE_VERSIONS['nginx-gateway-fabric']), fc.boolean())
  .map(([example, version, allowSnippets]) => {
    const profile = { name: 'nginx-gateway-fabric', version } as const;
    const options: ConvertOptions = { ...example.options, from: 'ingress-nginx', profile, allowSnippets };
    return { objects: example.objects, options };
  });

function always(check: (conversion: Conversion, options: ConvertOptions) => unknown[]): void {
  fc.assert(
    fc.property(examples, (example) => {
      expect(check(converted(example), example.options)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
}

/** Directives that this program writes, or carries over from snippets. */
const KNOWN = new Set(
  (
    'access_log add_header allow auth_request auth_request_set break client_body_buffer_size client_max_body_size ' +
    'default_type deny error_page etag expires geo gzip gzip_comp_level gzip_min_length gzip_proxied gzip_types ' +
    'gzip_vary if if_modified_since internal limit_conn limit_conn_status limit_conn_zone limit_rate limit_rate_after ' +
    'limit_req limit_req_status limit_req_zone location log_not_found map proxy_hide_header proxy_ignore_headers ' +
    'proxy_pass proxy_pass_header proxy_pass_request_body proxy_pass_request_headers proxy_method proxy_redirect ' +
    'proxy_request_buffering proxy_max_temp_file_size proxy_cookie_path proxy_cookie_domain proxy_set_header return ' +
    'rewrite rewrite_log satisfy set sub_filter sub_filter_last_modified sub_filter_once sub_filter_types ' +
    'proxy_buffering proxy_buffer_size proxy_buffers proxy_busy_buffers_size'
  ).split(' '),
);
const OF_PROXIES =
  /^(?:proxy|grpc)_(?:next_upstream(?:_tries|_timeout)?|(?:connect|read|send)_timeout|ssl_(?:ciphers|protocols|server_name))$/;
/** Inside of geo and map stand addresses and keys. */
const TABLES = ['geo', 'map'];

function strayDirectives(conversion: Conversion): string[] {
  return conversion.emitted.flatMap(({ object }) => {
    if (object.kind !== 'SnippetsFilter') return [];
    const { snippets } = object.spec as { snippets: { context: string; value: string }[] };
    return snippets.flatMap(({ value }) => {
      const directives = readDirectives(value);
      const plain = directives.map((one) => (TABLES.includes(one.name) ? { ...one, inner: [] } : one));
      return namesOf(plain).filter((name) => !KNOWN.has(name) && !OF_PROXIES.test(name));
    });
  });
}

describe('with the profile nginx-gateway-fabric, for whatever Ingresses and options', () => {
  it('no value of an annotation ends a directive and begins another', () => {
    always(strayDirectives);
  });

  it('no directive is written without leave', () => {
    always(({ emitted }, { allowSnippets }) =>
      allowSnippets === true ? [] : emitted.filter(({ object }) => object.kind === 'SnippetsFilter'),
    );
  });

  it.skipIf(crdFolders().length === 0)('a cluster takes every route', () => {
    const newest = crdFolders().filter(({ version, channel }) => version.startsWith('1.6') && channel === 'standard');
    const [folder] = newest;
    if (folder === undefined) throw new Error('no CRDs of 1.6');
    const validator = loadCrds(folder.dir);
    always((conversion, { channel, gatewayApiVersion }) =>
      channel !== 'standard' || gatewayApiVersion !== '1.6'
        ? []
        : emittedOf(conversion).flatMap(({ object }) =>
            object.apiVersion.startsWith('gateway.networking.k8s.io/') ? validator.validate(object) : [],
          ),
    );
  });

  it('every path is one that NGINX Gateway Fabric takes', () => {
    always(({ emitted }) =>
      emitted.flatMap(({ object }) => {
        const { rules = [] } = (object.spec ?? {}) as { rules?: { matches?: { path?: { value: string } }[] }[] };
        return rules
          .flatMap(({ matches = [] }) => matches.flatMap(({ path }) => (path === undefined ? [] : [path.value])))
          .filter((value) => !/^\/[^\s{};]*$/.test(value));
      }),
    );
  });

  it('every filter that a rule refers to is in the output', () => {
    always(({ emitted }) => {
      const there = new Set(
        emitted.map(({ object }) => `${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`),
      );
      return emitted.flatMap(({ object }) => {
        const { rules = [] } = (object.spec ?? {}) as {
          rules?: { filters?: { extensionRef?: { kind: string; name: string } }[] }[];
        };
        return rules
          .flatMap(({ filters = [] }) =>
            filters.flatMap(({ extensionRef }) => (extensionRef === undefined ? [] : [extensionRef])),
          )
          .map(({ kind, name }) => `${kind} ${object.metadata.namespace ?? ''}/${name}`)
          .filter((id) => !there.has(id));
      });
    });
  });
});
