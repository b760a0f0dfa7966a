import type { Ingress, IngressRule } from '../kubernetes/ingress.js';
import type { FieldPath } from '../kubernetes/object.js';
import { CLAIMS, type SplitLabels } from '../kubernetes/ownership-labels.js';
import type { FindingCode } from '../ledger/catalogue.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Remark } from '../ledger/verdict.js';
import type { ItemId } from '../model/traced.js';
import { hostPath, pathPath, rulePath, tlsPath } from './field-paths.js';

/** Items of the spec fields, by their place in the manifest. */
export interface FieldItems {
  readonly defaultBackend: ItemId | undefined;
  readonly tls: readonly (ItemId | undefined)[];
  /** One for the host of each rule. */
  readonly rules: readonly (ItemId | undefined)[];
  readonly paths: readonly (readonly (ItemId | undefined)[])[];
}

/** Opens an item for each field of the spec that says something. */
export function openFields(ingress: Ingress, ledger: Ledger): FieldItems {
  const { manifest } = ingress;
  for (const path of ingress.unknownFields) {
    ledger.say(ledger.openField(manifest, path), {
      verdict: 'invalid',
      code: 'RS0317',
      message: 'an Ingress has no such field; the API server drops it',
      next: 'Remove it, or correct its name.',
    });
  }
  const rules = ingress.rules.map((rule, i) =>
    rule === undefined
      ? undefined
      : ledger.openField(manifest, rule.host === undefined ? rulePath(i) : hostPath(i), rule.host),
  );
  for (let i = 0; i < rules.length; i++) {
    const item = rules[i];
    const rule = ingress.rules[i];
    if (item === undefined || rule === undefined || isReadable(rule)) continue;
    ledger.say(item, {
      verdict: 'invalid',
      code: 'RS1018',
      message: 'no path of this rule can be read, so none of them is published',
      next: 'Correct its paths; the findings there say what is wrong.',
    });
  }
  return {
    defaultBackend:
      ingress.defaultBackend === undefined
        ? undefined
        : ledger.openField(manifest, ['spec', ingress.legacy ? 'backend' : 'defaultBackend']),
    tls: ingress.tls.map((tls, i) => (tls === undefined ? undefined : ledger.openField(manifest, tlsPath(i)))),
    rules,
    paths: ingress.rules.map((rule, i) =>
      (rule?.paths ?? []).map((path, j) =>
        path === undefined ? undefined : ledger.openField(manifest, pathPath(i, j), path.path),
      ),
    ),
  };
}

/** False for a rule with paths of which none can be read: what becomes of it is the fault of the manifest. */
function isReadable({ paths }: IngressRule): boolean {
  return paths === undefined || paths.some((path) => path !== undefined);
}

const LABELS: FieldPath = ['metadata', 'labels'];

/** Says which labels are not copied; those that are need no word. */
export function sayLabels(ingress: Ingress, { claims }: SplitLabels, ledger: Ledger): void {
  const [first] = claims;
  if (first === undefined) return;
  const remark = claims.length === 1 ? CLAIMED_BY_ONE.get(first) : undefined;
  ledger.say(ledger.openField(ingress.manifest, LABELS), remark ?? claimed(claims));
}

/** Most objects that a tool claims have one such label, and thousands have the same. */
const CLAIMED_BY_ONE = new Map([...CLAIMS].map((label) => [label, claimed([label])]));

function claimed(claims: readonly string[]): Remark & { readonly code: FindingCode } {
  return {
    verdict: 'redundant',
    code: 'RS0209',
    message: `not copied, because with them a tool takes the new objects for its own: ${claims.join(', ')}. All other labels are kept`,
    next: 'Let that tool write them itself, once the new objects are part of what it applies.',
  };
}
