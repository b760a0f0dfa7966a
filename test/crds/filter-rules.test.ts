import { describeRules, EVERYWHERE, EXPERIMENTAL, SINCE_1_5 } from './rule-cases.js';
import { httpBackendFilters, httpFilters, httpRule, service } from './sample-objects.js';

const requestHeaders = { type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['x-a'] } };
const responseHeaders = { type: 'ResponseHeaderModifier', responseHeaderModifier: { remove: ['x-a'] } };
const redirect = { type: 'RequestRedirect', requestRedirect: { scheme: 'https' } };
const rewrite = { type: 'URLRewrite', urlRewrite: { hostname: 'a.example.com' } };
const mirror = (fields: object = {}) => ({
  type: 'RequestMirror',
  requestMirror: { backendRef: service(), ...fields },
});
const extension = { type: 'ExtensionRef', extensionRef: { group: 'example.com', kind: 'Thing', name: 'a' } };
const cors = (fields: object = {}) => ({ type: 'CORS', cors: { ...fields } });
const externalAuth = (fields: object) => ({ type: 'ExternalAuth', externalAuth: { backendRef: service(), ...fields } });
const redirectPath = (path: object) => httpFilters({ type: 'RequestRedirect', requestRedirect: { path } });
const rewritePath = (path: object) => httpFilters({ type: 'URLRewrite', urlRewrite: { path } });

