const CHECK =
  'goes with the external check, which is withheld until the mesh has an extension provider for it: a policy that names none refuses everything';
const CHANNEL = 'the retries of HTTPRoute are in the experimental channel only, and Istio has no policy besides them';

/** Keys of which less or more is reached with the profile istio than the reference declares, and why. */
export const istio: Readonly<Record<string, string>> = {
  'app-root': 'the core redirect names scheme and port of the request anew; that difference is told',
  'auth-always-set-cookie': CHECK,
  'auth-keepalive': CHECK,
  'auth-keepalive-requests': CHECK,
  'auth-keepalive-timeout': CHECK,
  'auth-proxy-set-headers': CHECK,
  'auth-response-headers': CHECK,
  'auth-signin': CHECK,
  'auth-tls-pass-certificate-to-upstream': 'goes with the rule that is withheld for its client certificates',
  'from-to-www-redirect': 'the core redirect differs in the port; that difference is told',
  'proxy-http-version': 'the sample asks for HTTP/1.0, which Envoy does not speak to backends',
  'proxy-next-upstream': CHANNEL,
  'proxy-next-upstream-tries': CHANNEL,
  'configuration-snippet':
    'more is reached: headers and redirects of a snippet are read one by one and have core filters',
  'server-snippet': 'more is reached: headers and redirects of a snippet are read one by one and have core filters',
};
