import type { CatalogueEntry } from './entry.js';

/** RS226: F5's NGINX Ingress Controller. */
export const nginxIncCodes = {
  RS2260: {
    title: 'A guard that the target does not have',
    severity: 'error',
    why: 'The guard is of a kind that no field of the target stands for. The paths are withheld.',
    fix: 'Rebuild the guard by other means, then accept its loss by name.',
  },
  RS2261: {
    title: 'A host or path of another object',
    severity: 'warning',
    why: 'A host has one owner, the oldest object that names it, and a path of a minion too.',
    fix: 'Keep each host in one Ingress, or in a master and its minions.',
  },
  RS2262: {
    title: 'What no path takes',
    severity: 'info',
    why: 'The controller redirects plain HTTP of a host with TLS before it looks for a path.',
    fix: 'Nothing to do.',
  },
  RS2263: {
    title: 'A host without a usable certificate',
    severity: 'error',
    why: 'The controller refuses TLS connections of the host and redirects plain HTTP to them: it is down.',
    fix: 'Repair the Secret, then convert again.',
  },
  RS2264: {
    title: 'Not read on a master or a minion',
    severity: 'warning',
    why: 'Masters have what belongs to the host, minions what belongs to their paths.',
    fix: 'Move the annotation.',
  },
  RS2266: {
    title: 'A configuration that nginx refuses',
    severity: 'error',
    why: 'Until it is corrected nginx serves an older configuration to everybody.',
    fix: 'Correct it, then convert again.',
  },
  RS2267: {
    title: 'The Host header without its port',
    severity: 'info',
    why: 'The controller sends backends the name of the host alone; the target passes on what the client sent.',
    fix: 'Nothing to do, unless a backend builds addresses of the header.',
  },
  RS2268: {
    title: 'Master and minions',
    severity: 'info',
    why: 'They share one host: what the master says holds for its minions, as far as the controller has it so.',
    fix: 'Nothing to do.',
  },
  RS2269: {
    title: 'Headers of answers that no backend gives',
    severity: 'info',
    why: 'The controller adds its response headers to redirects and refusals of its own, too.',
    fix: 'Nothing to do, unless a scanner looks for the headers there.',
  },
} as const satisfies Record<string, CatalogueEntry>;
