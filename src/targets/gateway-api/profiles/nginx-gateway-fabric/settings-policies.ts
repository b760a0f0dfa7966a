import type { ItemId, Traced } from '../../../../model/traced.js';
import type { PolicyClaim, PolicyDraft } from '../policy-draft.js';
import { nginxSize, nginxTime } from './formats.js';
import { API, REFUSED, type Site } from './site.js';
import { needless, same, type Told, unfit } from './telling.js';

/** What becomes of settings that have fields: policies, directives where no policy would be accepted, or words. */
export interface Settled {
  readonly policies: readonly PolicyDraft[];
  readonly directives: readonly string[];
  /** About the directives. */
  readonly written: readonly Told[];
  /** About what was not written. */
  readonly lost: readonly Told[];
}

interface Setting {
  readonly items: readonly ItemId[];
  /** Path below `spec`. */
  readonly at: readonly string[];
  readonly value: unknown;
  readonly directive: string;
  readonly message: string;
}

/** The limit of request bodies, in a policy that names one route. */
export function bodySize(site: Site): Settled {
  const size = site.place.rule.policies.tuning?.bodySize;
  if (size === undefined) return settle(site, [], [], 'ClientSettingsPolicy', 'body');
  const value = nginxSize(size.value);
  if (value === undefined)
    return settle(
      site,
      [],
      [
        unfit(
          size.from,
          `${size.value} bytes have no form of four digits and a unit (k, m, g)`,
          'Choose a round size.',
        ),
      ],
      'ClientSettingsPolicy',
      'body',
    );
  const message =
    size.value === 0
      ? 'bodies of any size, as at the controller'
      : `bodies of up to ${value} (${size.value} bytes), counted without holding them, as at the controller; larger ones get 413`;
  const setting = {
    items: size.from,
    at: ['body', 'maxSize'],
    value,
    directive: `client_max_body_size ${value};`,
    message,
  };
  return settle(site, [setting], [], 'ClientSettingsPolicy', 'body');
}

/** Times between two operations and the buffers of answers. */
export function proxySettings(site: Site): Settled {
  const { timeouts, tuning } = site.place.rule.policies;
  const settings: Setting[] = [];
  const lost: Told[] = [];
  const isPolicy = site.version !== '2.4' && site.version !== '2.5' && !site.isGrpc;
  const byHand: Setting[] = [];
  const proxy = site.isGrpc ? 'grpc' : 'proxy';
  const time = (part: Traced<number> | undefined, name: 'connect' | 'read' | 'send', what: string): void => {
    if (part === undefined) return;
    const value = nginxTime(part.value);
    if (value === undefined) {
      lost.push(
        unfit(
          part.from,
          `${part.value} seconds have no form of four digits and one unit`,
          'Choose whole minutes or hours.',
        ),
      );
      return;
    }
    const message = `${what} ${value}, as at the controller`;
    const directive = `${proxy}_${name}_timeout ${value};`;
    (isPolicy ? settings : byHand).push({ items: part.from, at: ['timeout', name], value, directive, message });
  };
  time(timeouts?.read, 'read', 'between two reads from the backend pass at most');
  time(timeouts?.send, 'send', 'between two writes to the backend pass at most');
  time(tuning?.connectTimeout, 'connect', 'a connection to the backend is waited for');
  if (!site.isGrpc) buffers(site, settings, lost);
  else
    for (const part of [tuning?.buffersResponses, tuning?.responseBuffer, tuning?.responseBuffers, tuning?.busyBuffers])
      if (part !== undefined)
        lost.push(needless(part.from, 'has no effect on gRPC, neither here nor at the controller'));
  const done = settle(site, settings, lost, 'ProxySettingsPolicy', 'proxying');
  if (byHand.length === 0) return done;
  if (!site.snippets) {
    const why = site.isGrpc ? 'its policies do not act on gRPC' : 'ProxySettingsPolicy has times since 2.6';
    const next = site.isGrpc ? 'Pass --allow-snippets.' : 'Use release 2.6, or pass --allow-snippets.';
    const told = byHand.map(
      ({ items }): Told => ({
        items,
        remark: {
          verdict: 'unsupported',
          code: 'RS2639',
          message: `NGINX Gateway Fabric ${site.version} cannot be told: ${why}, and the times of an HTTPRoute are ignored`,
          next,
        },
      }),
    );
    return { ...done, lost: [...done.lost, ...told] };
  }
  return {
    ...done,
    directives: [...done.directives, ...byHand.map(({ directive }) => directive)],
    written: [...done.written, ...byHand.map(({ items, message }) => same(items, 'RS2641', message))],
  };
}

