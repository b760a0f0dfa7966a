import type { IngressDraft } from './drafts.js';

/** What a minion has from its master where it does not say it itself (reference section 3.2). */
const INHERITED =
  /^(?:client-max-body-size|proxy-(?:buffers|buffer-size|busy-buffers-size|max-temp-file-size)|limit-req-.*)$/;
const ONLY_OF_MASTERS =
  /^(?:proxy-hide-headers|redirect-to-https|ssl-redirect|http-redirect-code|hsts(?:-max-age|-include-subdomains)?|app-root)$/;
const NOT_OF_MASTERS = /^(?:rewrites|websocket-services)$/;

export type Annotations = Readonly<Record<string, string>>;

function without(annotations: Annotations, pattern: RegExp): Annotations {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => !pattern.test(key)));
}

/** The annotations of a server: of an ordinary Ingress, or of a master. */
export function serverAnnotations({ annotations }: IngressDraft): Annotations {
  return annotations['mergeable-ingress-type'] === 'master' ? without(annotations, NOT_OF_MASTERS) : annotations;
}

/** The annotations of the locations of an Ingress; `owner` is the Ingress that has the server. */
export function locationAnnotations(ingress: IngressDraft, owner: IngressDraft): Annotations {
  if (ingress === owner) return ingress.annotations;
  const inherited = Object.entries(owner.annotations).filter(([key]) => INHERITED.test(key));
  return { ...Object.fromEntries(inherited), ...without(ingress.annotations, ONLY_OF_MASTERS) };
}
