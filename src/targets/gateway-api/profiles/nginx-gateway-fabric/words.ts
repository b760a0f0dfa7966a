/**
 * Variables of nginx without further modules, those of requests and answers by prefix. One that nobody defines breaks the
 * configuration of the whole Gateway (nginx.org/en/docs/varindex.html).
 */
const VARIABLES = new Set(
  (
    'args binary_remote_addr body_bytes_sent bytes_sent connection connection_requests connection_time content_length ' +
    'content_type document_uri host hostname https is_args limit_rate msec nginx_version pid pipe proxy_protocol_addr ' +
    'proxy_protocol_port query_string realip_remote_addr realip_remote_port remote_addr remote_port remote_user request ' +
    'request_body request_completion request_filename request_id request_length request_method request_time request_uri ' +
    'scheme server_addr server_name server_port server_protocol ssl_cipher ssl_client_escaped_cert ssl_client_fingerprint ' +
    'ssl_client_i_dn ssl_client_s_dn ssl_client_serial ssl_client_verify ssl_protocol ssl_server_name status time_iso8601 ' +
    'time_local upstream_addr upstream_connect_time upstream_header_time upstream_response_time upstream_status uri'
  ).split(' '),
);

const BY_PREFIX = /^(?:http|sent_http|upstream_http|cookie|arg|upstream_cookie)_[a-z0-9_]+$/;

const VARIABLE = /\$(?:\{([A-Za-z0-9_]*)\}|([A-Za-z0-9_]*))/g;

/** Longer ones are not read by nginx in one go (ngx_conf_file.c NGX_CONF_BUFFER). */
const LONGEST = 3000;

/** Whether nginx knows every variable of a text. */
export function knowsVariables(text: string, groups: 'groups' | 'no-groups' = 'no-groups'): boolean {
  return [...text.matchAll(VARIABLE)].every(([, inBraces, plain]) => {
    const name = inBraces ?? plain ?? '';
    return VARIABLES.has(name) || BY_PREFIX.test(name) || (groups === 'groups' && /^[1-9]$/.test(name));
  });
}

/**
 * One word of a directive, whatever stands in it: within quotes only a quote and a backslash mean something to the reader of
 * the configuration (ngx_conf_file.c ngx_conf_read_token). Variables stay variables.
 *
 * @returns undefined for what cannot be said: control characters, variables that nginx does not know
 */
export function quoted(text: string, groups: 'groups' | 'no-groups' = 'no-groups'): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (text.length > LONGEST || /[\u0000-\u001f\u007f]/.test(text) || !knowsVariables(text, groups)) return undefined;
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** The words of an annotation that the controller writes into a directive as it stands, each quoted. */
export function quotedWords(text: string, most: number): string | undefined {
  const words = text.trim().split(/\s+/);
  if (words.length > most || words.some((word) => /["'\\;{}]/.test(word))) return undefined;
  const groups = words[0]?.startsWith('~') === true ? 'groups' : 'no-groups';
  const all = words.map((word) => quoted(word, groups));
  return all.every((word) => word !== undefined) ? all.join(' ') : undefined;
}

/** An expression as one word: in it a dollar sign is the end of the text, and no variable. */
export function quotedPattern(pattern: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (pattern.length > LONGEST || /[\u0000-\u001f\u007f]/.test(pattern)) return undefined;
  return `"${pattern.replace(/["\\]/g, '\\$&')}"`;
}
