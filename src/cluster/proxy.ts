/** Variables of the environment. */
type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy on the way to a server, as kubectl has it (golang.org/x/net/http/httpproxy): undefined for none. */
export function proxyFor(server: URL, environment: Environment): string | undefined {
  const read = (name: string) => environment[name] || environment[name.toLowerCase()] || undefined;
  const proxy = read(server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  if (proxy === undefined || isLoopback(server.hostname)) return undefined;
  const exceptions = (read('NO_PROXY') ?? '').split(',').map((one) => one.trim().toLowerCase());
  if (exceptions.some((one) => one !== '' && excepts(one, server))) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\./.test(host);
}

/** `*`, a name, a domain with all below it (`.example.com`: only what is below), each with a port or without; or a CIDR. */
function excepts(exception: string, server: URL): boolean {
  if (exception === '*') return true;
  const host = server.hostname.replace(/^\[|\]$/g, '');
  if (exception.includes('/')) return isInRange(host, exception);
  const port = server.port || (server.protocol === 'https:' ? '443' : '80');
  const [, name = exception, only] = /^(.*?):(\d+)$/.exec(exception) ?? [];
  if (only !== undefined && only !== port) return false;
  const bare = name.replace(/^\*?\./, '');
  return host.endsWith(`.${bare}`) || (host === bare && bare === name);
}

function isInRange(host: string, range: string): boolean {
  const [base = '', bits = ''] = range.split('/');
  const [address, network] = [numberOf(host), numberOf(base)];
  const length = Number(bits);
  if (address === undefined || network === undefined || !/^\d+$/.test(bits) || length > 32) return false;
  const size = 2 ** (32 - length);
  return Math.floor(address / size) === Math.floor(network / size);
}

/** An IPv4 address as a number. */
function numberOf(address: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}
