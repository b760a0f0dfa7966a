import { isBasic, isPathRegex, isPathWithCapture, isUrlWithoutBlanks } from './annotation-patterns.js';
import { type AnnotationReader, IngressRejected, type Reading, valueOr } from './annotation-reader.js';
import type { Settings } from './settings.js';

export interface Redirect {
  readonly url: string;
  readonly code: number;
  readonly fromToWww: boolean;
  readonly relative: boolean;
}

export interface Rewrite {
  readonly target: string;
  readonly sslRedirect: boolean;
  readonly forceSslRedirect: boolean;
  readonly preserveTrailingSlash: boolean;
  readonly useRegex: boolean;
  readonly appRoot: string;
}

export interface Canary {
  readonly enabled: boolean;
  readonly weight: number;
  readonly weightTotal: number;
  readonly header: string;
  readonly headerValue: string;
  readonly headerPattern: string;
  readonly cookie: string;
}

export const noRedirect: Redirect = { url: '', code: 0, fromToWww: false, relative: false };
export const noRewrite: Rewrite = {
  target: '',
  sslRedirect: false,
  forceSslRedirect: false,
  preserveTrailingSlash: false,
  useRegex: false,
  appRoot: '',
};
const noCanary: Canary = {
  enabled: false,
  weight: 0,
  weightTotal: 0,
  header: '',
  headerValue: '',
  headerPattern: '',
  cookie: '',
};

/** Stops a group: an empty or odd value makes the parser of this group give up, silently. */
class GroupDropped extends Error {}

function strict<T, U>(reading: Reading<T>, absent: U): T | U {
  switch (reading.kind) {
    case 'value':
      return reading.value;
    case 'missing':
      return absent;
    case 'content':
      throw new GroupDropped();
    case 'validation':
      throw new IngressRejected(`annotation ${reading.key} contains an invalid value`);
  }
}

/** permanent-, temporal- and www redirects (internal/ingress/annotations/redirect/redirect.go; reference §10.3). */
export function readRedirect(reader: AnnotationReader): Redirect {
  try {
    const fromToWww = strict(reader.bool('from-to-www-redirect'), false);
    const relative = strict(reader.bool('relative-redirects'), false);
    const temporal = strict(reader.string('temporal-redirect', isUrlWithoutBlanks), '');
    if (temporal !== '') {
      const code = strict(reader.int('temporal-redirect-code'), 0);
      if (!/^http[a-z0-9+.-]*:/i.test(temporal)) return noRedirect;
      return { url: temporal, code: code < 300 || code > 307 ? 302 : code, fromToWww, relative };
    }
    const permanent = strict(reader.string('permanent-redirect', isUrlWithoutBlanks), '');
    const code = strict(reader.int('permanent-redirect-code'), 0);
    return { url: permanent, code: code < 300 || code > 308 ? 301 : code, fromToWww, relative };
  } catch (error) {
    if (error instanceof GroupDropped) return noRedirect;
    throw error;
  }
}

/** rewrite-target, use-regex, app-root and the HTTPS redirect (internal/ingress/annotations/rewrite/main.go). */
export function readRewrite(reader: AnnotationReader, settings: Settings): Rewrite {
  const appRoot = valueOr(reader.string('app-root', isPathWithCapture), '');
  return {
    target: valueOr(reader.string('rewrite-target', isPathWithCapture), ''),
    sslRedirect: valueOr(reader.bool('ssl-redirect'), settings.sslRedirect),
    forceSslRedirect: valueOr(reader.bool('force-ssl-redirect'), settings.forceSslRedirect),
    preserveTrailingSlash: valueOr(reader.bool('preserve-trailing-slash'), settings.preserveTrailingSlash),
    useRegex: valueOr(reader.bool('use-regex'), false),
    appRoot: appRoot.startsWith('/') ? appRoot : '',
  };
}

/** canary-* (internal/ingress/annotations/canary/main.go): selectors without `canary: true` void the group. */
export function readCanary(reader: AnnotationReader): Canary {
  const canary: Canary = {
    enabled: valueOr(reader.bool('canary'), false),
    weight: valueOr(reader.int('canary-weight'), 0),
    weightTotal: valueOr(reader.int('canary-weight-total'), 100),
    header: valueOr(reader.string('canary-by-header', isBasic), ''),
    headerValue: valueOr(reader.string('canary-by-header-value', isBasic), ''),
    headerPattern: valueOr(reader.string('canary-by-header-pattern', isPathRegex), ''),
    cookie: valueOr(reader.string('canary-by-cookie', isBasic), ''),
  };
  return canary.enabled ? canary : noCanary;
}
