import type { CompiledServer } from './configuration.js';
import { isKnownVariable, isReservedVariable } from './nginx-variables.js';

/**
 * What `nginx -t` has against the variables of the file. A group of any expression defines its variable for all servers;
 * a variable that is used has to be defined somewhere (ngx_http_variables_init_vars).
 */
export function checkVariables(servers: readonly CompiledServer[], nameGroups: readonly string[]): string[] {
  const groups = new Set([...nameGroups, ...servers.flatMap(({ locations }) => locations.groups)]);
  const errors = [...groups].filter(isReservedVariable).map((name) => `the duplicate "${name}" variable`);
  for (const text of servers.flatMap(textsOf)) {
    for (const name of variablesOf(text)) {
      if (!groups.has(name) && !isKnownVariable(name)) errors.push(`unknown "${name}" variable`);
    }
  }
  return errors;
}

/** The texts of Ingresses in which nginx evaluates variables and to which Ingresses may write any name. */
function textsOf({ locations, appRoots }: CompiledServer): string[] {
  return [
    ...appRoots.map(({ path }) => path),
    ...locations.directives.flatMap(({ location: { rewrite, settings } }) => {
      if (settings.denied !== undefined) return [];
      const prefix = rewrite === undefined ? '' : settings.forwardedPrefix;
      return [rewrite?.target ?? '', prefix, settings.upstreamVhost];
    }),
  ];
}

/** `$1` to `$9` are captures; every other run of letters, digits and underscores is a name, `$0` included. */
function variablesOf(text: string): string[] {
  return [...text.matchAll(/\$(?:\{(\w+)\}|(?![1-9])(\w+))/g)].map(([, braced, plain]) => braced ?? plain ?? '');
}
