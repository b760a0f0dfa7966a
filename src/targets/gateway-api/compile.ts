import type { EmittedObject, WithheldRule } from '../../conversion.js';
import type { ExistingGateway, ExistingPolicy } from '../../kubernetes/companions.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { TrafficModel } from '../../model/traffic.js';
import type { ConvertOptions } from '../../options.js';
import type { Compiled } from '../compiled.js';
import { compareEmitted } from '../emitted-order.js';
import { sayKept, withSingleAnnotations } from '../kept-annotations.js';
import { Names, type Naming } from '../names.js';
import { BackendTlsPolicies } from './backend-tls.js';
import { sayDeeperNames } from './deeper-names.js';
import type { RuleDraft } from './draft.js';
import {
  backendTlsObjects,
  caObjects,
  certificateObjects,
  gatewayObject,
  grantObjects,
  listenerSetObject,
} from './gateway-objects.js';
import { grpcHosts } from './grpc-hosts.js';
import { HeaderWords } from './header-filters.js';
import { holderAnnotations } from './holder-annotations.js';
import { type HostPlan, planHosts } from './host-plan.js';
import { sayMixedBackends } from './mixed-backends.js';
import { gatewayApiOf, onPlatform, sayPlatform } from './openshift-platform.js';
import type { Planning } from './planning.js';
import { ExtraObjects } from './profiles/extra-objects.js';
import { keepFromWiderHosts } from './profiles/host-ranks.js';
import type { Implementation } from './profiles/implementation.js';
import { PolicyBook } from './profiles/policy-book.js';
import { sayProfile } from './profiles/profile-remarks.js';
import { Protections } from './protections.js';
import { TimeoutFields } from './proxying.js';
import { Grants } from './references.js';
import { RouteWriter } from './route-writer.js';
import { Survey } from './survey.js';
import { canServe, sayNeededListeners, tcpRoute } from './tcp-routes.js';
import { canPass, tlsRoute } from './tls-routes.js';
import { layOut } from './topology.js';
import { sayCertificate, sayHostsWithoutHttps, sayListeners, sayPathSpellings } from './topology-remarks.js';

/** What is there already, in the input. */
interface Existing {
  readonly gateways: readonly ExistingGateway[];
  readonly policies: readonly ExistingPolicy[];
}

/**
 * Turns the traffic model into Gateway API objects, and tells the ledger what became of every item. What the chosen version
 * and channel cannot say is reported, never emitted; what would lose a guard is withheld.
 */
export function compileGatewayApi(
  model: TrafficModel,
  given: ConvertOptions,
  implementation: Implementation | undefined,
  ledger: Ledger,
  { gateways, policies }: Existing,
  naming?: Naming,
): Compiled {
  const options = onPlatform(given, implementation);
  const features = gatewayApiOf(options, implementation);
  const grants = new Grants();
  const names = new Names(naming);
  const backendTls = new BackendTlsPolicies(names);
  const withheld: WithheldRule[] = [];
  const planning: Planning = {
    options,
    features,
    ledger,
    protections: new Protections(features),
    timeouts: new TimeoutFields(options),
    headers: new HeaderWords(),
    backendTls,
    withheld,
    implementation,
    defaults: model.defaults,
    extras: new ExtraObjects(names),
    clientAddress: model.defaults?.clientAddress?.() ?? 'connection',
  };
  const book = implementation?.policies === undefined ? undefined : new PolicyBook(names, ledger);
  const survey = new Survey();
  const planned = planHosts(model, planning, survey);
  const plans =
    implementation?.ranksPathsOverHosts === true ? keepFromWiderHosts(planned, implementation.title, ledger) : planned;
  const passthroughs = model.passthroughs.filter((p) => canPass(p, planning));
  const tcpServices = (model.tcpServices ?? []).filter((service) => canServe(service, planning, gateways));
  const topology = layOut(plans, passthroughs, tcpServices, options, features, gateways, names, grants);
  const writer = new RouteWriter(
    ledger,
    features,
    names,
    grants,
    model.sourceName ?? 'the controller',
    book,
    implementation?.policies?.reach,
  );
  const source = model.sourceName ?? 'the controller';
  sayHostsWithoutHttps(plans, options, ledger);
  sayPathSpellings(survey, withheld.length, options.from, source, ledger);
  const grpc = survey.speaksGrpc ? grpcHosts(plans, topology.attachments) : NO_HOSTS;
  for (const plan of plans) {
    const attachment = topology.attachments.get(plan) ?? UNATTACHED;
    writer.write(plan, attachment, grpc.has(plan));
    sayCertificate(plan, topology, options, source, ledger);
  }
  planning.extras.grantTo(grants);
  const carriers = model.carriers ?? [];
  const annotations = holderAnnotations(topology, plans, carriers, options, ledger);
  const written: EmittedObject[] = [
    ...topology.gateways.flatMap((gateway) => [
      gatewayObject(gateway, annotations),
      ...gateway.sets.map((set) => listenerSetObject(set, gateway, annotations)),
    ]),
    ...passthroughs.map((p) => tlsRoute(p, topology, features, names, grants, ledger)),
    ...tcpServices.map((service) => tcpRoute(service, topology, features, names, ledger)),
    ...writer.emitted,
    ...planning.extras.objects(),
    ...(book?.objects() ?? []),
    ...backendTlsObjects(backendTls),
    ...caObjects(backendTls),
    ...certificateObjects(plans),
    ...grantObjects(grants, features),
  ];
  const emitted = withSingleAnnotations(carriers, written);
  sayKept(carriers, emitted, ledger);
  implementation?.sayOutput?.({ existing: policies, emitted, isServing: survey.namespaces.size > 0 }, ledger);
  if (implementation !== undefined && implementation.name !== 'openshift')
    sayProfile(implementation, topology.gateways, options, ledger);
  sayListeners(options, features, topology, survey, ledger);
  sayNeededListeners(tcpServices, options, gateways, ledger);
  sayDeeperNames(plans, ledger);
  sayMixedBackends(plans, backendTls, ledger);
  sayPlatform(options, hasTimeouts(plans), ledger);
  return { emitted: [...emitted].sort(compareEmitted), closingComments: writer.closingComments, withheld };
}

function hasTimeouts(plans: readonly HostPlan[]): boolean {
  return plans.some(({ planned }) =>
    planned.some(({ https, http }) => https.some(hasTimeout) || http.some(hasTimeout)),
  );
}

function hasTimeout({ rule }: RuleDraft): boolean {
  return rule.timeouts !== undefined;
}

const NO_HOSTS: ReadonlySet<HostPlan> = new Set();

/** For hosts of which nothing is published: their comments are kept, nothing attaches. */
const UNATTACHED = { http: () => [], https: undefined };
