import type { Guard, HeaderChanges } from '../../outcome.js';
import { type BackendContext, type InvalidBackend, resolveBackend } from './backends.js';
import { type CorsPolicy, readCors } from './cors.js';
import { composeHeaderChanges } from './header-changes.js';
import type { KubeObject } from './objects.js';
import { type PathModifier, readPathModifier } from './path-modifier.js';
import { type Fields, fields, number, optionalFields, text, texts } from './reading.js';
import { type Redirect, readRedirect } from './redirect.js';
import type { Step } from './step.js';
import type { ValueMatch } from './value-match.js';

export interface Mirror {
  readonly backend: string;
  readonly percent: number;
}

/** What a list of filters does, worked out before any request. */
export interface FilterChain {
  readonly requestHeaders: HeaderChanges;
  readonly responseHeaders: HeaderChanges;
  /** Done besides where the request came by HTTPS. */
  readonly secureHeaders: HeaderChanges;
  readonly cors: CorsPolicy | undefined;
  /** What a preflight passes before the CORS filter answers it. */
  readonly stepsBeforeCors: readonly Step[];
  readonly redirect: Redirect | undefined;
  readonly redirectBeforeCors: boolean;
  readonly hostname: string | undefined;
  readonly path: PathModifier | undefined;
  readonly mirrors: readonly Mirror[];
  /** Why mirrors were dropped; the traffic itself goes on. */
  readonly droppedMirrors: readonly string[];
  /** What a request passes before the redirect or the backend. */
  readonly steps: readonly Step[];
  /** Lists of cookies of which a request has to bring one in full; empty when it need bring none. */
  readonly cookies: readonly (readonly ValueMatch[])[];
  /** Seconds, as filters of an implementation limit them. */
  readonly limits: Readonly<Record<string, number>>;
  /** What of the filters is not carried out, though requests go on. */
  readonly remarks: readonly string[];
  /** Why the rule is left out: a filter that the implementation cannot build at all. */
  readonly disabled: string | undefined;
  /** Why requests get an error: a filter that the gateway does not know or cannot carry out must not be skipped. */
  readonly failure: string | undefined;
}

