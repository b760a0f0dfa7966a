import { isReservedVariable, isVariableOfNginx } from '../ingress-nginx/nginx-variables.js';
import type { NginxIncInput } from './input.js';
import type { Location } from './location.js';
import type { LocationTable } from './location-table.js';
import { scaledRate } from './rate-scale.js';
import type { Server } from './servers.js';
import { parseBuffers, parseSize } from './value-grammar.js';

const PAGE = 4096;

/** Texts with which `nginx -t` refuses what the controller does not check itself. */
export function checkServer(
  server: Server,
  tables: ReadonlyMap<Server, LocationTable>,
  input: NginxIncInput,
): readonly string[] {
  const groups = new Set(
    [...tables.values()].flatMap((table) => [
      ...table.groups,
      ...table.locations.flatMap(({ rewrite }) => (rewrite?.kind === 'expression' ? rewrite.names : [])),
    ]),
  );
  return server.locations.flatMap((location) =>
    [
      input.flags?.enableDirectiveAutoadjust === true ? undefined : bufferProblem(location),
      limitProblem(location, input),
      variableProblem(location, groups),
    ]
      .filter((text) => text !== undefined)
      .map((text) => `${text} (${location.rule})`),
  );
}

/** The rules between the sizes of buffers (ngx_http_proxy_merge_loc_conf). */
function bufferProblem({ settings: { buffers }, protocol }: Location): string | undefined {
  if (protocol.startsWith('GRPC')) return undefined;
  const size = parseSize(buffers.size ?? '') ?? PAGE;
  const many = parseBuffers(buffers.buffers ?? '') ?? { number: 8, size: PAGE };
  if (many.number < 2) return 'there must be at least 2 "proxy_buffers"';
  const largest = Math.max(size, many.size);
  const busy = parseSize(buffers.busy ?? '') ?? 2 * largest;
  if (busy < largest) {
    return '"proxy_busy_buffers_size" must be equal to or greater than the maximum of the value of "proxy_buffer_size" and one of the "proxy_buffers"';
  }
  if (busy > (many.number - 1) * many.size) {
    return '"proxy_busy_buffers_size" must be less than the size of all "proxy_buffers" minus one buffer';
  }
  const file = parseSize(buffers.tempFile ?? '') ?? 0;
  return file !== 0 && file < largest
    ? '"proxy_max_temp_file_size" must be equal to zero to disable temporary files usage or must be equal to or greater than the maximum of the value of "proxy_buffer_size" and one of the "proxy_buffers"'
    : undefined;
}

/** Numbers of limit-req-* that the controller takes and NGINX does not. */
function limitProblem({ settings: { rateLimit } }: Location, { flags }: NginxIncInput): string | undefined {
  if (rateLimit === undefined) return undefined;
  const { burst, delay, noDelay, rejectCode } = rateLimit;
  if (scaledRate(rateLimit, flags?.replicas).requests < 1) return 'invalid rate in "limit_req_zone"';
  if (burst < 0) return `invalid burst value "burst=${burst}"`;
  if (!noDelay && delay < 0) return `invalid delay value "delay=${delay}"`;
  // Zero leaves the directive out.
  return rejectCode !== 0 && (rejectCode < 400 || rejectCode > 599) ? 'value must be between 400 and 599' : undefined;
}

/** Variables in the target of a rewrite, and groups that may not be called as they are. */
function variableProblem({ rewrite }: Location, groups: ReadonlySet<string>): string | undefined {
  const reserved = [...groups].find(isReservedVariable);
  if (reserved !== undefined) return `the duplicate "${reserved}" variable`;
  if (rewrite?.kind !== 'expression') return undefined;
  if (/\$(?!\w|\{\w+\})/.test(rewrite.target)) return 'invalid variable name';
  const names = [...rewrite.target.matchAll(/\$(?:\{(\w+)\}|(?![1-9])(\w+))/g)].map(([, a, b]) => a ?? b ?? '');
  const unknown = names.find((name) => !groups.has(name) && !OWN_VARIABLES.test(name) && !isVariableOfNginx(name));
  return unknown === undefined ? undefined : `unknown "${unknown}" variable`;
}

/** Variables that the controller's own templates define. */
const OWN_VARIABLES =
  /^(resource_(type|name|namespace)|service|request_uri_no_args|path|(vs|default)_connection_header|grpc_status|apikey_auth_hash)$/;
