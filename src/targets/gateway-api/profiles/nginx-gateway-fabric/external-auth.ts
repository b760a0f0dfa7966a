import { shortHash } from '../../../../kubernetes/short-hash.js';
import type { ExternalAuth } from '../../../../model/policies.js';
import type { Planning } from '../../planning.js';
import type { RulePlace } from '../implementation.js';
import { snippetLines } from './snippet-text.js';
import type { Directives } from './snippets.js';
import { same, type Told } from './telling.js';
import { knowsVariables, quoted } from './words.js';

/** A URL whose host is a plain name, so that nginx finds its address when it reads the configuration. */
const PLAIN_URL =
  /^https?:\/\/[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?(?:\/[^\s"'\\{};$]*)?(?:\?[^\s"'\\{};$]*)?$/;
const METHOD = /^[A-Z]{1,20}$/;
const HEADER = /^[A-Za-z0-9-]{1,128}$/;

/** Why a check by a service cannot be rebuilt; undefined where it can. */
export function whyNotExternal(auth: ExternalAuth, planning: Planning): string | undefined {
  if (planning.options.from !== 'ingress-nginx') return ', whose directives are those of another proxy';
  if (!PLAIN_URL.test(auth.url.value))
    return `, whose URL is not plain: nginx has to know the address of ${auth.url.value} when it reads its configuration`;
  if (auth.directives !== undefined && snippetLines(auth.directives.value) === undefined)
    return ', with directives of its own (auth-snippet) that cannot be carried over';
  if (auth.method !== undefined && !METHOD.test(auth.method.value)) return `, with the method ${auth.method.value}`;
  if (auth.setHeaders !== undefined && headersOf(auth) === undefined)
    return auth.setHeaders.value === undefined
      ? ', whose additional headers stand in a ConfigMap that is not in the input'
      : ', whose additional headers use variables that nginx does not have';
  if ((auth.responseHeaders?.value ?? []).some((name) => !HEADER.test(name)))
    return ', whose answer carries headers under names that nginx has no variable for';
  if (auth.signIn !== undefined && signInUrl(auth) === undefined)
    return `, whose sign-in page ${auth.signIn.value} uses variables that nginx does not have`;
  if (auth.requestRedirect !== undefined && quoted(auth.requestRedirect.value) === undefined)
    return ', whose redirect uses variables that nginx does not have';
  return undefined;
}

function headersOf({ setHeaders }: ExternalAuth): string[] | undefined {
  const lines = Object.entries(setHeaders?.value ?? {}).map(([name, value]) => {
    const word = quoted(value);
    return HEADER.test(name) && word !== undefined ? `    proxy_set_header ${name} ${word};` : undefined;
  });
  if (setHeaders !== undefined && setHeaders.value === undefined) return undefined;
  return lines.every((line) => line !== undefined) ? lines : undefined;
}

function linesOf({ directives }: ExternalAuth): readonly string[] {
  return directives === undefined ? [] : (snippetLines(directives.value) ?? []);
}

/** Where clients sign in, with the way back as the controller adds it (template.go buildAuthSignURL). */
function signInUrl({ signIn, redirectParameter }: ExternalAuth): string | undefined {
  if (signIn === undefined) return undefined;
  const url = signIn.value.replaceAll('$escaped_request_uri', '$request_uri');
  const parameter = redirectParameter?.value ?? 'rd';
  if (/[\s"'\\{};]/.test(url) || !/^[A-Za-z0-9_-]+$/.test(parameter) || !knowsVariables(url)) return undefined;
  if (new RegExp(`[?&]${parameter}=`).test(url)) return url;
  return `${url}${url.includes('?') ? '&' : '?'}${parameter}=$scheme://$http_host$request_uri`;
}

/** What nginx.tmpl renders for auth-url: an internal location that asks the service, and the directives that call it. */
export function externalAuthDirectives(
  auth: ExternalAuth,
  place: RulePlace,
): Directives & { readonly purpose: string } {
  const { ref, namespace } = place.rule.owner;
  const tag = shortHash(
    `${ref.kind}\n${namespace ?? ''}\n${ref.name}\n${JSON.stringify([auth.url.value, auth.method?.value])}`,
  );
  const inner = `/_routeshift_auth_${tag}`;
  const hostname = /^https?:\/\/([^/:?]+)/.exec(auth.url.value)?.[1] ?? '';
  const server = [
    `location = ${inner} {`,
    '    internal;',
    '    access_log off;',
    '    proxy_pass_request_body off;',
    '    proxy_set_header Content-Length "";',
    '    proxy_set_header X-Forwarded-Proto "";',
    '    proxy_set_header X-Request-ID $request_id;',
    ...(auth.method === undefined
      ? []
      : [
          `    proxy_method ${auth.method.value};`,
          '    proxy_set_header X-Original-URI $request_uri;',
          '    proxy_set_header X-Scheme $scheme;',
        ]),
    `    proxy_set_header Host "${hostname}";`,
    '    proxy_set_header X-Original-URL $scheme://$http_host$request_uri;',
    '    proxy_set_header X-Original-Method $request_method;',
    '    proxy_set_header X-Sent-From "nginx-ingress-controller";',
    '    proxy_set_header X-Real-IP $remote_addr;',
    '    proxy_set_header X-Forwarded-For $remote_addr;',
    `    proxy_set_header X-Auth-Request-Redirect ${auth.requestRedirect === undefined ? '$request_uri' : (quoted(auth.requestRedirect.value) ?? '$request_uri')};`,
    ...(headersOf(auth) ?? []),
    ...linesOf(auth).map((line) => `    ${line}`),
    '    proxy_ssl_server_name on;',
    '    proxy_pass_request_headers on;',
    `    proxy_pass "${auth.url.value}";`,
    '}',
  ];
  const cookie = `$routeshift_cookie_${tag}`;
  const always = auth.alwaysSetsCookie?.value === true ? ' always' : '';
  const location = [
    `auth_request ${inner};`,
    `auth_request_set ${cookie} $upstream_http_set_cookie;`,
    `add_header Set-Cookie ${cookie}${always};`,
  ];
  (auth.responseHeaders?.value ?? []).forEach((name, index) => {
    const variable = `$routeshift_answer_${tag}_${index}`;
    location.push(
      `auth_request_set ${variable} $upstream_http_${name.toLowerCase().replaceAll('-', '_')};`,
      `proxy_set_header ${name} ${variable};`,
    );
  });
  const signIn = signInUrl(auth);
  if (signIn !== undefined) {
    server.push(
      `location @routeshift_sign_in_${tag} {`,
      '    internal;',
      `    add_header Set-Cookie ${cookie};`,
      `    return 302 "${signIn}";`,
      '}',
    );
    location.push(`error_page 401 = @routeshift_sign_in_${tag};`);
  }
  return { purpose: 'external-auth', server, location, told: toldOf(auth) };
}

function toldOf(auth: ExternalAuth): Told[] {
  const {
    url,
    signIn,
    responseHeaders,
    method,
    redirectParameter,
    requestRedirect,
    setHeaders,
    alwaysSetsCookie,
    directives,
  } = auth;
  const told: Told[] = [
    {
      items: url.from,
      remark: {
        verdict: 'converted',
        code: 'RS2635',
        severity: 'warning',
        message: `${url.value} is asked with auth_request, with the headers that the controller sends; any 2xx lets the request through`,
        next: 'Check that the name resolves where the Gateway runs: nginx looks it up when it reads its configuration, and refuses all of it otherwise.',
      },
    },
  ];
  const say = (part: { readonly from: readonly number[] } | undefined, message: string): void => {
    if (part !== undefined && part.from.length > 0) told.push(same(part.from, 'RS2635', message));
  };
  say(
    responseHeaders,
    `${(responseHeaders?.value ?? []).join(', ')} of the answer are sent to the backend; what clients send under these names is overwritten`,
  );
  say(method, `the service is asked with ${method?.value ?? ''}`);
  say(redirectParameter, `the sign-in page is told the way back in ${redirectParameter?.value ?? ''}`);
  say(requestRedirect, `X-Auth-Request-Redirect is ${requestRedirect?.value ?? ''}`);
  say(setHeaders, 'the headers of the ConfigMap are written out; later changes of it are not followed');
  say(alwaysSetsCookie, 'the cookie of the service reaches clients whatever the backend answers, where this is true');
  say(directives, 'its directives act on the request of the check, as at the controller');
  if (signIn !== undefined)
    told.push({
      items: signIn.from,
      remark: {
        verdict: 'approximated',
        code: 'RS2635',
        severity: 'warning',
        message: `who is refused with 401 is sent to ${signIn.value}; the way back stands in its query as it was requested, where the controller escapes it: of a query with several parameters only the first comes back`,
        next: 'Log in from a page with a query and look where you are sent.',
      },
    });
  const spoken = new Set(told.flatMap(({ items }) => items));
  const rest = auth.details.filter((item) => !spoken.has(item));
  if (rest.length > 0)
    told.push({
      items: rest,
      remark: {
        verdict: 'unsupported',
        code: 'RS2638',
        severity: 'info',
        message:
          'every request asks the service anew, over a connection of its own: stricter and slower than with a cache or kept connections',
        next: 'Watch the load of the service.',
      },
    });
  return told;
}