/** Reads filters in their order; those of a backendRef follow those of its rule. */
export function readFilters(filters: readonly Fields[], route: KubeObject, context: BackendContext): FilterChain {
  const requestModifiers: Fields[] = [];
  const responseModifiers: Fields[] = [];
  const secureModifiers: Fields[] = [];
  const mirrors: Mirror[] = [];
  const droppedMirrors: string[] = [];
  const steps: Step[] = [];
  const cookies: (readonly ValueMatch[])[] = [];
  const remarks: string[] = [];
  let limits: Readonly<Record<string, number>> = {};
  let stepsBeforeCors: readonly Step[] = [];
  let cors: CorsPolicy | undefined;
  let redirect: Redirect | undefined;
  let redirectBeforeCors = false;
  let hostname: string | undefined;
  let path: PathModifier | undefined;
  let failure: string | undefined;
  let disabled: string | undefined;
  for (const filter of filters) {
    const type = text(filter.type);
    if (context.support.failingFilters.includes(type ?? '')) {
      failure ??= `UnsupportedValue: filter ${type}`;
      continue;
    }
    switch (type) {
      case 'RequestHeaderModifier':
        requestModifiers.push(fields(filter.requestHeaderModifier));
        break;
      case 'ResponseHeaderModifier':
        responseModifiers.push(fields(filter.responseHeaderModifier));
        break;
      case 'RequestMirror': {
        const mirror = readMirror(fields(filter.requestMirror), route, context);
        if ('problem' in mirror) droppedMirrors.push(mirror.problem);
        else if (mirror.percent > 0) mirrors.push(mirror);
        break;
      }
      case 'RequestRedirect':
        redirectBeforeCors = cors === undefined;
        redirect = readRedirect(fields(filter.requestRedirect));
        break;
      case 'URLRewrite': {
        const rewrite = fields(filter.urlRewrite);
        hostname = text(rewrite.hostname) ?? hostname;
        const own = readPathModifier(rewrite.path);
        const extended = own !== undefined && (path?.kind === 'own' || path?.kind === 'sequence');
        if (extended && !context.support.rewritesInSequence) failure ??= 'two filters rewrite the path';
        path = extended && path !== undefined ? { kind: 'sequence', parts: [path, own] } : (own ?? path);
        break;
      }
      case 'CORS':
        cors = readCors(fields(filter.cors));
        stepsBeforeCors = [...steps];
        break;
      case 'ExternalAuth': {
        const guard = readExternalAuth(fields(filter.externalAuth), route, context);
        if ('problem' in guard) failure ??= guard.problem;
        else if (redirect === undefined) steps.push({ guard });
        break;
      }
      case 'ExtensionRef': {
        const extension = context.plane.extension(fields(filter.extensionRef), route);
        if ('failure' in extension) {
          failure ??= extension.failure;
          break;
        }
        const outer = {
          responseHeaders: composeHeaderChanges(responseModifiers),
          secureHeaders: composeHeaderChanges(secureModifiers),
        };
        if (redirect === undefined) steps.push(...(extension.steps ?? []).map((step) => ({ ...step, outer })));
        requestModifiers.push(...(extension.requestHeaders ?? []));
        responseModifiers.push(...(extension.responseHeaders ?? []));
        secureModifiers.push(...(extension.secureHeaders ?? []));
        if (extension.path !== undefined) {
          if (path !== undefined && !context.support.rewritesInSequence) failure ??= 'two filters rewrite the path';
          path = path === undefined ? extension.path : { kind: 'sequence', parts: [path, extension.path] };
        }
        hostname = extension.hostname ?? hostname;
        limits = { ...limits, ...extension.limits };
        if (extension.cors !== undefined) {
          cors = extension.cors;
          stepsBeforeCors = [...steps];
        }
        disabled ??= extension.disables;
        cookies.push(...(extension.cookies ?? []));
        remarks.push(...(extension.remarks ?? []));
        break;
      }
      default:
        failure ??= `UnsupportedValue: filter ${type}`;
    }
  }
  return {
    requestHeaders: composeHeaderChanges(requestModifiers),
    responseHeaders: composeHeaderChanges(responseModifiers),
    secureHeaders: composeHeaderChanges(secureModifiers),
    cors,
    stepsBeforeCors,
    redirect,
    redirectBeforeCors,
    hostname,
    path,
    mirrors,
    droppedMirrors,
    steps,
    cookies,
    limits,
    remarks,
    disabled,
    failure,
  };
}

/** A mirror and its share, or why its target is invalid. */
function readMirror(mirror: Fields, route: KubeObject, context: BackendContext): Mirror | InvalidBackend {
  const backend = resolveBackend(fields(mirror.backendRef), route, context);
  if ('problem' in backend) return backend;
  const fraction = optionalFields(mirror.fraction);
  const percent =
    fraction === undefined
      ? (number(mirror.percent) ?? 100)
      : (100 * (number(fraction.numerator) ?? 0)) / (number(fraction.denominator) ?? 100);
  return { backend: backend.name, percent };
}

/** ExternalAuth (GEP-1494): an authorizer that cannot be reached denies every request. */
function readExternalAuth(
  auth: Fields,
  route: KubeObject,
  context: BackendContext,
): Guard | { readonly problem: string } {
  const backend = resolveBackend(fields(auth.backendRef), route, context);
  if ('problem' in backend) return { problem: `external-auth ${backend.problem}` };
  const protocol = text(auth.protocol) ?? 'HTTP';
  const settings = fields(protocol === 'GRPC' ? auth.grpc : auth.http);
  const path = text(settings.path);
  const body = number(fields(auth.forwardBody).maxSize);
  return {
    kind: 'external-auth',
    parameters: {
      backend: backend.name,
      protocol,
      ...(path === undefined ? {} : { path }),
      ...lists({ allowedHeaders: settings.allowedHeaders, allowedResponseHeaders: settings.allowedResponseHeaders }),
      ...(body === undefined ? {} : { maxBodySize: body }),
    },
  };
}

function lists(given: Readonly<Record<string, unknown>>): Record<string, readonly string[]> {
  const read = Object.entries(given).map(([name, list]) => [name, texts(list)] as const);
  return Object.fromEntries(read.filter(([, list]) => list.length > 0));
}
