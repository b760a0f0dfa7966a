import type { Ledger } from '../ledger/ledger.js';
import { keyOwners, titleOf } from '../mappings/key-owners.js';
import type { ItemId } from '../model/traced.js';
import type { TargetWords } from './target-words.js';

/** Who else writes annotations on an Ingress, and what to do about it. Longest prefix first. */
const NEIGHBOURS: readonly {
  readonly prefix: string;
  readonly tool: string;
  readonly next: string | ((words: TargetWords) => string);
}[] = [
  {
    prefix: 'cert-manager.io/',
    tool: 'cert-manager',
    next: ({ certManager }) => certManager,
  },
  {
    prefix: 'acme.cert-manager.io/',
    tool: 'cert-manager',
    next: ({ acmeSolver }) => acmeSolver,
  },
  {
    prefix: 'certmanager.k8s.io/',
    tool: 'an old cert-manager',
    next: ({ oldCertManager }) => oldCertManager,
  },
  {
    prefix: 'external-dns.alpha.kubernetes.io/',
    tool: 'ExternalDNS',
    next: ({ externalDns }) => externalDns,
  },
  {
    prefix: 'argocd.argoproj.io/',
    tool: 'Argo CD',
    next: 'Repeat it on the new objects if they are synchronised in the same way.',
  },
  { prefix: 'meta.helm.sh/', tool: 'Helm', next: 'Helm writes it itself once the new objects are part of the chart.' },
  {
    prefix: 'traefik.ingress.kubernetes.io/',
    tool: 'Traefik',
    next: 'Convert the object for that controller if it serves it.',
  },
  {
    prefix: 'alb.ingress.kubernetes.io/',
    tool: 'the AWS load balancer controller',
    next: 'It acts on its own Ingress class only.',
  },
];

/** Written by machines about the object itself; nothing of it belongs on another object. */
const BOOKKEEPING = ['kubectl.kubernetes.io/', 'field.cattle.io/', 'deployment.kubernetes.io/', 'cattle.io/'];

/**
 * Says what an annotation of another tool means for the move. Values are not looked at.
 *
 * @param controller whose Ingress it is, by the name that reports use
 */
export function sayForeignAnnotation(
  ledger: Ledger,
  item: ItemId,
  key: string,
  words: TargetWords,
  controller: string,
): void {
  if (BOOKKEEPING.some((prefix) => key.startsWith(prefix))) {
    sayBookkeeping(ledger, item);
    return;
  }
  const owners = keyOwners(key);
  if (owners.length > 0 && !owners.includes(controller)) {
    sayKeyOfOther(ledger, item, owners, `${titleOf(controller)} serves this object`);
    return;
  }
  const neighbour = NEIGHBOURS.find((n) => key.startsWith(n.prefix));
  const { next = 'Copy it to the new objects if the tool that reads it looks there.' } = neighbour ?? {};
  ledger.say(item, {
    verdict: 'manual',
    code: 'RS0303',
    // Without them certificates and DNS records go away with the Ingress.
    severity: neighbour !== undefined && /^(?:cert-manager|ExternalDNS)$/.test(neighbour.tool) ? 'warning' : 'info',
    message:
      neighbour === undefined
        ? `not an annotation of ${controller}; it is not carried over`
        : `an annotation of ${neighbour.tool}; it is not carried over`,
    next: typeof next === 'string' ? next : next(words),
  });
}

/** Says of an annotation that another of the known controllers would read, did it serve the object, that it does nothing. */
export function sayKeyOfOther(ledger: Ledger, item: ItemId, owners: readonly string[], why: string): void {
  const message = `does nothing: it is a key of ${owners.map(titleOf).join(' and of ')}, and ${why}`;
  ledger.say(item, { verdict: 'redundant', code: 'RS0326', message });
}

/** Says of an annotation that a machine wrote about the object itself that nothing of it belongs on another one. */
export function sayBookkeeping(ledger: Ledger, item: ItemId): void {
  const message = 'bookkeeping of another tool about this very object';
  ledger.say(item, { verdict: 'redundant', code: 'RS0303', severity: 'info', message });
}
