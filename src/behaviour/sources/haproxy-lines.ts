/** What a raw line of a backend does to a header. */
export interface RawHeader {
  readonly side: 'request' | 'response';
  readonly action: 'set' | 'add' | 'del';
  readonly name: string;
  readonly value: string;
}

export interface RawLines {
  readonly headers: readonly RawHeader[];
  /** Addresses that are denied. */
  readonly denied: readonly string[];
  /** Lines that the models do not follow. */
  readonly open: readonly string[];
}

const word = /\s*(?:(#)|((?:\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"|'[^']*'|[^\s#\\"'])+))/y;

function wordsOf(line: string): string[] | undefined {
  const found: string[] = [];
  word.lastIndex = 0;
  while (word.lastIndex < line.trimEnd().length) {
    const match = word.exec(line);
    if (match === null) return undefined;
    if (match[1] !== undefined) break;
    found.push(
      (match[2] ?? '').replace(
        /'([^']*)'|\\([\s\S])|"/g,
        (_all, plain?: string, escaped?: string) => plain ?? escaped ?? '',
      ),
    );
  }
  return found;
}

const header = /^http-(request|response) (set|add|del)-header$/;

/** Reads raw lines of a backend: headers without condition or lookup, and denials of addresses. */
export function readRawLines(text: string): RawLines {
  const headers: RawHeader[] = [];
  const denied: string[] = [];
  const open: string[] = [];
  const lists = new Map<string, readonly string[]>();
  for (const line of text.split('\n')) {
    const words = wordsOf(line);
    const [first = '', second = '', ...rest] = words ?? [''];
    if (words?.length === 0) continue;
    const [, side, action] = header.exec(`${first} ${second}`) ?? [];
    const [name = '', value = '', ...more] = rest;
    const plain =
      name !== '' && more.length === 0 && (action === 'del' ? value === '' : !/[%$]/.test(value) && value !== '');
    if (first === 'acl' && rest[0] === 'src') lists.set(second, [...(lists.get(second) ?? []), ...rest.slice(1)]);
    else if (first === 'http-request' && second === 'deny' && name === 'if' && value === '{' && more[0] === 'src')
      denied.push(...more.slice(1, -1));
    else if (first === 'http-request' && second === 'deny' && name === 'if' && more.length === 0 && lists.has(value))
      denied.push(...(lists.get(value) ?? []));
    else if (side !== undefined && action !== undefined && plain && !/^(if|unless)$/.test(value))
      headers.push({
        side: side === 'request' ? 'request' : 'response',
        action: action === 'set' ? 'set' : action === 'add' ? 'add' : 'del',
        name: name.toLowerCase(),
        value,
      });
    else open.push(line.trim());
  }
  return { headers, denied, open };
}
