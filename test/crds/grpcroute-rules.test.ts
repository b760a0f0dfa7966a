import { describeRules, EVERYWHERE, EXPERIMENTAL, STANDARD } from './rule-cases.js';
import { grpcRoute, grpcRule, service, times } from './sample-objects.js';

const method = (fields: object) => grpcRule({ matches: [{ method: fields }] });
const matches = (count: number) => times(count, (i) => ({ method: { method: `M${i}` } }));
const requestHeaders = { type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['x-a'] } };
const responseHeaders = { type: 'ResponseHeaderModifier', responseHeaderModifier: { remove: ['x-a'] } };
const mirror = (fields: object = {}) => ({
  type: 'RequestMirror',
  requestMirror: { backendRef: service(), ...fields },
});

describeRules('GRPCRoute', [
  {
    rule: 'G1',
    promise: 'at most 128 matches in all; a rule without matches counts none',
    on: EVERYWHERE,
    accepted: [
      grpcRoute({ rules: [{ matches: matches(64) }, { matches: matches(64) }, {}] }),
      grpcRoute({ rules: [] }),
      grpcRoute({}),
    ],
    refused: [
      [
        grpcRoute({ rules: [{ matches: matches(64) }, { matches: matches(64) }, { matches: matches(1) }] }),
        /^spec\.rules: While 16 rules/,
      ],
    ],
  },
  {
    rule: 'G2',
    promise: 'rule names are unique',
    on: EXPERIMENTAL,
    accepted: [grpcRoute({ rules: [{ name: 'a' }, { name: 'b' }, {}] })],
    refused: [[grpcRoute({ rules: [{ name: 'a' }, { name: 'a' }] }), /Rule name must be unique/]],
  },
  {
    rule: 'G2',
    promise: 'the standard channel does not compare rule names',
    on: STANDARD,
    accepted: [grpcRoute({ rules: [{ name: 'a' }, { name: 'a' }] })],
    refused: [],
  },
  {
    rule: 'G3',
    promise: 'header modifiers stand once in a list',
    on: EVERYWHERE,
    accepted: [grpcRule({ filters: [requestHeaders, responseHeaders, mirror(), mirror()] })],
    refused: [
      [grpcRule({ filters: [requestHeaders, requestHeaders] }), /RequestHeaderModifier filter cannot be repeated/],
      [
        grpcRule({ backendRefs: [service({ filters: [responseHeaders, responseHeaders] })] }),
        /ResponseHeaderModifier filter cannot be repeated/,
      ],
    ],
  },
  {
    rule: 'G4',
    promise: 'a filter has the member that its type names, and no other',
    on: EVERYWHERE,
    accepted: [
      grpcRule({ filters: [{ type: 'ExtensionRef', extensionRef: { group: 'a.example', kind: 'A', name: 'a' } }] }),
    ],
    refused: [
      [grpcRule({ filters: [{ type: 'RequestMirror' }] }), /requestMirror must be specified/],
      [
        grpcRule({ filters: [{ ...requestHeaders, responseHeaderModifier: {} }] }),
        /responseHeaderModifier must be nil/,
      ],
      [grpcRule({ filters: [{ type: 'URLRewrite' }] }), /type: must be one of/],
    ],
  },
  {
    rule: 'G5',
    promise: 'a mirror has a percentage or a fraction of at most one',
    on: EVERYWHERE,
    accepted: [grpcRule({ filters: [mirror({ percent: 100 })] })],
    refused: [
      [grpcRule({ filters: [mirror({ percent: 1, fraction: { numerator: 1 } })] }), /Only one of percent or fraction/],
      [
        grpcRule({ filters: [mirror({ fraction: { numerator: 2, denominator: 1 } })] }),
        /numerator must be less than or equal/,
      ],
    ],
  },
  {
    rule: 'G6',
    promise: 'a Service has a port',
    on: EVERYWHERE,
    accepted: [grpcRule({ backendRefs: [service()] })],
    refused: [
      [grpcRule({ backendRefs: [{ name: 'a' }] }), /Must have port for Service reference/],
      [grpcRule({ filters: [mirror({ backendRef: { name: 'a' } })] }), /Must have port for Service reference/],
    ],
  },
  {
    rule: 'G7',
    promise: 'a method match names a service or a method',
    on: EVERYWHERE,
    accepted: [method({ service: 'a.B' }), method({ method: 'C' })],
    refused: [
      [method({}), /One or both of 'service' or 'method' must be specified/],
      [method({ type: 'RegularExpression' }), /One or both of 'service' or 'method'/],
    ],
  },
  {
    rule: 'G8',
    promise: 'an exact service is a dotted name in any case',
    on: EVERYWHERE,
    accepted: [
      method({ service: 'Shop.v1.Cart_2' }),
      method({ service: '.shop' }),
      method({ type: 'RegularExpression', service: 'a.*' }),
    ],
    refused: [
      [method({ service: 'shop.1v' }), /service must only contain valid characters/],
      [method({ service: 'shop/Cart' }), /service must only contain valid characters/],
      [method({ type: 'Exact', service: 'shop.' }), /service must only contain valid characters/],
    ],
  },
  {
    rule: 'G9',
    promise: 'an exact method is one name',
    on: EVERYWHERE,
    accepted: [method({ method: 'Get_2' }), method({ type: 'RegularExpression', method: 'Get.*' })],
    refused: [
      [method({ method: 'Get.All' }), /method must only contain valid characters/],
      [method({ method: '2Get' }), /method must only contain valid characters/],
    ],
  },
  {
    rule: 'G10',
    promise: 'sessions follow the rules of HTTPRoute',
    on: EXPERIMENTAL,
    accepted: [
      grpcRule({ sessionPersistence: { cookieConfig: { lifetimeType: 'Permanent' }, absoluteTimeout: '1h' } }),
    ],
    refused: [
      [
        grpcRule({ sessionPersistence: { cookieConfig: { lifetimeType: 'Permanent' } } }),
        /AbsoluteTimeout must be specified/,
      ],
      [grpcRule({ sessionPersistence: { type: 'Header', cookieConfig: {} } }), /cookieConfig can only be set/],
    ],
  },
]);
