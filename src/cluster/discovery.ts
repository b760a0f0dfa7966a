import type { ApiClient } from './api-client.js';
import { fieldsOf, listOf, textOf } from './json-values.js';
import { oddAnswer } from './lists.js';
import type { Resource } from './resources.js';

/**
 * Which resources a server has. Asked before a list is: who may not list what does not exist is refused as if it did.
 */
export class Discovery {
  readonly #client: ApiClient;
  readonly #resources = new Map<string, Promise<readonly Resource[]>>();
  #groups: Promise<ReadonlyMap<string, readonly string[]>> | undefined;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  /** The resource in the version that the server has of it; undefined where it has none that is read. */
  async find(wanted: Resource): Promise<Resource | undefined> {
    if (wanted.group === '') return wanted;
    this.#groups ??= this.#readGroups();
    const versions = (await this.#groups).get(wanted.group) ?? [];
    for (const version of [wanted.version, ...versions.filter((one) => one !== wanted.version)]) {
      if (!versions.includes(version)) continue;
      const resources = await this.#resourcesOf(wanted.group, version);
      if (resources.some(({ name }) => name === wanted.name)) return { ...wanted, version };
    }
    return undefined;
  }

  /** The resource of objects with this type, in just this version; undefined where the server has none. */
  async ofType(apiVersion: string, kind: string): Promise<Resource | undefined> {
    const [version = '', group = ''] = apiVersion.split('/').reverse();
    return (await this.#resourcesOf(group, version)).find((resource) => resource.kind === kind);
  }

  /** Versions by group, the server's favourite first. */
  async #readGroups(): Promise<ReadonlyMap<string, readonly string[]>> {
    const answer = await this.#client.ask('/apis');
    if (answer.status !== 200) throw oddAnswer(answer, 'discovery');
    return new Map(
      listOf(fieldsOf(answer.body).groups).flatMap((group) => {
        const { name, versions } = fieldsOf(group);
        const names = listOf(versions).flatMap((one) => textOf(fieldsOf(one).version) ?? []);
        return typeof name === 'string' ? [[name, names] as const] : [];
      }),
    );
  }

  #resourcesOf(group: string, version: string): Promise<readonly Resource[]> {
    const key = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
    const known = this.#resources.get(key) ?? this.#readResources(key, group, version);
    this.#resources.set(key, known);
    return known;
  }

  async #readResources(path: string, group: string, version: string): Promise<readonly Resource[]> {
    const answer = await this.#client.ask(path);
    // An aggregated API whose server is away: for this run it is not there.
    if (answer.status !== 200) return [];
    return listOf(fieldsOf(answer.body).resources).flatMap((one) => {
      const { name, kind, namespaced } = fieldsOf(one);
      const isWhole = typeof name === 'string' && typeof kind === 'string' && !name.includes('/');
      return isWhole ? [{ group, version, name, kind, namespaced: namespaced === true }] : [];
    });
  }
}
