import { describeRules, EVERYWHERE, EXPERIMENTAL, STANDARD } from './rule-cases.js';
import { httpBackendFilters, httpPath, httpRoute, httpRule, service, times } from './sample-objects.js';

const prefixRewrite = {
  type: 'URLRewrite',
  urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } },
};
const prefixRedirect = {
  type: 'RequestRedirect',
  requestRedirect: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' } },
};
const redirect = { type: 'RequestRedirect', requestRedirect: { scheme: 'https' } };
const exact = [{ path: { type: 'Exact', value: '/a' } }];
const prefix = (value: string) => ({ path: { type: 'PathPrefix', value } });
const rulesOf = (...matches: number[]) =>
  httpRoute({ rules: matches.map((count) => ({ matches: times(count, (i) => prefix(`/${i}`)) })) });
const onePrefixFor = (filter: string) =>
  new RegExp(`hen using ${filter} filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified`);
const persistence = (fields: object) => httpRule({ sessionPersistence: fields });

describeRules('HTTPRoute rules and matches', [
  {
    rule: 'H1',
    promise: 'at most 128 matches in all',
    on: EVERYWHERE,
    accepted: [rulesOf(64, 64), rulesOf(0, 64)],
    refused: [[rulesOf(64, 64, 1), /^spec\.rules: While 16 rules and 64 matches per rule are allowed/]],
  },
  {
    rule: 'H1',
    promise: 'a rule that leaves matches out counts one, for the default is filled in first',
    on: EVERYWHERE,
    accepted: [
      httpRoute({ rules: [...times(1, () => ({ matches: times(64, () => prefix('/a')) })), ...times(15, () => ({}))] }),
    ],
    refused: [
      [
        httpRoute({ rules: [...times(2, () => ({ matches: times(64, () => prefix('/a')) })), {}] }),
        /^spec\.rules: While 16 rules/,
      ],
    ],
  },
  {
    rule: 'H2',
    promise: 'rule names are unique',
    on: EXPERIMENTAL,
    accepted: [httpRoute({ rules: [{ name: 'a' }, { name: 'b' }, {}, {}] })],
    refused: [[httpRoute({ rules: [{ name: 'a' }, { name: 'a' }] }), /^spec\.rules: Rule name must be unique/]],
  },
  {
    rule: 'H2',
    promise: 'the standard channel does not compare rule names',
    on: STANDARD,
    accepted: [httpRoute({ rules: [{ name: 'a' }, { name: 'a' }] })],
    refused: [],
  },
  {
    rule: 'H3',
    promise: 'a rule with backends does not redirect, except in the filters of a backend',
    on: EVERYWHERE,
    accepted: [
      httpRule({ filters: [redirect] }),
      httpRule({ filters: [redirect], backendRefs: [] }),
      httpBackendFilters(redirect),
    ],
    refused: [
      [
        httpRule({ filters: [redirect], backendRefs: [service()] }),
        /RequestRedirect filter must not be used together with backendRefs/,
      ],
    ],
  },
  {
    rule: 'H4',
    promise: 'a redirect that replaces a prefix stands on one PathPrefix match',
    on: EVERYWHERE,
    accepted: [
      httpRule({ filters: [prefixRedirect] }),
      httpRule({
        filters: [prefixRedirect],
        matches: [{ ...prefix('/a'), method: 'GET', headers: [{ name: 'x', value: '1' }] }],
      }),
    ],
    refused: [
      [httpRule({ filters: [prefixRedirect], matches: exact }), onePrefixFor('RequestRedirect')],
      [httpRule({ filters: [prefixRedirect], matches: [prefix('/a'), prefix('/b')] }), onePrefixFor('RequestRedirect')],
      [httpRule({ filters: [prefixRedirect], matches: [] }), onePrefixFor('RequestRedirect')],
    ],
  },
  {
    rule: 'H5',
    promise: 'a rewrite that replaces a prefix stands on one PathPrefix match',
    on: EVERYWHERE,
    accepted: [httpRule({ filters: [prefixRewrite] })],
    refused: [[httpRule({ filters: [prefixRewrite], matches: exact }), onePrefixFor('URLRewrite')]],
  },
  {
    rule: 'H6',
    promise: 'so does a redirect in a backend, unless two backends have one',
    on: EVERYWHERE,
    accepted: [
      httpBackendFilters(prefixRedirect),
      httpRule({ matches: exact, backendRefs: times(2, () => service({ filters: [prefixRedirect] })) }),
    ],
    refused: [
      [
        httpRule({ matches: exact, backendRefs: [service({ filters: [prefixRedirect] })] }),
        onePrefixFor('RequestRedirect'),
      ],
    ],
  },
  {
    rule: 'H7',
    promise: 'so does a rewrite in a backend',
    on: EVERYWHERE,
    accepted: [httpBackendFilters(prefixRewrite)],
    refused: [
      [httpRule({ matches: exact, backendRefs: [service({ filters: [prefixRewrite] })] }), onePrefixFor('URLRewrite')],
    ],
  },
  {
    rule: 'H20',
    promise: 'the path types are Exact, PathPrefix and RegularExpression',
    on: EVERYWHERE,
    accepted: [httpPath('Exact', '/a'), httpPath('PathPrefix', '/a'), httpPath('RegularExpression', '/a.*')],
    refused: [[httpPath('Prefix', '/a'), /path\.type: must be one of "Exact", "PathPrefix", "RegularExpression"/]],
  },
  {
    rule: 'H21',
    promise: 'a literal path begins with a slash',
    on: EVERYWHERE,
    accepted: [httpPath('Exact', '/')],
    refused: [
      [httpPath('Exact', 'a'), /must be an absolute path and start with '\/'/],
      [httpPath('PathPrefix', 'a/b'), /must be an absolute path and start with '\/'/],
    ],
  },
  {
    rule: 'H22',
    promise: 'a literal path has no empty or dot elements, no encoded slash and no fragment',
    on: EVERYWHERE,
    accepted: [httpPath('PathPrefix', '/a/.b/..c/%2E')],
    refused: [
      [httpPath('PathPrefix', '/a//b'), /must not contain '\/\/'/],
      [httpPath('Exact', '/a/./b'), /must not contain '\/\.\/'/],
      [httpPath('Exact', '/a/../b'), /must not contain '\/\.\.\/'/],
      [httpPath('Exact', '/a%2fb'), /must not contain '%2f'/],
      [httpPath('Exact', '/a%2Fb'), /must not contain '%2F'/],
    ],
  },
  {
    rule: 'H23',
    promise: 'a literal path does not end in a dot element',
    on: EVERYWHERE,
    accepted: [httpPath('Exact', '/a.'), httpPath('Exact', '/...')],
    refused: [
      [httpPath('Exact', '/a/.'), /must not end with '\/\.'/],
      [httpPath('Exact', '/a/..'), /must not end with '\/\.\.'/],
    ],
  },
  {
    rule: 'H24',
    promise: 'a literal path is made of the characters of a path, anything else percent-encoded',
    on: EVERYWHERE,
    accepted: [httpPath('Exact', "/-._~!$&'()*+,;=:@/%20")],
    refused: [' ', '"', '<', '[', '\\', '^', '`', '{', '|', '?', 'é', '%', '%2', '%zz'].map(
      (bad) => [httpPath('Exact', `/a${bad}`), /must only contain valid characters/] as const,
    ),
  },
  {
    rule: 'H25',
    promise: 'a regular expression may be anything of up to 1024 characters',
    on: EVERYWHERE,
    accepted: [httpPath('RegularExpression', '(unbalanced['), httpPath('RegularExpression', 'é'.repeat(1024))],
    refused: [[httpPath('RegularExpression', 'a'.repeat(1025)), /path\.value: must be at most 1024 characters/]],
  },
  {
    rule: 'H26',
    promise: 'backendRequest is not longer than request, unless request is zero',
    on: EVERYWHERE,
    accepted: [
      httpRule({ timeouts: { request: '1m', backendRequest: '60s' } }),
      httpRule({ timeouts: { request: '0s', backendRequest: '1h' } }),
      httpRule({ timeouts: { backendRequest: '1h' } }),
    ],
    refused: [
      [
        httpRule({ timeouts: { request: '1m', backendRequest: '1m1ms' } }),
        /backendRequest timeout cannot be longer than request/,
      ],
    ],
  },
  {
    rule: 'H27',
    promise: 'a permanent session cookie has an absolute timeout',
    on: EXPERIMENTAL,
    accepted: [
      persistence({ cookieConfig: { lifetimeType: 'Permanent' }, absoluteTimeout: '1h' }),
      persistence({ cookieConfig: {} }),
    ],
    refused: [[persistence({ cookieConfig: { lifetimeType: 'Permanent' } }), /AbsoluteTimeout must be specified/]],
  },
  {
    rule: 'H28',
    promise: 'cookieConfig belongs to sessions by cookie',
    on: EXPERIMENTAL,
    accepted: [persistence({ cookieConfig: {} }), persistence({ type: 'Header' })],
    refused: [[persistence({ type: 'Header', cookieConfig: {} }), /cookieConfig can only be set/]],
  },
]);
