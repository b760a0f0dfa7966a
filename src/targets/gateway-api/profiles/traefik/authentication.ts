import type { BasicAuth, ExternalAuth, UserSecret } from '../../../../model/policies.js';
import type { ItemId, Traced } from '../../../../model/traced.js';
import type { FilterDraft, RulePlace } from '../implementation.js';
import { middleware, type Said } from './middleware.js';

/** What go-http-auth, which Traefik uses, can compare. */
const READABLE = new Set(['sha', 'apr1', 'bcrypt']);

const LEFT_OUT =
  'Traefik leaves out a rule whose Secret it cannot read; where a broader rule of the host would take its requests, a rule without backend answers them 500 instead';

/** basicAuth or digestAuth (implementation-policies.md §2.2 basic-auth). */
export function passwordFilter(place: RulePlace, auth: Traced<BasicAuth>): FilterDraft {
  const { value, from } = auth;
  const { scheme, secret, realm } = value;
  const field = scheme === 'basic' ? 'basicAuth' : 'digestAuth';
  const needed = madeOf(secret, secretFor(secret, place.namespace), place);
  const spec = {
    secret: needed.name,
    ...(realm === undefined || realm.value === '' ? {} : { realm: realm.value }),
    removeHeader: true,
  };
  const own = from.filter((item) => realm?.from.includes(item) !== true);
  const said: Said[] = [
    { items: own, at: `spec.${field}.secret`, remark: remarkOf(scheme, needed) },
    {
      items: realm?.from ?? [],
      at: `spec.${field}.realm`,
      remark: { verdict: 'converted', code: 'RS2650', message: `clients are asked with the realm ${realm?.value}` },
    },
  ];
  return middleware(place, 'auth', { [field]: spec }, said);
}

interface NeededSecret {
  readonly name: string;
  /** What has to be done before Traefik can read it. */
  readonly todo: string | undefined;
  /** What is not known of it. */
  readonly doubt: string | undefined;
  readonly refused: readonly string[];
}

/** A Secret of the namespace of the route with exactly one key (loadAuthCredentials of the CRD provider). */
function secretFor(secret: UserSecret | undefined, routeNamespace: string | undefined): NeededSecret {
  if (secret === undefined) return { name: 'users', todo: 'Make the Secret users.', doubt: undefined, refused: [] };
  const { namespace, name, layout, hashes, keyCount } = secret;
  const refused = (hashes ?? []).filter((hash) => !READABLE.has(hash));
  const isForeign = namespace !== undefined && namespace !== routeNamespace;
  const copy = `${isForeign ? `${namespace}-` : ''}${name}-users`;
  const where = isForeign ? `Secret ${namespace}/${name}` : `Secret ${name}`;
  if (layout === 'keys') {
    const todo = `Make Secret ${copy} with one key, auth, that holds a line user:hash for each key of ${where}.`;
    return { name: copy, todo, doubt: undefined, refused };
  }
  if (isForeign || (keyCount !== undefined && keyCount !== 1)) {
    const todo = `Make Secret ${copy} in the namespace of the route with one key, auth, and the value that it has in ${where}.`;
    return { name: copy, todo, doubt: undefined, refused };
  }
  const doubt = keyCount === undefined ? `Check that Secret ${name} has no key besides auth.` : undefined;
  return { name, todo: undefined, doubt, refused };
}

/** The Secret that is needed, written where the users are in the input and the flag asks for it. */
function madeOf(secret: UserSecret | undefined, needed: NeededSecret, place: RulePlace): NeededSecret {
  const users = place.planning.options.emitSecrets === true ? secret?.users : undefined;
  if (needed.todo === undefined || users === undefined) return needed;
  const content = { type: 'Opaque', stringData: { auth: users } };
  const wanted = { apiVersion: 'v1', kind: 'Secret', namespace: place.namespace, wanted: needed.name, content };
  return { ...needed, name: place.planning.extras.need(wanted, place.rule.owner).name, todo: undefined };
}

function remarkOf(scheme: BasicAuth['scheme'], needed: NeededSecret): Said['remark'] {
  const kept = `${scheme} authentication by a Middleware that reads Secret ${needed.name}; the Authorization header does not reach the backend, as before`;
  if (needed.todo !== undefined) {
    const why = 'the Secret of the source has a shape, or a namespace, that a Middleware cannot read';
    return {
      verdict: 'manual',
      code: 'RS2650',
      severity: 'warning',
      message: `${kept}. It does not exist yet: ${why}. ${LEFT_OUT}`,
      next: needed.todo,
    };
  }
  if (needed.refused.length > 0) {
    return {
      verdict: 'approximated',
      code: 'RS2650',
      severity: 'warning',
      message: `${kept}. Traefik compares apr1, bcrypt and {SHA} hashes; users with others (${needed.refused.join(', ')}) cannot sign in any more`,
      next: 'Give these users new passwords, hashed by htpasswd -B.',
    };
  }
  return {
    verdict: 'converted',
    code: 'RS2650',
    severity: needed.doubt === undefined ? 'info' : 'warning',
    message: needed.doubt === undefined ? kept : `${kept}. ${LEFT_OUT}`,
    ...(needed.doubt === undefined ? {} : { next: needed.doubt }),
  };
}

