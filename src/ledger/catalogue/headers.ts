import type { CatalogueEntry } from './entry.js';

/** RS14: headers and CORS. */
export const headers = {
  RS1400: { title: 'CORS', severity: 'info', why: 'Written as a field of the CORS filter.', fix: 'Nothing to do.' },
  RS1401: {
    title: 'CORS answers differ',
    severity: 'info',
    why: 'The filter acts on preflights and adds only the headers that browsers need; the controller answered every OPTIONS request and put all headers on every response.',
    fix: 'Nothing to do unless non-browser clients look at CORS headers.',
  },
  RS1402: {
    title: 'Headers that are not in the input',
    severity: 'warning',
    why: 'They are in a ConfigMap.',
    fix: 'Add the ConfigMap to the input.',
  },
  RS1403: {
    title: 'A CORS value that differs',
    severity: 'warning',
    why: 'The filter has a narrower grammar.',
    fix: 'Check the value.',
  },
  RS1404: {
    title: 'CORS is lost',
    severity: 'warning',
    why: 'The target has no CORS filter.',
    fix: 'Choose a newer version, or let the backend answer.',
  },
  RS1405: {
    title: 'CORS that never acts',
    severity: 'warning',
    why: 'No origin is usable.',
    fix: 'Write origins as https://host.',
  },
  RS1406: {
    title: 'A header',
    severity: 'info',
    why: 'Set by a header filter. Redirects to https, which have routes of their own, do not carry it.',
    fix: 'Nothing to do.',
  },
  RS1407: {
    title: 'A header that cannot be set',
    severity: 'warning',
    why: 'Header filters set literal values.',
    fix: 'Let the backend set it.',
  },
  RS1408: {
    title: 'A Host header that cannot be set',
    severity: 'error',
    why: 'Only a literal DNS name can be written.',
    fix: 'Write a literal name.',
  },
  RS1409: { title: 'A Host header', severity: 'info', why: 'Written as a host rewrite.', fix: 'Nothing to do.' },
  RS1501: {
    title: 'Timeouts between two operations',
    severity: 'warning',
    why: 'The controller limits the time between two reads or writes. HTTPRoute can only limit a whole exchange, which would cut downloads, streams and WebSockets that work today; its limit is switched off.',
    fix: 'Pass --accept proxy-read-timeout for a limit on the whole exchange, or use a policy.',
  },
} as const satisfies Record<string, CatalogueEntry>;
