import type { Ledger } from '../../../ledger/ledger.js';
import type { Owner } from '../../../model/traffic.js';
import { sourceLine } from '../../object-metadata.js';
import type { RuleDraft } from '../draft.js';
import type { PolicyDraft } from './policy-draft.js';

interface User {
  readonly draft: RuleDraft;
  readonly owner: Owner;
}

/** The rules that lead to each Service: a policy of the Service acts on them all, whoever asked for it. */
export class ServiceUsers {
  readonly #users = new Map<string, User[]>();

  note(draft: RuleDraft, owner: Owner): void {
    for (const { kind, namespace, name } of draft.rule.backendRefs ?? []) {
      if (kind !== undefined) continue;
      const place = `${namespace ?? owner.namespace ?? ''}/${name}`;
      const known = this.#users.get(place);
      if (known === undefined) this.#users.set(place, [{ draft, owner }]);
      else known.push({ draft, owner });
    }
  }

  /** Tells the rules that did not ask for a policy of their Service that it acts on them, too. */
  say({ kind, target }: PolicyDraft, asking: Owner, ledger: Ledger): void {
    if (target.kind !== 'service') return;
    for (const { draft } of this.#users.get(`${target.namespace ?? asking.namespace ?? ''}/${target.name}`) ?? []) {
      const asks = draft.policies?.some(
        (one) => one.kind === kind && one.target.kind === 'service' && one.target.name === target.name,
      );
      if (asks === true) continue;
      const paths = draft.claims.filter(({ at }) => at?.startsWith('matches') === true);
      for (const { items } of paths) {
        ledger.sayAll(items, {
          verdict: 'approximated',
          code: 'RS2690',
          message: `the ${kind} that ${sourceLine(asking)} asks for acts on every request to Service ${target.name}, and so on this path, too`,
          next: 'Give the path a Service of its own if that matters.',
        });
      }
    }
  }
}
