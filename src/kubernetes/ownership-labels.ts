import { setOwn } from './set-own.js';

/** Labels by which tools mark what they own, and may take over, refuse, or delete again. */
export const CLAIMS: ReadonlySet<string> = new Set([
  // helm.sh/docs/chart_best_practices/labels: an object that says so without the release's annotations is refused.
  'app.kubernetes.io/managed-by',
  'helm.sh/chart',
  // argo-cd.readthedocs.io, resource tracking: what carries it and is not in Git is pruned.
  'argocd.argoproj.io/instance',
  // KEP-3659: `kubectl apply --prune --applyset` deletes members that are not in the set.
  'applyset.kubernetes.io/part-of',
  // carvel.dev/kapp, app label: deleted when it is not in the app.
  'kapp.k14s.io/app',
  'kapp.k14s.io/association',
  // Rancher (Fleet, k3s), objects of a bundle.
  'objectset.rio.cattle.io/hash',
  'addonmanager.kubernetes.io/mode',
]);

/** Flux writes the name and the namespace of the Kustomization or HelmRelease that owns an object. */
const CLAIMING_PREFIXES = ['kustomize.toolkit.fluxcd.io/', 'helm.toolkit.fluxcd.io/'];

export interface SplitLabels {
  readonly kept: Readonly<Record<string, string>>;
  /** Keys of those that claim an object for a tool, in the order of the manifest. */
  readonly claims: readonly string[];
}

/** Parts the labels that describe an object from those that say which tool owns it; a copy on a new object would lie. */
export function splitLabels(labels: Readonly<Record<string, string>>): SplitLabels {
  let claims: string[] | undefined;
  for (const key in labels) {
    if (!isClaim(key, labels[key] ?? '')) continue;
    if (claims === undefined) claims = [key];
    else claims.push(key);
  }
  if (claims === undefined) return { kept: labels, claims: NO_CLAIMS };
  const kept: Record<string, string> = {};
  for (const key in labels) {
    const value = labels[key] ?? '';
    if (!isClaim(key, value)) setOwn(kept, key, value);
  }
  return { kept, claims };
}

const NO_CLAIMS: readonly string[] = [];

function isClaim(key: string, value: string): boolean {
  if (CLAIMS.has(key)) return true;
  // The charts of Helm 2, and many since, say it without a prefix.
  if (key === 'heritage') return value === 'Helm' || value === 'Tiller';
  return CLAIMING_PREFIXES.some((prefix) => key.startsWith(prefix));
}