/** Defaults of the controller, from which the sizes of buffers that are not written come (config.go). */
const BUFFERS = 4;
const BUFFER = 4096;

function buffers({ place }: Site, settings: Setting[], lost: Told[]): void {
  const { buffersResponses, responseBuffer, responseBuffers, busyBuffers } = place.rule.policies.tuning ?? {};
  if (buffersResponses !== undefined) {
    const word = buffersResponses.value ? 'on' : 'off';
    settings.push({
      items: buffersResponses.from,
      at: ['buffering', 'disable'],
      value: !buffersResponses.value,
      directive: `proxy_buffering ${word};`,
      message: `buffering of answers is ${word}, as at the controller`,
    });
  }
  const each = responseBuffer?.value ?? BUFFER;
  const number = responseBuffers?.value ?? BUFFERS;
  const size = nginxSize(each);
  if (size === undefined || each === 0 || !Number.isInteger(number) || number < 2 || number > 256) {
    for (const part of [responseBuffer, responseBuffers, busyBuffers])
      if (part !== undefined)
        lost.push(
          unfit(
            part.from,
            `${number} buffers of ${each} bytes do not fit the policy (2 to 256 buffers, sizes of four digits and a unit)`,
            'Choose round sizes.',
          ),
        );
    return;
  }
  if (responseBuffer !== undefined)
    settings.push({
      items: responseBuffer.from,
      at: ['buffering', 'bufferSize'],
      value: size,
      directive: `proxy_buffer_size ${size};`,
      message: `the first buffer of an answer, with its headers, has ${size}, as at the controller`,
    });
  if (responseBuffer !== undefined || responseBuffers !== undefined)
    settings.push({
      items: responseBuffers?.from ?? [],
      at: ['buffering', 'buffers'],
      value: { number, size },
      directive: `proxy_buffers ${number} ${size};`,
      message: `${number} buffers of ${size} for an answer, as at the controller`,
    });
  if (busyBuffers === undefined) return;
  const busy = nginxSize(busyBuffers.value);
  // Without buffers of its own a route has those of nginx: eight of a page.
  const [all, one] =
    responseBuffer === undefined && responseBuffers === undefined ? [8 * BUFFER, BUFFER] : [number * each, each];
  if (busy === undefined || busyBuffers.value <= one || busyBuffers.value >= all - one) {
    lost.push(
      unfit(
        busyBuffers.from,
        `${busyBuffers.value} bytes are not between one buffer (${one} bytes) and all buffers but one (${all - one} bytes), which NGINX Gateway Fabric asks for`,
        'Raise proxy-buffers-number, or choose another size.',
      ),
    );
    return;
  }
  settings.push({
    items: busyBuffers.from,
    at: ['buffering', 'busyBuffersSize'],
    value: busy,
    directive: `proxy_busy_buffers_size ${busy};`,
    message: `${busy} of an answer may be on their way to the client, as at the controller`,
  });
}

function settle(
  site: Site,
  settings: readonly Setting[],
  lost: readonly Told[],
  kind: string,
  purpose: string,
): Settled {
  if (settings.length === 0) return { policies: [], directives: [], written: [], lost };
  if (!site.policiesHold) {
    if (site.snippets)
      return {
        policies: [],
        directives: settings.map(({ directive }) => directive),
        written: settings.flatMap(({ items, message }) => (items.length === 0 ? [] : [same(items, 'RS2641', message)])),
        lost,
      };
    const refused = settings.map(
      ({ items }): Told => ({
        items,
        remark: {
          verdict: 'unsupported',
          code: 'RS2636',
          message: REFUSED,
          next: 'Pass --allow-snippets, or give the paths apart names.',
        },
      }),
    );
    return { policies: [], directives: [], written: [], lost: [...lost, ...refused] };
  }
  const spec: Record<string, Record<string, unknown>> = {};
  const claims: PolicyClaim[] = [];
  for (const { items, at, value, message } of settings) {
    const [group = '', field = ''] = at;
    spec[group] = { ...spec[group], [field]: value };
    if (items.length > 0)
      claims.push({ items, at: `spec.${at.join('.')}`, remark: { verdict: 'converted', code: 'RS2630', message } });
  }
  const oneTarget = kind === 'ClientSettingsPolicy' ? true : undefined;
  return {
    policies: [{ apiVersion: API, kind, purpose, target: { kind: 'rule' }, spec, claims, oneTarget }],
    directives: [],
    written: [],
    lost,
  };
}
