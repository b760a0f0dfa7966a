/** Keys of which less or more is reached with the profile traefik than the reference declares, and why. */
export const traefik: Readonly<Record<string, string>> = {
  'affinity-canary-behavior':
    'weighted.sticky would need one TraefikService for both sides of the split, which the canary rules by header then could not share',
  'app-root': 'the core redirect names scheme and port of the request anew; that difference is told',
  'auth-secret-type':
    'a Secret with one key per user is not readable (loadAuthCredentials wants one key): a Secret has to be made first',
  'auth-tls-pass-certificate-to-upstream': 'goes with the rule that is withheld for its client certificates',
  'custom-http-errors':
    'without default-backend the pages come from the controller itself, and with it X-Code and its fellows are not sent',
  'default-backend':
    'a failover acts on health checks, of which the source has none, or on the 503 of the application itself; with custom-http-errors the Service answers those',
  'from-to-www-redirect': 'the core redirect differs in the port; that difference is told',
  'limit-allowlist':
    'nobody can be exempted from a rateLimit: excludedIPs only chooses another address of X-Forwarded-For',
  'permanent-redirect':
    'the core redirect is written, because redirectRegex has two status codes only; what differs is told',
  'temporal-redirect':
    'the core redirect is written, because redirectRegex has two status codes only; what differs is told',
  'proxy-http-version': 'the sample asks for HTTP/1.0, which Traefik does not speak to backends',
};