describeRules('HTTPRoute filters', [
  {
    rule: 'H8',
    promise: 'a list does not redirect and rewrite',
    on: EVERYWHERE,
    accepted: [httpFilters(redirect), httpFilters(rewrite)],
    refused: [
      [
        httpFilters(redirect, rewrite),
        /May specify either httpRouteFilterRequestRedirect or httpRouteFilterRequestRewrite/,
      ],
      [httpBackendFilters(redirect, rewrite), /^spec\.rules\[0\]\.backendRefs\[0\]\.filters: May specify either/],
    ],
  },
  {
    rule: 'H9',
    promise: 'header modifiers, redirects and rewrites stand once in a list',
    on: EVERYWHERE,
    accepted: [
      httpFilters(requestHeaders, responseHeaders, rewrite),
      httpFilters(mirror(), mirror(), extension, extension),
    ],
    refused: [
      [httpFilters(requestHeaders, requestHeaders), /RequestHeaderModifier filter cannot be repeated/],
      [httpFilters(responseHeaders, responseHeaders), /ResponseHeaderModifier filter cannot be repeated/],
      [httpFilters(redirect, redirect), /RequestRedirect filter cannot be repeated/],
      [httpBackendFilters(rewrite, rewrite), /URLRewrite filter cannot be repeated/],
    ],
  },
  {
    rule: 'H10',
    promise: 'CORS stands once in a list',
    on: SINCE_1_5,
    accepted: [httpFilters(cors())],
    refused: [[httpFilters(cors(), cors()), /CORS filter cannot be repeated/]],
  },
  {
    rule: 'H11',
    promise: 'a filter has the member that its type names, and no other',
    on: EVERYWHERE,
    accepted: [httpFilters(requestHeaders, responseHeaders, mirror(), rewrite, extension)],
    refused: [
      [httpFilters({ type: 'URLRewrite' }), /urlRewrite must be specified for URLRewrite filter.type/],
      [
        httpFilters({ ...requestHeaders, urlRewrite: {} }),
        /urlRewrite must be nil if the filter.type is not URLRewrite/,
      ],
      [httpFilters({ type: 'RequestHeaderModifier' }), /requestHeaderModifier must be specified/],
      [httpFilters({ type: 'ResponseHeaderModifier' }), /responseHeaderModifier must be specified/],
      [httpFilters({ type: 'RequestRedirect' }), /requestRedirect must be specified/],
      [httpFilters({ ...rewrite, requestRedirect: {} }), /requestRedirect must be nil/],
      [httpFilters({ ...rewrite, requestHeaderModifier: {} }), /requestHeaderModifier must be nil/],
      [httpFilters({ ...rewrite, responseHeaderModifier: {} }), /responseHeaderModifier must be nil/],
      [httpFilters({ ...rewrite, requestMirror: mirror().requestMirror }), /requestMirror must be nil/],
      [httpFilters({ ...rewrite, extensionRef: extension.extensionRef }), /extensionRef must be nil/],
      [httpFilters({ type: 'ExtensionRef' }), /extensionRef must be specified/],
      [httpFilters({ type: 'RequestMirror' }), /requestMirror must be specified/],
    ],
  },
  {
    rule: 'H11',
    promise: 'cors is such a member',
    on: SINCE_1_5,
    accepted: [httpFilters(cors())],
    refused: [
      [httpFilters({ type: 'CORS' }), /cors must be specified/],
      [httpFilters({ ...rewrite, cors: {} }), /cors must be nil/],
    ],
  },
  {
    rule: 'H11',
    promise: 'externalAuth is such a member',
    on: EXPERIMENTAL,
    accepted: [httpFilters(externalAuth({ protocol: 'GRPC', grpc: {} }))],
    refused: [
      [httpFilters({ type: 'ExternalAuth' }), /externalAuth must be specified/],
      [
        httpFilters({ ...rewrite, ...externalAuth({ protocol: 'GRPC', grpc: {} }), type: 'URLRewrite' }),
        /externalAuth must be nil/,
      ],
    ],
  },
  {
    rule: 'H12',
    promise: 'a mirror has a percentage or a fraction',
    on: EVERYWHERE,
    accepted: [httpFilters(mirror({ percent: 10 })), httpFilters(mirror({ fraction: { numerator: 1 } }))],
    refused: [
      [
        httpFilters(mirror({ percent: 10, fraction: { numerator: 1 } })),
        /Only one of percent or fraction may be specified/,
      ],
    ],
  },
  {
    rule: 'H13',
    promise: 'a fraction is at most one, its denominator being 100 by default',
    on: EVERYWHERE,
    accepted: [
      httpFilters(mirror({ fraction: { numerator: 100 } })),
      httpFilters(mirror({ fraction: { numerator: 3, denominator: 3 } })),
    ],
    refused: [
      [httpFilters(mirror({ fraction: { numerator: 101 } })), /numerator must be less than or equal to denominator/],
      [httpFilters(mirror({ fraction: { numerator: 4, denominator: 3 } })), /numerator must be less than or equal/],
    ],
  },
  {
    rule: 'H14',
    promise: 'a path modifier has the value that its type names, which may be empty',
    on: EVERYWHERE,
    accepted: [
      redirectPath({ type: 'ReplaceFullPath', replaceFullPath: '' }),
      rewritePath({ type: 'ReplacePrefixMatch', replacePrefixMatch: '' }),
    ],
    refused: [
      [redirectPath({ type: 'ReplaceFullPath' }), /replaceFullPath must be specified/],
      [
        redirectPath({ type: 'ReplacePrefixMatch', replacePrefixMatch: '/', replaceFullPath: '/' }),
        /type must be 'ReplaceFullPath'/,
      ],
      [rewritePath({ type: 'ReplacePrefixMatch' }), /replacePrefixMatch must be specified/],
      [
        rewritePath({ type: 'ReplaceFullPath', replaceFullPath: '/', replacePrefixMatch: '/' }),
        /type must be 'ReplacePrefixMatch'/,
      ],
    ],
  },
  {
    rule: 'H15',
    promise: 'the origin * stands alone',
    on: SINCE_1_5,
    accepted: [
      httpFilters(cors({ allowOrigins: ['*'] })),
      httpFilters(cors({ allowOrigins: ['https://a.example', 'https://*.b.example:8443'] })),
    ],
    refused: [
      [httpFilters(cors({ allowOrigins: ['*', 'https://a.example'] })), /AllowOrigins cannot contain '\*' alongside/i],
    ],
  },
  {
    rule: 'H16',
    promise: 'the method * stands alone',
    on: SINCE_1_5,
    accepted: [httpFilters(cors({ allowMethods: ['*'] })), httpFilters(cors({ allowMethods: ['GET', 'PUT'] }))],
    refused: [[httpFilters(cors({ allowMethods: ['GET', '*'] })), /AllowMethods cannot contain '\*' alongside/i]],
  },
  {
    rule: 'H17',
    promise: 'the header * stands alone in allowHeaders, not in exposeHeaders',
    on: SINCE_1_5,
    accepted: [httpFilters(cors({ allowHeaders: ['*'] })), httpFilters(cors({ exposeHeaders: ['*', 'x-a'] }))],
    refused: [[httpFilters(cors({ allowHeaders: ['*', 'x-a'] })), /AllowHeaders cannot contain '\*' alongside/i]],
  },
  {
    rule: 'H18',
    promise: 'external authentication has the member that its protocol names',
    on: EXPERIMENTAL,
    accepted: [httpFilters(externalAuth({ protocol: 'HTTP', http: { path: '/check' } }))],
    refused: [
      [httpFilters(externalAuth({ protocol: 'HTTP' })), /http must be specified/],
      [httpFilters(externalAuth({ protocol: 'GRPC' })), /grpc must be specified/],
      [httpFilters(externalAuth({ protocol: 'HTTP', http: {}, grpc: {} })), /protocol must be 'GRPC'/],
      [httpFilters(externalAuth({ protocol: 'GRPC', http: {}, grpc: {} })), /protocol must be 'HTTP'/],
    ],
  },
  {
    rule: 'H19',
    promise: 'a Service has a port, also when group and kind are left out; other kinds need none',
    on: EVERYWHERE,
    accepted: [httpRule({ backendRefs: [{ group: 'example.com', kind: 'Bucket', name: 'a' }, service()] })],
    refused: [
      [
        httpRule({ backendRefs: [{ name: 'a' }] }),
        /^spec\.rules\[0\]\.backendRefs\[0\]: Must have port for Service reference/,
      ],
      [
        httpFilters(mirror({ backendRef: { name: 'a' } })),
        /requestMirror\.backendRef: Must have port for Service reference/,
      ],
    ],
  },
  {
    rule: 'H19',
    promise: 'the authentication service too',
    on: EXPERIMENTAL,
    accepted: [],
    refused: [
      [
        httpFilters(externalAuth({ protocol: 'HTTP', http: {}, backendRef: { name: 'a' } })),
        /externalAuth\.backendRef: Must have port/,
      ],
    ],
  },
]);
