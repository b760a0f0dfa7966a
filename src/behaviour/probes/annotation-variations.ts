import { AnnotationReader, valueOr } from '../sources/ingress-nginx/annotation-reader.js';
import { boundaryAddresses } from './address-boundaries.js';
import { canaryVariations } from './canary-variations.js';
import { corsVariations } from './cors-variations.js';
import type { Variation } from './host-subjects.js';

const addressLists = [
  'allowlist-source-range',
  'whitelist-source-range',
  'denylist-source-range',
  'limit-allowlist',
  'limit-whitelist',
];

/** What the annotations of one Ingress say that requests have to be made for. */
export interface AnnotationSubjects {
  readonly variations: readonly Variation[];
  readonly canary: boolean;
  /** Whether the annotations turn the paths of the whole host into expressions. */
  readonly regexMode: boolean;
  /** Paths that redirects and rewrites lead to, without captures. */
  readonly targets: readonly string[];
  readonly aliases: readonly string[];
  readonly fromToWww: boolean;
  /** Whether plain HTTP is sent to HTTPS even without a certificate. */
  readonly forceHttps: boolean;
}

/**
 * Reads the annotations whose values requests are tested against. Values that the controller would refuse are read too: a
 * probe too many does no harm, one too few may.
 *
 * @param prefix prefix of the annotations, without slash
 */
export function annotationSubjects(annotations: ReadonlyMap<string, string>, prefix: string): AnnotationSubjects {
  const reader = new AnnotationReader(annotations, prefix, false);
  const text = (key: string) => valueOr(reader.string(key, anything), '');
  const flag = (key: string) => valueOr(reader.bool(key), false);
  const list = (key: string) =>
    text(key)
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  const rewrite = text('rewrite-target');
  return {
    canary: flag('canary'),
    regexMode: flag('use-regex') || rewrite !== '',
    targets: [rewrite, text('app-root')].filter((path) => path.startsWith('/')).map(withoutCaptures),
    aliases: list('server-alias'),
    fromToWww: flag('from-to-www-redirect'),
    forceHttps: flag('force-ssl-redirect'),
    variations: [
      ...(flag('canary')
        ? canaryVariations({
            header: text('canary-by-header'),
            headerValue: text('canary-by-header-value'),
            headerPattern: text('canary-by-header-pattern'),
            cookie: text('canary-by-cookie'),
          })
        : []),
      ...(flag('enable-cors')
        ? corsVariations(list('cors-allow-origin').length > 0 ? list('cors-allow-origin') : ['*'])
        : []),
      ...addressLists.flatMap((key) =>
        boundaryAddresses(text(key)).map(({ address, why }) => ({ why: `${key}: ${why}`, clientAddress: address })),
      ),
      ...(text('affinity') === 'cookie'
        ? [{ why: 'affinity cookie', headers: { Cookie: `${text('session-cookie-name') || 'INGRESSCOOKIE'}=probe` } }]
        : []),
      ...(/^grpcs?$/i.test(text('backend-protocol'))
        ? [{ why: 'gRPC call', method: 'POST', headers: { 'Content-Type': 'application/grpc' } }]
        : []),
    ],
  };
}

const anything = () => true;

function withoutCaptures(path: string): string {
  return path.replace(/\$\d+/g, '');
}
