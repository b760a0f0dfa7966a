import type { CatalogueEntry } from './entry.js';

/** From RS2500: what a cluster told, what it did not, and what its API server says of the result. */
export const clusters = {
  RS2500: {
    title: 'A kind that the cluster does not have',
    severity: 'info',
    why: 'The API server does not serve the resource, so that there is nothing of the kind: Routes exist on OpenShift only.',
    fix: 'Nothing to do.',
  },
  RS2501: {
    title: 'A part of the cluster that may not be read',
    severity: 'warning',
    why: 'The account of the kubeconfig lacks a permission. Ingresses, Routes and Services have to be read; what helps to understand them is gone without, and what depends on it is assumed.',
    fix: 'Let the account have the rule that the finding names; docs/rbac.yaml has all of them.',
  },
  RS2502: {
    title: 'Flags of the controller that runs in the cluster',
    severity: 'info',
    why: 'Class names, the prefix of annotations, the ConfigMap and defaults are flags of the controller. They were read from its Deployment or DaemonSet; flags of routeshift win over them.',
    fix: 'Nothing to do.',
  },
  RS2503: {
    title: 'Several controllers that could be meant',
    severity: 'warning',
    why: 'More than one Deployment or DaemonSet runs the controller whose objects are read, each with flags of its own. None of them was taken.',
    fix: 'Name the class with --ingress-class, so that one of them is meant, and convert for each in a run of its own.',
  },
  RS2504: {
    title: 'A setting of the controller that was not taken over',
    severity: 'warning',
    why: 'The controller runs with a flag that this run cannot follow: it is not read, it names something that is not there, or the run reads for several controllers at once.',
    fix: 'Give the setting by a flag of routeshift, or convert for one controller with --from.',
  },
  RS2505: {
    title: 'A TLS Secret that the cluster does not have',
    severity: 'warning',
    why: 'An Ingress names a Secret that is not in its namespace. The controller presents its default certificate; a Gateway listener that refers to the Secret is not programmed.',
    fix: 'Create the Secret, or take it out of spec.tls.',
  },
  RS2506: {
    title: 'Certificates that were not looked into',
    severity: 'info',
    why: 'Of Secrets only names, types and the number of keys are asked for. Which hosts a certificate covers is not among them, so that each is taken to cover what its Ingress lists.',
    fix: 'Pass --read-certificates to read the Secrets that spec.tls names; their private keys are forgotten at once.',
  },
  RS2507: {
    title: 'The Gateway API of the cluster',
    severity: 'info',
    why: 'The CRDs name the version and the channel of the bundle that they come from. The output is written for these unless flags or a configuration say otherwise.',
    fix: 'Nothing to do.',
  },
  RS2508: {
    title: 'A Gateway API of the cluster that the output does not fit',
    severity: 'warning',
    why: 'The CRDs are not installed, or of a version that routeshift does not write for, or flags ask for another one. The API server may refuse objects, or drop fields that it does not know.',
    fix: 'Install or upgrade the CRDs before applying the output, or name the version that will be there with --gateway-api-version.',
  },
  RS2509: {
    title: 'A platform whose GatewayClass is in the cluster',
    severity: 'info',
    why: 'The controller of a GatewayClass tells which implementation will serve the output.',
    fix: 'Pass the --profile that the finding names, to write for what this implementation can do.',
  },
  RS2510: {
    title: 'TLS passthrough that the controller has switched off',
    severity: 'warning',
    why: 'ingress-nginx ignores ssl-passthrough unless it runs with --enable-ssl-passthrough. It terminates TLS so far; the converted route hands it through.',
    fix: 'Remove the annotation to keep what happens now, or leave it to have what it says.',
  },
  RS2520: {
    title: 'Accepted by the API server',
    severity: 'info',
    why: 'A server-side apply with dryRun=All went through: defaults, schemas, rules and admission of the cluster have nothing against the object.',
    fix: 'Nothing to do.',
  },
  RS2521: {
    title: 'Refused by the API server as invalid',
    severity: 'error',
    why: 'The schema or the rules of the installed CRDs, or the admission of the cluster, do not accept the object.',
    fix: 'Look at the fields that the finding names; write for the version and the channel that are installed.',
  },
  RS2522: {
    title: 'A kind that the API server does not know',
    severity: 'error',
    why: 'No CRD of the cluster serves the kind in this version: it is not installed, belongs to the other channel, or came with a later release.',
    fix: 'Install the CRDs, or choose --gateway-api-version and --channel by what is installed.',
  },
  RS2523: {
    title: 'An object that may not be tried',
    severity: 'warning',
    why: 'A dry run needs the permissions of an apply: patch, and create for what is not there. The account of the kubeconfig lacks them.',
    fix: 'Let the account have the rule that the finding names; docs/rbac.yaml has all of them.',
  },
  RS2524: {
    title: 'Fields that somebody else owns',
    severity: 'warning',
    why: 'Another field manager (helm, kubectl, a controller) applied values to the object of this name that the output would change. Server-side apply refuses that unless it is forced, which routeshift does not do.',
    fix: 'Let the other owner give up the object, give the output another name, or apply it with --force-conflicts if that is wanted.',
  },
  RS2525: {
    title: 'A namespace that does not exist',
    severity: 'warning',
    why: 'The API server refuses objects of a namespace that is not there, dry run or not; nothing else of the object was checked.',
    fix: 'Create the namespace before applying the output.',
  },
  RS2526: {
    title: 'Refused by the API server',
    severity: 'error',
    why: 'The answer is neither acceptance nor a complaint about fields: an admission webhook or policy that says no, a quota, or a server that is in trouble.',
    fix: 'Read what the server says, and try again.',
  },
} as const satisfies Record<string, CatalogueEntry>;
