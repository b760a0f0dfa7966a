import type { DescribedLocation, DescribedServer } from '../../src/behaviour/sources/ingress-nginx.js';

/** The servers of one set of Ingresses as nginx reads them. */
export interface Rendered {
  readonly text: string;
  /** What an Outcome calls the rule; the number in X-Rule is the place in this list. */
  readonly rules: readonly string[];
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/**
 * Writes the described servers for stock nginx: names, locations, rewrites and returns, and headers that tell which of
 * them answered. Not the controller's template, whose Lua and proxy settings have no part in what is compared here.
 */
export function render(servers: readonly DescribedServer[], socket: string, backend: string): Rendered {
  const rules: string[] = [];
  const mark = (rule: string): string => `add_header X-Rule ${rules.push(rule) - 1} always;`;
  const text = servers
    .map((server) => {
      const lines = [
        `listen unix:${socket}${server.isDefault ? ' default_server' : ''};`,
        `server_name ${server.names.map(quoted).join(' ')};`,
      ];
      if (server.redirectTo !== undefined) {
        const to = server.redirectTo;
        // The Lua of the controller cuts one final slash.
        lines.push(mark(`from-to-www-redirect of ${to}`));
        lines.push(`if ($request_uri ~ "^(.*?)/?$") { return 308 $scheme://${to}:80$1; }`);
      }
      for (const { path, rule } of server.appRoots) {
        // add_header may not stand in an `if` of a server, but a variable for it may be set there.
        lines.push(
          `if ($uri = /) { set $rule_that_answers ${rules.push(rule) - 1}; return 302 $scheme://$http_host${path}; }`,
        );
      }
      if (server.appRoots.length > 0) lines.push('add_header X-Rule $rule_that_answers always;');
      lines.push(...server.locations.map((location) => renderLocation(location, mark(location.rule), backend)));
      return `server {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
    })
    .join('');
  return { text, rules };
}

const modifiers = { exact: '= ', prefix: '', regex: '~* ' };

function renderLocation(location: DescribedLocation, mark: string, backend: string): string {
  const { kind, pattern, redirect, rewrite, does } = location;
  const lines = [mark];
  if (location.relativeRedirects) lines.push('absolute_redirect off;');
  if (redirect !== undefined) lines.push(`return ${redirect.status} ${redirect.url};`);
  if (rewrite !== undefined) lines.push(`rewrite ${quoted(rewrite.pattern)} ${rewrite.target} break;`);
  if (does.kind === 'return') lines.push(`return ${does.status};`);
  else {
    lines.push(`proxy_set_header X-Backend ${quoted(does.backend)};`, 'proxy_set_header Host $http_host;');
    lines.push(`proxy_redirect off; proxy_pass http://unix:${backend};`);
  }
  return `location ${modifiers[kind]}${quoted(pattern)} { ${lines.join(' ')} }`;
}
