import type { Ledger } from '../../../ledger/ledger.js';
import type { OriginatedRoute } from '../../../model/originated-route.js';
import type { HeaderValue, Policies } from '../../../model/policies.js';
import type { ItemId, Traced } from '../../../model/traced.js';
import type { Context } from '../context.js';
import type { RouterAnnotations } from '../router-annotations.js';

const HSTS = 'haproxy.router.openshift.io/hsts_header';
/** `$hstsPattern` of the router's template: nothing but these directives. */
const HSTS_VALUE =
  /^(?:(?:includeSubDomains|preload)\s*;\s*)*max-age\s*=\s*(?:\d+|"\d+")(?:\s*;\s*(?:includeSubDomains|preload))*$/i;

/** Strict-Transport-Security of Routes whose TLS ends at the router. */
export function readHsts(annotations: RouterAnnotations, { route }: OriginatedRoute): Traced<string> | undefined {
  const written = annotations.text(HSTS);
  if (written === undefined) return undefined;
  if (!HSTS_VALUE.test(written.value)) {
    annotations.invalid(
      HSTS,
      'has another form than max-age=N;includeSubDomains;preload, so no header is sent',
      'Correct it.',
    );
    return undefined;
  }
  if (route.tls === undefined || route.tls.termination === 'passthrough') {
    annotations.idle(HSTS, 'acts on edge and reencrypt Routes only');
    return undefined;
  }
  if (route.tls.insecure === 'Allow')
    annotations.say(HSTS, {
      verdict: 'converted',
      code: 'RS2128',
      message: 'the router sends it over plain HTTP, too, where browsers ignore it; the routes send it with TLS only',
    });
  return written;
}

export interface ReadHeaders {
  readonly policies: Pick<
    Policies,
    'requestHeaders' | 'responseHeaders' | 'removedRequestHeaders' | 'removedResponseHeaders'
  >;
  readonly host?: Traced<string> | undefined;
}

/** The header actions of a Route. Values that depend on the request have no form in a filter and are said to be lost. */
export function readHeaders({ route, from }: OriginatedRoute, { ledger }: Context): ReadHeaders {
  const set: Traced<HeaderValue>[][] = [[], []];
  const removed: Traced<string>[][] = [[], []];
  let host: Traced<string> | undefined;
  const lists = [
    { actions: route.requestHeaders, items: from.requestHeaders ?? [] },
    { actions: route.responseHeaders, items: from.responseHeaders ?? [] },
  ];
  lists.forEach(({ actions, items }, direction) => {
    actions.forEach(({ name, value }, index) => {
      const item = items[index] ?? items[0];
      const mine: ItemId[] = item === undefined ? [] : [item];
      if (value === undefined && direction === 0 && name.toLowerCase() === 'host') sayHostKept(mine, ledger);
      else if (value === undefined) removed[direction]?.push({ value: name, from: mine });
      else if (/%\[/.test(value))
        ledger.sayAll(mine, {
          verdict: 'unsupported',
          code: 'RS2137',
          message: `${name} is not set: its value depends on the request, and header filters set literal values only`,
          next: 'Let the backend set it, or use an extension of your implementation.',
        });
      else {
        const literal = value.replaceAll('%%', '%');
        if (direction === 0 && name.toLowerCase() === 'host') host = { value: literal, from: mine };
        else set[direction]?.push({ value: { name, value: literal, literal: true }, from: mine });
      }
    });
  });
  const [requestHeaders = [], responseHeaders = []] = set;
  const [removedRequestHeaders = [], removedResponseHeaders = []] = removed;
  return {
    policies: {
      ...(requestHeaders.length === 0 ? {} : { requestHeaders }),
      ...(responseHeaders.length === 0 ? {} : { responseHeaders }),
      ...(removedRequestHeaders.length === 0 ? {} : { removedRequestHeaders }),
      ...(removedResponseHeaders.length === 0 ? {} : { removedResponseHeaders }),
    },
    ...(host === undefined ? {} : { host }),
  };
}

/** A gateway routes by the Host header and passes it on; without one, HTTP/1.1 servers answer 400. */
function sayHostKept(items: readonly ItemId[], ledger: Ledger): void {
  ledger.sayAll(items, {
    verdict: 'unsupported',
    code: 'RS2127',
    message:
      'the Host header is not taken away: no filter can, and the backend gets the host that the client asked for',
    next: 'Remove the action if nothing depends on it.',
  });
}
