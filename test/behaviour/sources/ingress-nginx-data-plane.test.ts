import { describe, expect, it } from 'vitest';
import { createIngressNginxModel } from '../../../src/behaviour/sources/ingress-nginx.js';
import { type Counterexample, counterexamples, ingress } from '../../nginx/counterexamples.js';

function modelOf(name: string) {
  const { ingresses } = counterexamples[name] as Counterexample;
  return createIngressNginxModel({ ingresses, assumeServicesExist: true });
}

function ask(name: string, asked: string) {
  const slash = asked.indexOf('/');
  const request = { scheme: 'http', method: 'GET', host: asked.slice(0, slash), path: asked.slice(slash) } as const;
  return modelOf(name).answer(request);
}

/** The counterexamples of test/nginx with what nginx answers written down, for machines without nginx. */
describe('what nginx taught the model', () => {
  it.each([
    ['a Host header that nginx refuses', 'a..com/', 400],
    ['a Host header that nginx refuses', ':80/', 400],
    ['a Host header that nginx refuses', 'a.com./', 302],
    ['the status page is found before a slash is added to its name', 'x.com/nginx_status', 200],
    ['an alias .a.com is given up where a.com is taken', 'x.a.com/', 404],
    ['an alias with two dots in a row, of the only server there is', 'x.com/', 200],
    ['an alias .b.com holds for b.com and below', 'y.x.b.com/', 200],
  ])('%s: %s answers %i', (name, asked, status) => {
    expect(ask(name, asked).status).toBe(status);
  });

  it.each([
    ['the slash that nginx adds drops an empty query', 'a.com/a?', 'http://a.com/a/'],
    ['the slash that nginx adds drops an empty query', 'a.com/a?x', 'http://a.com/a/?x'],
    ['an app-root may hold variables', 'x.a.com/', 'http://x.a.com/x.a.com/x'],
    ['an app-root may hold variables', 'b.com/?q', 'http://b.com/y/?q'],
    ['$host without a Host header is the name of the server', '/', 'http:///_'],
    ['captures in a redirect are encoded only if the request is', 'a.com/a"b', 'https://n.example/a"b'],
    ['captures in a redirect are encoded only if the request is', 'a.com/%61"b', 'https://n.example/a%22b'],
    ['captures in a redirect are encoded only if the request is', 'a.com/a+"b', 'https://n.example/a+%22b'],
    ['captures in a redirect are encoded only if the request is', 'a.com/%3Fa"{b}', 'https://n.example/?a%22%7Bb%7D'],
    [
      'the text of a redirect is decoded up to the first question mark',
      'a.com/%61%20?%41',
      'https://n.example/a%20?%41?%41',
    ],
    ['a lone percent sign is dropped from a redirect', 'a.com/%25//a', 'https://n.example//a'],
  ])('%s: %s is sent to %s', (name, asked, location) => {
    expect(ask(name, asked).location).toBe(location);
  });

  it.each([
    ['a group of another host defines a variable too', 'a.com/a', '//x'],
    ['$subdomain is what a wildcard host captured', 'x.a.com/p', '/x/p'],
    ['$subdomain is what a wildcard host captured', 'a.com/p', '//p'],
    ['$uri keeps bytes that are no UTF-8', 'a.com/%FF/a', '//%FF/a'],
    ['$arg_name is not decoded', 'a.com/?Q=%2F&q=2', '/%252F?Q=%2F&q=2'],
    ['$arg_name is not decoded', 'a.com/?xq=1', '/?xq=1'],
  ])('%s: the backend gets %s as %s', (name, asked, path) => {
    expect(ask(name, asked).path).toBe(path);
  });

  it.each([
    ['an alias with two dots in a row', 'invalid server name or wildcard "a..com"'],
    ['a variable that nobody defines, in a rewrite', 'unknown "nobody" variable'],
    ['a variable that nobody defines, in an app-root', 'unknown "nobody" variable'],
    ['a variable that nobody defines, in an app-root that another one hides', 'unknown "nobody" variable'],
    ['there is no $0', 'unknown "0" variable'],
    ['a group named like a variable of nginx', 'the duplicate "uri" variable'],
  ])('%s stops every reload', (name, error) => {
    expect(modelOf(name).configErrors).toEqual([error]);
  });
});

it('an alias that nginx cannot read is an error for the only server too', () => {
  for (const alias of ['*com', '*', '.']) {
    const ingresses = [ingress('a', { annotations: { 'server-alias': alias } })];
    expect(createIngressNginxModel({ ingresses }).configErrors, alias).toHaveLength(1);
  }
});

describe('the description of the servers', () => {
  it('names servers, locations, rewrites and redirects as the controller writes them', () => {
    const [wildcard, , own] = modelOf('$subdomain is what a wildcard host captured').describe();
    expect(wildcard?.names).toEqual(['~^(?<subdomain>[\\w-]+)\\.a\\.com$']);
    expect(wildcard?.locations[0]).toMatchObject({
      kind: 'regex',
      pattern: '^/(.*)',
      rewrite: { pattern: '(?i)/(.*)', target: '/$subdomain/$1' },
      does: { kind: 'proxy', backend: 'default/a:80' },
    });
    expect(own?.names).toEqual(['a.com']);
  });
});
