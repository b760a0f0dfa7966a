export interface AuthUrl {
  readonly scheme: string;
  /** A name, or `namespace/name`. */
  readonly host: string;
  /** Empty if none is written. */
  readonly port: string;
  readonly path: string;
}

/** ParseURL in pkg/converters/ingress/utils/utils.go; undefined for what it refuses. */
export function parseAuthUrl(text: string): AuthUrl | undefined {
  const parts = /^([a-z]+):\/\/([-a-z0-9]+\/)?([^\][/: ]+)(:[-a-z0-9]+)?(\/[^"' ]*)?$/.exec(text);
  if (parts === null) return undefined;
  const [, scheme = '', namespace = '', name = '', rawPort = '', path = ''] = parts;
  const port = rawPort.replace(/^:+/, '');
  if (namespace === '') return { scheme, host: name, port, path };
  // Without a port the first name is the host and the second the beginning of the path.
  if (port === '') return { scheme, host: namespace.slice(0, -1), port, path: `/${name}${path}` };
  return { scheme, host: namespace + name, port, path };
}
