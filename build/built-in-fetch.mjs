/*
 * The client library of Kubernetes brings node-fetch along, of which routeshift's requests use nothing, and with it a
 * module that newer releases of Node warn about (punycode). What it stands for is a part of Node.
 */
const NAME = '\0built-in-fetch';

/** A plugin for rolldown. */
export function builtInFetch() {
  return {
    name: 'built-in-fetch',
    resolveId: (id) => (id === 'node-fetch' ? NAME : null),
    load: (id) =>
      id === NAME
        ? 'export const { fetch: default_, Headers, Response, Request } = globalThis; export { default_ as default };'
        : null,
  };
}
