import type { KubernetesObject } from '../conversion.js';
import type { Answer, ApiClient } from './api-client.js';
import type { Discovery } from './discovery.js';
import { fieldsOf, isFields, listOf, textOf } from './json-values.js';
import { serverWords } from './plain-words.js';
import { pathOf, type Resource } from './resources.js';

/** What an API server says of an object that is not applied to it. */
export type DryRun =
  | { readonly outcome: 'accepted'; readonly object: Readonly<Record<string, unknown>>; readonly isNew: boolean }
  | { readonly outcome: 'unknown-kind' }
  | { readonly outcome: 'no-namespace'; readonly namespace: string }
  | { readonly outcome: 'not-allowed'; readonly verb: 'patch' | 'create'; readonly resource: Resource }
  | { readonly outcome: 'invalid' | 'conflict' | 'refused'; readonly complaints: readonly string[] };

/** The name under which routeshift would own fields. */
const FIELD_MANAGER = 'routeshift';
/** Complaints about one object that are repeated. */
const MOST_COMPLAINTS = 5;

/** Tries a server-side apply (dryRun=All, never forced): the whole way of an object through the API server but the storing. */
export async function dryRun(client: ApiClient, discovery: Discovery, object: KubernetesObject): Promise<DryRun> {
  const resource = await discovery.ofType(object.apiVersion, object.kind);
  if (resource === undefined) return { outcome: 'unknown-kind' };
  const namespace = resource.namespaced ? (object.metadata.namespace ?? client.namespace) : undefined;
  const query = new URLSearchParams({ dryRun: 'All', fieldManager: FIELD_MANAGER, fieldValidation: 'Strict' });
  const answer = await client.ask(`${pathOf(resource, namespace, object.metadata.name)}?${query}`, {
    method: 'PATCH',
    // Every JSON text is YAML.
    contentType: 'application/apply-patch+yaml',
    body: JSON.stringify(object),
  });
  return outcomeOf(answer, object, resource, namespace);
}

function outcomeOf(
  answer: Answer,
  object: KubernetesObject,
  resource: Resource,
  namespace: string | undefined,
): DryRun {
  const { status, body } = answer;
  if ((status === 200 || status === 201) && isFields(body))
    return { outcome: 'accepted', object: body, isNew: status === 201 };
  const { reason, message } = fieldsOf(body);
  const said = typeof message === 'string' ? message : '';
  if (status === 403) {
    // RBAC says `User "x" cannot patch resource …`; everything else that forbids is admission.
    const verb = /\bcannot (patch|create) resource\b/.exec(said)?.[1];
    if (verb === 'patch' || verb === 'create') return { outcome: 'not-allowed', verb, resource };
    return { outcome: 'refused', complaints: complaintsOf(answer, object) };
  }
  if (status === 404) {
    if (namespace !== undefined && said.includes(`namespaces "${namespace}" not found`))
      return { outcome: 'no-namespace', namespace };
    return reason === 'NotFound' && said !== ''
      ? { outcome: 'refused', complaints: complaintsOf(answer, object) }
      : { outcome: 'unknown-kind' };
  }
  const undeclared = undeclaredFields(said);
  if (undeclared.length > 0) return { outcome: 'invalid', complaints: limited(undeclared) };
  const outcome = status === 409 ? 'conflict' : status === 422 || status === 400 ? 'invalid' : 'refused';
  return { outcome, complaints: complaintsOf(answer, object) };
}

/**
 * Fields that no schema declares (structured-merge-diff; answered with status 500): `failed to create typed patch object
 * (…): .spec.rules[0].x: field not declared in schema`, or several of them.
 */
function undeclaredFields(message: string): string[] {
  if (!message.startsWith('failed to create typed')) return [];
  return [...message.matchAll(/ \.([^\s:]+): field not declared in schema/g)].map(
    ([, field = '']) => `${serverWords(field)}: field not declared in schema`,
  );
}

function limited(complaints: readonly string[]): readonly string[] {
  if (complaints.length <= MOST_COMPLAINTS) return complaints;
  return [...complaints.slice(0, MOST_COMPLAINTS), `and ${complaints.length - MOST_COMPLAINTS} more`];
}

/** What the server has against an object, by fields where it names them. Of a Secret nothing but the fields. */
function complaintsOf({ status, body }: Answer, { kind }: KubernetesObject): readonly string[] {
  const { message, details } = fieldsOf(body);
  const causes = listOf(fieldsOf(details).causes).flatMap((cause) => {
    const { field, message: why } = fieldsOf(cause);
    const path = textOf(field)?.replace(/^\./, '');
    const words = kind === 'Secret' ? '' : (textOf(why) ?? '');
    const complaint = [path, words].filter((part) => part !== undefined && part !== '').join(': ');
    return complaint === '' ? [] : [serverWords(complaint)];
  });
  if (causes.length > 0) return limited(causes);
  const words = textOf(message);
  return [words === undefined || kind === 'Secret' ? `the server answers ${status}` : serverWords(words)];
}
