const CHECK = 'the fields of a GatewayExtension for it are not known for certain, and a wrong one would close the rule';
const SHARED =
  'the local rate limit is one bucket for all clients: one of them would lock out the others, so that the rule is withheld';

/** Keys of which less or more is reached with the profile kgateway than the reference declares, and why. */
export const kgateway: Readonly<Record<string, string>> = {
  'app-root': 'the core redirect names scheme and port of the request anew; that difference is told',
  'auth-always-set-cookie': CHECK,
  'auth-keepalive': CHECK,
  'auth-keepalive-requests': CHECK,
  'auth-keepalive-timeout': CHECK,
  'auth-proxy-set-headers': CHECK,
  'auth-request-redirect': CHECK,
  'auth-response-headers': 'what a client sends under the names stays where the service sends nothing; that is told',
  'auth-secret-type': 'a Secret with one key per user has to be written as one file first',
  'auth-signin': 'the redirect to the sign-in page has to come from the service; the rule is withheld until it does',
  'auth-tls-pass-certificate-to-upstream': 'goes with the rule that is withheld for its client certificates',
  'from-to-www-redirect': 'the core redirect differs in the port; that difference is told',
  'limit-burst-multiplier': SHARED,
  'limit-rpm': SHARED,
  'limit-rps': SHARED,
  'proxy-http-version': 'the sample asks for HTTP/1.0, which Envoy does not speak to backends',
  'proxy-next-upstream-timeout': 'perTryTimeout limits one attempt, not the time in which attempts are begun',
  'proxy-ssl-ciphers': 'the values of tls.parameters are not known for certain without its CRD',
  'proxy-ssl-protocols': 'the values of tls.parameters are not known for certain without its CRD',
};
