import type { Outcome, Request } from '../../outcome.js';
import type { CompiledServer, Configuration } from './configuration.js';
import { ownAnswer } from './reply.js';
import type { RequestFacts } from './request-facts.js';
import { hostOf } from './uri.js';

/** The TLS part of a connection: the certificate, or an outcome that ends it. */
export type Handshake =
  | { readonly kind: 'open'; readonly certificate: string | null; readonly sni: string }
  | { readonly kind: 'over'; readonly outcome: Outcome };

/** get_pem_cert_uid in certificate.lua: the name itself, then the wildcard one label up. */
function certificateNamed(configuration: Configuration, name: string): string | undefined {
  return configuration.certificates.get(name) ?? configuration.certificates.get(name.replace(/^[^.]+\./, '*.'));
}

/** Whether ssl-redirect applies to this host: it has TLS (certificate.lua, configured_for_current_request). */
export function hasCertificate(configuration: Configuration, host: string): boolean {
  return certificateNamed(configuration, host) !== undefined;
}

/** What happens before HTTP is spoken (reference §11.2, §11.4). */
export function shakeHands(configuration: Configuration, request: Request): Handshake {
  if (request.scheme !== 'https') return { kind: 'open', certificate: null, sni: '' };
  const sni = request.sni ?? hostOf(request.host);
  const direct = configuration.passthrough.get(sni);
  if (direct !== undefined) return { kind: 'over', outcome: passThrough(request, direct) };
  const name = sni.toLowerCase();
  if (configuration.settings.sslRejectHandshake && (name === '' || configuration.hosts.named(name) === undefined)) {
    return { kind: 'over', outcome: ownAnswer(0, 'ConfigMap ssl-reject-handshake', { reason: 'unknown server name' }) };
  }
  const chosen = certificateNamed(configuration, name) ?? 'default';
  return { kind: 'open', certificate: chosen === 'default' ? configuration.defaultCertificate : chosen, sni: name };
}

function passThrough(request: Request, direct: { readonly label: string | null; readonly rule: string }): Outcome {
  if (direct.label === null) {
    return ownAnswer(0, direct.rule, { reason: 'TLS passthrough without a Service behind /' });
  }
  return {
    ...ownAnswer(200, direct.rule, { reason: 'TLS passthrough' }),
    backend: direct.label,
    backends: [{ backend: direct.label, weight: 1 }],
    path: request.path,
    host: request.host,
  };
}

/**
 * Checks of the client certificate, which come before any rule (reference §9, step 2). An outcome if they end the request.
 */
export function checkClientCertificate(
  configuration: Configuration,
  server: CompiledServer,
  facts: RequestFacts,
  handshake: { readonly certificate: string | null; readonly sni: string },
): Outcome | undefined {
  const certificates = server.server.clientCertificates;
  if (facts.request.scheme !== 'https' || certificates?.hasCa !== true || server.server.authTlsError !== '')
    return undefined;
  const rule = `auth-tls-secret of ${server.server.host}`;
  if (certificates.verify === 'off') return undefined;
  const { certificate, sni } = handshake;
  if (sni !== '' && sni !== facts.host && configuration.hosts.named(sni) !== undefined) {
    return ownAnswer(421, rule, { reason: 'Host and server name differ', certificate });
  }
  const ask = configuration.input.checks?.clientCertificate;
  if (ask === undefined) return undefined;
  const shown = ask(facts.request);
  const missing = shown === null && certificates.verify === 'on';
  const bad = shown !== null && !shown.verified && certificates.verify !== 'optional_no_ca';
  if (!missing && !bad) return undefined;
  const reason = missing ? 'no client certificate' : 'client certificate not verified';
  // error_page 495 496 = URL: an absolute URL is a redirect.
  if (/^https?:\/\//.test(certificates.errorPage)) {
    return ownAnswer(302, rule, { reason, certificate, location: certificates.errorPage });
  }
  return ownAnswer(400, rule, { reason, certificate });
}
