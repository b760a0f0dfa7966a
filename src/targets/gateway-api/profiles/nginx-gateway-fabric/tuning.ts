import type { Traced } from '../../../../model/traced.js';
import type { Site } from './site.js';
import type { Directives } from './snippets.js';
import { needless, onlyByDirective, same, type Told, unfit } from './telling.js';
import { quotedWords } from './words.js';

/** Conditions that nginx knows for another attempt (ngx_http_proxy_module proxy_next_upstream). */
const CONDITIONS = new Set(
  'error timeout denied invalid_header http_500 http_502 http_503 http_504 http_403 http_404 http_429 non_idempotent off'.split(
    ' ',
  ),
);
const CIPHERS = /^[A-Za-z0-9:+!@=_-]{1,2048}$/;
const PROTOCOLS = /^(?:SSLv2|SSLv3|TLSv1(?:\.[0-3])?)(?: (?:SSLv2|SSLv3|TLSv1(?:\.[0-3])?))*$/;

/** Gathers directives of a location, or tells that leave to write them is missing. */
class Gathering {
  readonly location: string[] = [];
  readonly told: Told[] = [];
  readonly #site: Site;

  constructor(site: Site) {
    this.#site = site;
  }

  /** @param words the words behind the name; undefined for what nginx could not read */
  write(part: Traced<unknown> | undefined, name: string, words: string | undefined): void {
    if (part === undefined) return;
    if (!this.#site.snippets) this.told.push(onlyByDirective(part.from, name));
    else if (words === undefined)
      this.told.push(
        unfit(
          part.from,
          `${name} cannot be written safely with this value`,
          'Write plain words, with variables of nginx only.',
        ),
      );
    else {
      this.location.push(`${name} ${words};`);
      this.told.push(same(part.from, 'RS2641', `${name} ${words}, as at the controller`));
    }
  }

  say(told: Told): void {
    this.told.push(told);
  }
}

/** Settings of a rule's proxying for which only directives exist. */
export function tuningDirectives(site: Site): Directives {
  const gathered = new Gathering(site);
  const { tuning, retries, backendTls } = site.place.rule.policies;
  const proxy = site.isGrpc ? 'grpc' : 'proxy';
  if (retries?.on !== undefined) {
    const words = retries.on.value.words ?? [];
    const known = words.length > 0 && words.every((word) => CONDITIONS.has(word));
    gathered.write(retries.on, `${proxy}_next_upstream`, known ? words.join(' ') : undefined);
  }
  gathered.write(retries?.tries, `${proxy}_next_upstream_tries`, count(retries?.tries));
  gathered.write(tuning?.retryTimeout, `${proxy}_next_upstream_timeout`, seconds(tuning?.retryTimeout));
  const tls = backendTls?.tuning;
  gathered.write(tls?.ciphers, `${proxy}_ssl_ciphers`, matching(tls?.ciphers, CIPHERS));
  gathered.write(tls?.protocols, `${proxy}_ssl_protocols`, matching(tls?.protocols, PROTOCOLS));
  if (tuning === undefined) return gathered;
  gathered.write(tuning.bodyBuffer, 'client_body_buffer_size', count(tuning.bodyBuffer));
  gathered.write(tuning.bandwidth, 'limit_rate', count(tuning.bandwidth));
  gathered.write(tuning.bandwidthAfter, 'limit_rate_after', count(tuning.bandwidthAfter));
  writeLogs(gathered, site);
  const version = tuning.httpVersion;
  if (version?.value === '1.1')
    gathered.say(needless(version.from, 'NGINX Gateway Fabric speaks HTTP/1.1 to backends'));
  if (site.isGrpc) {
    for (const part of [tuning.buffersRequests, tuning.temporaryFile, tuning.cookiePath, tuning.cookieDomain])
      if (part !== undefined)
        gathered.say(needless(part.from, 'has no effect on gRPC, neither here nor at the controller'));
    return gathered;
  }
  gathered.write(tuning.buffersRequests, 'proxy_request_buffering', onOff(tuning.buffersRequests));
  gathered.write(tuning.temporaryFile, 'proxy_max_temp_file_size', count(tuning.temporaryFile));
  gathered.write(tuning.cookiePath, 'proxy_cookie_path', words(tuning.cookiePath, 2));
  gathered.write(tuning.cookieDomain, 'proxy_cookie_domain', words(tuning.cookieDomain, 2));
  writeRedirects(gathered, site);
  return gathered;
}

function writeLogs(gathered: Gathering, { place }: Site): void {
  const { accessLog, rewriteLog } = place.rule.policies.tuning ?? {};
  if (accessLog?.value === true)
    gathered.say(needless(accessLog.from, 'NGINX Gateway Fabric logs requests unless told otherwise'));
  else gathered.write(accessLog, 'access_log', 'off');
  if (rewriteLog?.value === false)
    gathered.say(needless(rewriteLog.from, 'NGINX Gateway Fabric does not log rewrites unless told to'));
  else gathered.write(rewriteLog, 'rewrite_log', 'on');
}

/** nginx.tmpl: a word of `to` stands alone; without `to`, which is off by default, nothing is rewritten. */
function writeRedirects(gathered: Gathering, { place }: Site): void {
  const { locationFrom, locationTo } = place.rule.policies.tuning ?? {};
  const from = [...(locationFrom?.from ?? []), ...(locationTo?.from ?? [])];
  if (from.length === 0) return;
  const to = locationTo?.value.trim() ?? 'off';
  if (to === 'default') {
    const message =
      'proxy_redirect default is an error of nginx beside a backend that a variable names, as NGINX Gateway Fabric writes it for shares';
    gathered.say(unfit(from, message, 'Write the two addresses out.'));
    return;
  }
  const written = to === 'off' ? 'off' : quotedWords(`${locationFrom?.value ?? 'off'} ${to}`, 2);
  gathered.write({ value: to, from }, 'proxy_redirect', written);
}

function count(part: Traced<number> | undefined): string | undefined {
  return part !== undefined && Number.isSafeInteger(part.value) && part.value >= 0 ? String(part.value) : undefined;
}

function seconds(part: Traced<number> | undefined): string | undefined {
  const value = count(part);
  return value === undefined ? undefined : `${value}s`;
}

function onOff(part: Traced<boolean> | undefined): string {
  return part?.value === true ? 'on' : 'off';
}

function words(part: Traced<string> | undefined, most: number): string | undefined {
  if (part === undefined) return undefined;
  return part.value.trim() === 'off' ? 'off' : quotedWords(part.value, most);
}

function matching(part: Traced<string> | undefined, pattern: RegExp): string | undefined {
  return part !== undefined && pattern.test(part.value) ? part.value : undefined;
}
