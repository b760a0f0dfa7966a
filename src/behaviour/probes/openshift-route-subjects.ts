import { fields, items, optionalFields, text } from '../targets/gateway-api/reading.js';
import { boundaryAddresses } from './address-boundaries.js';
import { addVariations, type SubjectTable, type Variation } from './host-subjects.js';

const ALLOW_LISTS = ['haproxy.router.openshift.io/ip_allowlist', 'haproxy.router.openshift.io/ip_whitelist'];

/** Collects what OpenShift Routes say about their hosts. A Route without a host says nothing that a client could ask for. */
export function collectOpenshiftRouteSubjects(objects: readonly unknown[], table: SubjectTable): void {
  for (const object of objects) {
    const route = optionalFields(object);
    if (route === undefined || text(route.kind) !== 'Route') continue;
    const spec = fields(route.spec);
    const host = text(spec.host) ?? '';
    if (host === '') continue;
    const subjects = table.of(hostnameOf(host, text(spec.wildcardPolicy)));
    const path = text(spec.path) ?? '';
    const tls = optionalFields(spec.tls);
    subjects.tls ||= tls !== undefined;
    subjects.literals.add(path === '' ? '/' : path);
    const annotations = fields(fields(route.metadata).annotations);
    const target = text(annotations['haproxy.router.openshift.io/rewrite-target'])?.replace(/#$/, '');
    if (target?.startsWith('/') === true) subjects.plainPaths.add(target);
    const asked = path === '' ? '/' : path;
    for (const key of ALLOW_LISTS) {
      const list = text(annotations[key]);
      if (list !== undefined) addVariations(subjects, [asked], addressVariations(list));
    }
    addVariations(subjects, [asked], headerVariations(fields(fields(spec.httpHeaders).actions)));
  }
}

/** `wildcardPolicy: Subdomain` serves the siblings of the host, whatever its own first label is. */
function hostnameOf(host: string, policy: string | undefined): string {
  return policy === 'Subdomain' ? `*.${host.replace(/^[^.]*\./, '')}` : host;
}

/** The router separates addresses by blanks; a list with commas is none, and lets everybody in. */
function addressVariations(list: string): Variation[] {
  return boundaryAddresses(list.replace(/[\s,]+/g, ',')).map(({ address, why }) => ({
    why: `address, ${why}`,
    clientAddress: address,
  }));
}

/** A request that already carries what is set or deleted. */
function headerVariations(actions: ReturnType<typeof fields>): Variation[] {
  return items(actions.request)
    .map((action) => text(action.name) ?? '')
    .filter((name) => /^[-!#$%&'*+.^_`|~0-9A-Za-z]+$/.test(name) && name.toLowerCase() !== 'host')
    .map((name) => ({ why: `header ${name}, which is changed`, headers: { [name]: 'probe' } }));
}
