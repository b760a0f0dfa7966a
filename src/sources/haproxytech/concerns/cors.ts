import type { Cors } from '../../../model/policies.js';
import type { Traced } from '../../../model/traced.js';
import type { Context } from '../context.js';
import type { Layers } from '../layers.js';

const KEYS = [
  'cors-allow-origin',
  'cors-allow-methods',
  'cors-allow-headers',
  'cors-max-age',
  'cors-allow-credentials',
  'cors-respond-to-options',
];

/** cors-enable with its companions (resSetCORS.go; reference §2.6). An expression that is no plain origin has no form. */
export function readCors(layers: Layers, { ledger }: Context): Cors | undefined {
  const enabled = layers.bool('cors-enable');
  if (enabled?.value !== true) return undefined;
  const { from } = enabled;
  const origin = layers.text('cors-allow-origin') ?? { value: '*', from };
  const name = origin.value === '*' ? '*' : plainOrigin(origin.value);
  if (name === undefined) {
    const items = [...new Set([...from, ...layers.items(KEYS)])];
    ledger.sayAll(items, {
      verdict: 'unsupported',
      code: 'RS1404',
      message: `origins are compared with the expression ${origin.value}, which stands for more than one origin: no CORS filter is written, and browsers will refuse cross-origin calls unless the backend answers them`,
      next: 'Write the origins out one by one.',
    });
    return undefined;
  }
  if (name !== '*')
    ledger.sayAll(origin.from, {
      verdict: 'approximated',
      code: 'RS1403',
      message: `the controller searches this expression anywhere in Origin, so that ${name}.evil.example and others are accepted, too; the filter accepts ${name} alone`,
    });
  const respond = layers.text('cors-respond-to-options');
  return {
    enabled: { value: true, from: [...from, ...(respond?.from ?? [])] },
    origins: { value: [name], from: origin.from },
    methods: listed(layers, 'cors-allow-methods', from),
    headers: listed(layers, 'cors-allow-headers', from),
    exposeHeaders: { value: [], from },
    credentials: {
      value: layers.text('cors-allow-credentials')?.value === 'true',
      from: layers.text('cors-allow-credentials')?.from ?? from,
    },
    maxAge: wholeSeconds(layers.seconds('cors-max-age') ?? { value: 5, from }),
  };
}

/** The one origin that an expression means, if that is how it was meant: without operators, dots escaped or not. */
function plainOrigin(expression: string): string | undefined {
  const text = expression.replace(/^\^/, '').replace(/\$$/, '').replaceAll('\\.', '.').replaceAll('\\/', '/');
  return /^https?:\/\/[a-z0-9.-]+(?::\d+)?$/i.test(text) ? text : undefined;
}

function listed(layers: Layers, key: string, from: Cors['enabled']['from']): Traced<readonly string[]> {
  const found = layers.text(key) ?? { value: '*', from };
  return {
    value: found.value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
    from: found.from,
  };
}

function wholeSeconds({ value, from }: Traced<number>): Traced<number> {
  return { value: Math.trunc(value), from };
}