/** forwardAuth (implementation-policies.md §2.2 ext-auth): for checks that `missingGuards` lets pass. */
export function forwardFilter(place: RulePlace, auth: ExternalAuth): FilterDraft {
  const { url, signIn, responseHeaders, requestHeaders, method } = auth;
  const answers = unique(responseHeaders?.value ?? []);
  const requests = unique(requestHeaders?.value ?? []);
  const spec = {
    address: url.value,
    ...(answers.length === 0 ? {} : { authResponseHeaders: answers }),
    ...(requests.length === 0 ? {} : { authRequestHeaders: requests }),
    ...(signIn === undefined ? {} : { authSigninURL: signIn.value }),
  };
  const isGet = method === undefined || method.value.toUpperCase() === 'GET';
  const secured = /^https:/i.test(url.value)
    ? '; Traefik verifies the certificate of the service, which was not looked at before'
    : '';
  const said: Said[] = [
    {
      items: url.from,
      at: 'spec.forwardAuth.address',
      remark: {
        verdict: 'converted',
        code: 'RS2651',
        message: `every request is checked by a GET of ${url.value} with all its headers, and passes on any 2xx, as before; the service reads the request in X-Forwarded-Method, -Host and -Uri instead of X-Original-Method and X-Original-URL, and answers other than 2xx reach the client as they are${secured}`,
      },
    },
    {
      items: responseHeaders?.from ?? [],
      at: 'spec.forwardAuth.authResponseHeaders',
      remark: {
        verdict: 'converted',
        code: 'RS2651',
        message: 'copied to the request that the backend sees; what a client sends under these names is removed',
      },
    },
    {
      items: requestHeaders?.from ?? [],
      at: 'spec.forwardAuth.authRequestHeaders',
      remark: { verdict: 'converted', code: 'RS2651', message: 'the only headers of the client that the check sees' },
    },
    {
      items: signIn?.from ?? [],
      at: 'spec.forwardAuth.authSigninURL',
      remark: {
        verdict: 'approximated',
        code: 'RS2651',
        severity: 'warning',
        message: `who is not signed in is sent to ${signIn?.value}, without the parameter (${auth.redirectParameter?.value ?? 'rd'}) that leads back to the page that was asked for`,
        next: 'Let the sign-in page take the way back from somewhere else, such as its cookie or a fixed address.',
      },
    },
    {
      items: method?.from ?? [],
      remark: isGet
        ? { verdict: 'converted', code: 'RS2651', message: 'the check is a GET' }
        : {
            verdict: 'approximated',
            code: 'RS2651',
            severity: 'warning',
            message: `the check is a GET instead of ${method.value}; a service that insists on ${method.value} lets nobody in`,
            next: 'Let the service answer GET, too.',
          },
    },
    ...detailsOf(auth),
  ];
  return middleware(place, 'forward-auth', { forwardAuth: spec }, said);
}

/** What tunes the check and has no field; each is told apart because the ways out differ. */
function detailsOf(auth: ExternalAuth): Said[] {
  const { redirectParameter, keepalive, alwaysSetsCookie, method, details } = auth;
  const told = new Set<ItemId>();
  const tell = (traced: Traced<unknown> | undefined, remark: Said['remark']): Said[] => {
    if (traced === undefined) return [];
    for (const item of traced.from) told.add(item);
    return [{ items: traced.from, remark }];
  };
  for (const item of method?.from ?? []) told.add(item);
  const said = [
    ...tell(redirectParameter, {
      verdict: 'manual',
      code: 'RS2651',
      message: 'Traefik adds no parameter to the address of the sign-in page',
      next: 'Write the parameter with a fixed way back into spec.forwardAuth.authSigninURL.',
    }),
    ...tell(keepalive, {
      verdict: 'approximated',
      code: 'RS2651',
      message: 'Traefik keeps connections to the service by itself; their number cannot be set',
    }),
    ...tell(alwaysSetsCookie, {
      verdict: 'manual',
      code: 'RS2651',
      message: 'cookies of the service reach the client only where they are named',
      next: 'List the names of its cookies under spec.forwardAuth.addAuthCookiesToResponse of the Middleware.',
    }),
  ];
  const rest = details.filter((item) => !told.has(item));
  const remark = {
    verdict: 'unsupported',
    code: 'RS2665',
    message: 'a forwardAuth Middleware has no such setting',
    next: 'Configure it at the service that answers the check.',
  } as const;
  return [...said, { items: rest, remark }];
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
