import type { CatalogueEntry } from './entry.js';

/** From RS2290: what configures OpenShift's router as a whole, and what a move to explicit Routes does to it. */
export const routerSettings = {
  RS2290: {
    title: 'A setting of the IngressController',
    severity: 'info',
    why: 'An IngressController of operator.openshift.io decides for all its Routes which are admitted, under which domain hosts are made up, and which certificate hosts without one present.',
    fix: 'Nothing to do.',
  },
  RS2291: {
    title: 'Settings of the router that are not read',
    severity: 'info',
    why: 'Of an IngressController the domain, routeAdmission, defaultCertificate and forwardedHeaderPolicy are read. Everything else acts on the router as before, and on nothing that replaces it.',
    fix: 'Check whether what replaces the router needs the same.',
  },
  RS2292: {
    title: 'An IngressController that is left aside',
    severity: 'warning',
    why: 'Each IngressController (shard) has routers, a domain and rules of its own. One of them counts for a run: default in the namespace openshift-ingress-operator, else the first by name; which Routes its selectors choose is not evaluated.',
    fix: 'Convert the Routes of each shard together with its IngressController.',
  },
  RS2293: {
    title: 'Sticky cookies under new names',
    severity: 'info',
    why: 'Where no annotation names the cookie, the router makes its name of the namespace and name of the Route. Explicit Routes have other names than those that the controller generates.',
    fix: 'Move when sessions may be lost, or name the cookie before, at a time of your choice (router.openshift.io/cookie_name).',
  },
} as const satisfies Record<string, CatalogueEntry>;
