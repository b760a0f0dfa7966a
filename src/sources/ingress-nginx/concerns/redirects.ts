import type { ItemId, Traced } from '../../../model/traced.js';
import type { Redirect } from '../../../model/traffic.js';
import type { Annotations } from '../annotations.js';
import type { Context } from '../context.js';

export interface Redirects {
  /** Every request of the locations is sent there. */
  readonly fixed?: Traced<Redirect> | undefined;
  /** The www counterpart of the host is redirected to the host. */
  readonly www?: Traced<true> | undefined;
}

/** What most Ingresses have. */
export const NO_REDIRECTS: Redirects = { fixed: undefined, www: undefined };

const GROUP = [
  'temporal-redirect',
  'temporal-redirect-code',
  'permanent-redirect',
  'permanent-redirect-code',
  'from-to-www-redirect',
  'relative-redirects',
] as const;

/**
 * internal/ingress/annotations/redirect/redirect.go: one parser reads the group, so that one bad value loses all of it;
 * temporal wins over permanent; targets are fixed (semantics §10.3).
 */
export function readRedirects(annotations: Annotations, context: Context): Redirects {
  const empty = GROUP.find((key) => annotations.emptyItem(key) !== undefined && isRead(key, annotations));
  if (empty !== undefined) annotations.dropConcern('redirect', empty, 'is empty', ['use-port-in-redirects']);
  const temporal = annotations.text('temporal-redirect');
  if (temporal !== undefined && !/^http[a-z0-9+.-]*:/i.test(temporal.value)) {
    annotations.dropConcern('redirect', 'temporal-redirect', 'is not an http(s) URL', ['use-port-in-redirects']);
  }
  const www = annotations.bool('from-to-www-redirect');
  sayFormOfLocation(annotations, context);
  const fixed = readFixed(annotations);
  if (fixed === undefined && www?.value !== true) return NO_REDIRECTS;
  return { fixed, www: www?.value === true ? { value: true, from: www.from } : undefined };
}

/** The code of a missing temporal redirect is never read, nor is anything permanent next to a temporal one. */
function isRead(key: string, annotations: Annotations): boolean {
  if (key === 'temporal-redirect-code') return annotations.has('temporal-redirect');
  return !key.startsWith('permanent-') || !annotations.has('temporal-redirect');
}

function readFixed(annotations: Annotations): Traced<Redirect> | undefined {
  const temporal = annotations.text('temporal-redirect');
  const permanent = annotations.text('permanent-redirect');
  if (temporal !== undefined) {
    for (const key of ['permanent-redirect', 'permanent-redirect-code']) {
      annotations.drop(key, 'RS0316', 'temporal-redirect is set as well and wins');
    }
    const { status, from } = readStatus('temporal-redirect-code', 307, 302, annotations);
    return { value: parseTarget(temporal.value, status), from: [...temporal.from, ...from] };
  }
  if (permanent === undefined) return undefined;
  const { status, from } = readStatus('permanent-redirect-code', 308, 301, annotations);
  return { value: parseTarget(permanent.value, status), from: [...permanent.from, ...from] };
}

function readStatus(
  key: string,
  highest: number,
  builtIn: number,
  annotations: Annotations,
): { readonly status: number; readonly from: readonly ItemId[] } {
  const code = annotations.integer(key);
  if (code === undefined) return { status: builtIn, from: [] };
  if (code.value >= 300 && code.value <= highest) return { status: code.value, from: code.from };
  annotations.drop(
    key,
    'RS0304',
    `the value is not between 300 and ${highest}; the controller ignores it and answers ${builtIn}`,
  );
  return { status: builtIn, from: [] };
}

/**
 * Splits a target into the parts of a redirect. A bare path keeps scheme and host of the request; one without a leading
 * slash, which clients resolve against the URL that they asked for, stays as it is.
 */
export function parseTarget(target: string, status: number): Redirect {
  const absolute = /^(https?):\/\/([^/?:]+)(?::(\d+))?([^?]*)(?:\?(.*))?$/i.exec(target);
  if (absolute === null) {
    const [path = '/', query] = target.split('?', 2);
    return {
      status,
      path: path === '' ? '/' : path,
      query,
      keepsQuery: false,
      purpose: 'fixed-target',
    };
  }
  const [, scheme = 'http', hostname = '', port, path = '', query] = absolute;
  return {
    status,
    scheme: scheme.toLowerCase() === 'https' ? 'https' : 'http',
    hostname: hostname.toLowerCase(),
    port: port === undefined ? undefined : Number(port),
    path: path === '' ? '/' : path,
    query,
    keepsQuery: false,
    purpose: 'fixed-target',
  };
}

/** relative-redirects and use-port-in-redirects shape Location headers; no target lets one choose. */
function sayFormOfLocation(annotations: Annotations, context: Context): void {
  for (const key of ['relative-redirects', 'use-port-in-redirects']) {
    const value = annotations.bool(key);
    if (value === undefined) continue;
    if (value.value || context.settings.bool(key, false)) annotations.leaveToMapping(key);
    else
      annotations.ledger.sayAll(value.from, {
        verdict: 'redundant',
        code: 'RS0308',
        message: 'asks for what happens without the annotation too',
      });
  }
}
