import type { KubeObject } from '../../objects.js';
import type { Extension } from '../../plane.js';
import { type Fields, items, optionalFields, text } from '../../reading.js';
import type { PlaneContext } from '../implementation.js';
import { buffering, forwardAuth, inFlightReq, ipAllowList, passwordAuth, rateLimit } from './guards.js';
import { headersExtension } from './headers.js';
import {
  addPrefix,
  redirectRegex,
  redirectScheme,
  replacePath,
  replacePathRegex,
  stripPrefix,
  stripPrefixRegex,
} from './rewrites.js';
import { traefikGroup } from './values.js';

/** Chains of chains are followed this far. */
const maxDepth = 5;

/** Parts of a Middleware that change nothing of what an outcome tells. */
const unseen = ['chain', 'retry', 'compress', 'circuitBreaker', 'contentType', 'grpcWeb', 'encodedCharacters'];

/** Reads a Middleware. One that cannot be built takes its router with it: the rule is not there. */
export function readMiddleware(middleware: KubeObject, context: PlaneContext, depth = 0): Extension {
  const parts: Extension[] = [];
  for (const [kind, settings] of Object.entries(middleware.spec)) {
    const given = optionalFields(settings);
    if (given === undefined) continue;
    parts.push(
      kind === 'chain' ? readChain(given, middleware, context, depth) : readPart(kind, given, middleware, context),
    );
  }
  const [first = {}, ...others] = parts;
  const joined = others.reduce(join, first);
  return joined.disables === undefined ? joined : { disables: `${middleware.label}: ${joined.disables}` };
}

function readPart(kind: string, settings: Fields, middleware: KubeObject, context: PlaneContext): Extension {
  switch (kind) {
    case 'ipAllowList':
    case 'ipWhiteList':
      return ipAllowList(settings);
    case 'basicAuth':
      return passwordAuth('basic-auth', settings, middleware, context);
    case 'digestAuth':
      return passwordAuth('digest-auth', settings, middleware, context);
    case 'forwardAuth':
      return forwardAuth(settings);
    case 'rateLimit':
      return rateLimit(settings);
    case 'inFlightReq':
      return inFlightReq(settings);
    case 'buffering':
      return buffering(settings);
    case 'replacePathRegex':
      return replacePathRegex(settings);
    case 'replacePath':
      return replacePath(settings);
    case 'stripPrefix':
      return stripPrefix(settings);
    case 'stripPrefixRegex':
      return stripPrefixRegex(settings);
    case 'addPrefix':
      return addPrefix(settings);
    case 'redirectRegex':
      return redirectRegex(settings);
    case 'redirectScheme':
      return redirectScheme(settings);
    case 'headers':
      return headersExtension(settings);
    default:
      return unseen.includes(kind) ? {} : { remarks: [`${middleware.label}: ${kind} is not modelled`] };
  }
}

function readChain(chain: Fields, owner: KubeObject, context: PlaneContext, depth: number): Extension {
  if (depth >= maxDepth) return { disables: 'chains within chains do not end' };
  return items(chain.middlewares)
    .map((reference): Extension => {
      const namespace = text(reference.namespace) ?? owner.namespace;
      const found = context.objects.find(traefikGroup, 'Middleware', namespace, text(reference.name) ?? '');
      if (found !== undefined) return readMiddleware(found, context, depth + 1);
      return { disables: `Middleware ${namespace}/${text(reference.name) ?? ''} does not exist` };
    })
    .reduce(join, {});
}

/** One after the other. */
function join(a: Extension, b: Extension): Extension {
  const path =
    a.path !== undefined && b.path !== undefined
      ? ({ kind: 'sequence', parts: [a.path, b.path] } as const)
      : (b.path ?? a.path);
  return {
    steps: [...(a.steps ?? []), ...(b.steps ?? [])],
    requestHeaders: [...(a.requestHeaders ?? []), ...(b.requestHeaders ?? [])],
    responseHeaders: [...(a.responseHeaders ?? []), ...(b.responseHeaders ?? [])],
    secureHeaders: [...(a.secureHeaders ?? []), ...(b.secureHeaders ?? [])],
    path,
    cors: b.cors ?? a.cors,
    disables: a.disables ?? b.disables,
    remarks: [...(a.remarks ?? []), ...(b.remarks ?? [])],
  };
}
