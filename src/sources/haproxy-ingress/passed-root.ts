import type { PlainHttp, Rule } from '../../model/traffic.js';
import type { Context, PathDraft } from './context.js';
import { ruleOf, status } from './rules.js';

/** Plain HTTP for the root of a passthrough host is redirected, or goes to a port of its own. */
export function overPlainHttp(draft: PathDraft, through: string | undefined, context: Context): Rule {
  const rule = ruleOf(draft, { through, overTls: false }, context);
  const port = draft.owner.annotations.text('ssl-passthrough-http-port');
  if (port === undefined) {
    const plainHttp: PlainHttp = {
      kind: 'redirect',
      status: status(context, 'ssl-redirect-code'),
      keepsTrailingSlash: { value: true, from: [] },
      from: draft.items,
    };
    return { ...rule, plainHttp };
  }
  context.ledger.sayAll(port.from, {
    verdict: 'manual',
    code: 'RS2211',
    message: `plain HTTP for ${draft.path} goes to port ${port.value} of the Service, which is not written`,
    next: 'Write a route to that port on the HTTP listener.',
  });
  const reason = 'the port for plain HTTP is not written';
  return {
    ...rule,
    action: { kind: 'respond', status: 503, reason, from: [] },
    plainHttp: { kind: 'serve', from: [] },
    policies: {},
  };
}
