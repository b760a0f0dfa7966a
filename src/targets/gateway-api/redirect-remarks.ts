import type { FindingCode } from '../../ledger/catalogue.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { EmittedRef, Remark } from '../../ledger/verdict.js';
import type { Traced } from '../../model/traced.js';
import type { Rule } from '../../model/traffic.js';
import type { PlannedRule } from './draft.js';
import type { Features } from './features.js';
import type { HostPlan } from './host-plan.js';

/** The status of a redirect to https, as the source has it and as it is written. */
interface RedirectStatus {
  readonly wanted: number;
  readonly statusCode: number;
}

type CodedRemark = Remark & { readonly code: FindingCode };

const KEEPS_SLASH: CodedRemark = {
  verdict: 'converted',
  code: 'RS1209',
  message: 'the redirect to https keeps the URL as it is',
};

const CUTS_SLASH: CodedRemark = {
  verdict: 'approximated',
  code: 'RS1209',
  severity: 'info',
  message: 'the redirect to https keeps a final slash of the URL; the controller cuts it off',
};

/** Says of rules whose plain HTTP is redirected what became of that, in words that are the same for all with one status. */
export class RedirectRemarks {
  readonly #features: Features;
  readonly #ledger: Ledger;
  readonly #byStatus = new Map<number, CodedRemark>();

  constructor(features: Features, ledger: Ledger) {
    this.#features = features;
    this.#ledger = ledger;
  }

  say(
    plan: HostPlan,
    redirected: readonly PlannedRule[],
    status: RedirectStatus,
    emitted: readonly EmittedRef[],
  ): void {
    const remark = this.#remarkOn(status);
    for (const { rule } of redirected) {
      if (rule.plainHttp.kind !== 'redirect') continue;
      const { from, keepsTrailingSlash, port } = rule.plainHttp;
      sayPort(port, emitted, this.#ledger);
      if (plan.host.tls.kind === 'http-only') sayPassedBy(rule, this.#ledger);
      this.#ledger.sayAll(from, remark, emitted);
      this.#ledger.sayAll(keepsTrailingSlash.from, keepsTrailingSlash.value ? KEEPS_SLASH : CUTS_SLASH, emitted);
    }
  }

  #remarkOn({ wanted, statusCode }: RedirectStatus): CodedRemark {
    const known = this.#byStatus.get(wanted);
    if (known !== undefined) return known;
    const to = `plain HTTP is redirected to https with ${statusCode}`;
    const loss = `${to} instead of ${wanted}, which Gateway API ${this.#features.version} does not know; a client may repeat a POST as a GET`;
    const remark: CodedRemark =
      statusCode === wanted
        ? { verdict: 'converted', code: 'RS1201', message: to }
        : { verdict: 'approximated', code: 'RS1102', message: loss };
    this.#byStatus.set(wanted, remark);
    return remark;
  }
}

function sayPort(port: Traced<number> | undefined, emitted: readonly EmittedRef[], ledger: Ledger): void {
  if (port === undefined) return;
  const isStandard = port.value === 443;
  ledger.sayAll(port.from, {
    verdict: 'converted',
    code: 'RS2236',
    severity: isStandard ? 'info' : 'warning',
    message: isStandard
      ? 'the redirect to https leaves the standard port out'
      : `the redirect to https names port ${port.value}, as the controller does`,
    ...(isStandard ? {} : { next: 'Check that clients reach HTTPS on that port of the gateway, too.' }),
    emitted,
  });
}

/** Behind a passthrough, paths act on plain HTTP only, and this one is redirected. */
function sayPassedBy(rule: Rule, ledger: Ledger): void {
  for (const item of rule.from) {
    if (!ledger.isSilent(item)) continue;
    const message =
      'TLS of the host passes through to the backend and plain HTTP is redirected to it: this path never forwards a request';
    ledger.say(item, { verdict: 'redundant', code: 'RS1207', message });
  }
}
