import fc from 'fast-check';

const ORDINARY_KEYS = ['name', 'spec', 'a.b/c-d', 'x_1', 'kind', 'yes', '1', '"q"', "'s'"];
const key = fc.constantFrom(...ORDINARY_KEYS, '"e\\"s"', '<<', 'a b', '-x', '~');
const scalar = fc.constantFrom(
  '',
  'word',
  'two words',
  'yes',
  'No',
  'null',
  '~',
  '1',
  '0755',
  '1_000',
  '-1.5e3',
  '.inf',
  '0x1f',
  '/',
  '/api(/|$)(.*)',
  '/$2',
  '"quoted"',
  '"esc\\n\\"aped\\""',
  '"\\u0041"',
  '"open',
  "'single'",
  "'it''s'",
  "'open",
  '[]',
  '{}',
  '[a, b]',
  '{a: b}',
  '{{ x }}',
  '# comment',
  'word # comment',
  'word#no',
  '"q" # c',
  '"q"#c',
  '- x',
  '-x',
  '-',
  '? x',
  ':x',
  'a: b',
  'a:b',
  'a:',
  '*alias',
  '&anchor x',
  '!!str 1',
  '!tag',
  '|',
  '|-',
  '|+',
  '>',
  '|2',
  '| # c',
  '%x',
  '@x',
  '`x',
  'é',
  '\ud83d\ude00',
  'a\tb',
  '\tx',
  'x  ',
  '2024-01-01T00:00:00Z',
  '=',
  '<<',
  '---',
  '...',
  'n',
  'y',
  '"',
  "''",
  '""',
  '08',
  '+1',
  'https://a.b/c?d=e#f',
);

/** Lines put together the way manifests are, with everything that goes wrong in them. */
export const manifestLikeYaml: fc.Arbitrary<string> = fc
  .array(
    fc.record({
      indent: fc.constantFrom(0, 0, 2, 2, 2, 4, 4, 6, 1, 3),
      item: fc.constantFrom('', '', '', '', '- ', '-   ', '- - '),
      body: fc.oneof(
        { weight: 6, arbitrary: fc.tuple(key, scalar).map(([k, v]) => `${k}: ${v}`) },
        { weight: 3, arbitrary: key.map((k) => `${k}:`) },
        { weight: 2, arbitrary: scalar },
        { weight: 1, arbitrary: fc.constantFrom('', '   ', '# comment', 'key : v', 'k:v', '-') },
      ),
    }),
    { maxLength: 9 },
  )
  .chain((lines) =>
    fc
      .constantFrom('\n', '\n', '\n', '\r\n')
      .chain((eol) =>
        fc
          .constantFrom('', eol, eol + eol, ' ')
          .map((end) => lines.map(({ indent, item, body }) => ' '.repeat(indent) + item + body).join(eol) + end),
      ),
  )
  .map((text) => stepwise(text));

/** Indentation that goes up by one level at a time more often than not, so that documents are valid now and then. */
function stepwise(text: string): string {
  let level = 0;
  return text
    .split('\n')
    .map((line) => {
      const body = line.trimStart();
      const indent = Math.min(line.length - body.length, level);
      level = /:\s*(?:[|>][-+]?)?\r?$/.test(body) ? indent + 2 : indent + (body.startsWith('- ') ? 2 : 0);
      return ' '.repeat(indent) + body;
    })
    .join('\n');
}

const pieces = fc.constantFrom(
  ' ',
  '  ',
  '\n',
  '\r',
  '\t',
  ':',
  ': ',
  '-',
  '- ',
  '"',
  "'",
  '#',
  ' #',
  '|',
  '{',
  '}',
  '[',
  ']',
  ',',
  '&a ',
  '*a',
  '!',
  '\\',
  '\0',
  '\ufeff',
  '\u0085',
  '\u2028',
  '---\n',
  '\n---\n',
  '\n...\n',
  '%',
  '?',
  '<<: ',
  '{{',
  'kind: Ingress\n',
);

/** A text with a few places broken. */
export function mutated(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(texts, fc.array(fc.tuple(fc.nat(), fc.nat(3), pieces), { minLength: 1, maxLength: 4 }))
    .map(([text, edits]) => {
      let result = text;
      for (const [where, removed, piece] of edits) {
        const at = where % (result.length + 1);
        result = result.slice(0, at) + piece + result.slice(at + removed);
      }
      return result;
    });
}

type Tree =
  | string
  | readonly string[]
  | { readonly list: readonly Tree[] }
  | { readonly fields: readonly (readonly [string, Tree])[] };

const plainKey = fc.constantFrom(
  ...ORDINARY_KEYS,
  'host',
  'http',
  'paths',
  'backend',
  '/x',
  'f:spec',
  'k:{"uid":"a,b"}',
  '.',
);
const plainScalar = fc.constantFrom(
  'word',
  'two words',
  'yes',
  'null',
  '1',
  '0755',
  '-1.5e3',
  '/api(/|$)(.*)',
  '"quoted"',
  '"esc\\n\\"aped\\""',
  "'it''s'",
  '[]',
  '{}',
  '[a.b, "*.c", 80]',
  '{name: x, "port": {number: 80}, l: [{a: b}]} # c',
  'word # comment',
  'word#no',
  '"q" # c',
  '-x',
  'a:b',
  'é',
  'x  ',
  '2024-01-01T00:00:00Z',
  "''",
  'https://a.b/c?d=e#f',
  '# only a comment',
  '',
);
const snippet = fc
  .tuple(
    fc.constantFrom('|', '|-', '|+', '| # c', '>', '>-', '>+'),
    fc.array(fc.constantFrom('a: b', '# no comment', '  deeper', '', 'end', '- x', 'é'), { maxLength: 4 }),
  )
  .map(([header, lines]) => [header, 'first', ...lines]);

const tree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: plainScalar },
    { weight: 1, arbitrary: snippet },
    { weight: 2, arbitrary: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((list) => ({ list })) },
    { weight: 3, arbitrary: entriesOf(tie('tree')) },
  ),
})).tree;

function entriesOf(value: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> {
  return fc
    .uniqueArray(fc.tuple(plainKey, value), { minLength: 1, maxLength: 4, selector: ([key]) => key })
    .map((entries) => ({ fields: entries }));
}

/** Valid YAML in the style of manifests. */
export const blockStyleYaml: fc.Arbitrary<string> = fc
  .tuple(
    entriesOf(tree),
    fc.constantFrom('\n', '\n', '\r\n'),
    fc.boolean(),
    fc.constantFrom('', '---\n', '--- # x\n# y\n'),
  )
  .map(([root, eol, isFlush, head]) => `${head + render(root, 0, isFlush).join('\n')}\n`.replaceAll('\n', eol));

function render(value: Tree, indent: number, isFlush: boolean): string[] {
  const pad = ' '.repeat(indent);
  if (typeof value === 'string') return [pad + value];
  if ('list' in value) return value.list.flatMap((item) => withHead(`${pad}-`, item, indent + 2, isFlush));
  if ('fields' in value) {
    return value.fields.flatMap(([key, item]) => {
      const isList = typeof item === 'object' && 'list' in item;
      return withHead(`${pad}${key}:`, item, isList && isFlush ? indent : indent + 2, isFlush);
    });
  }
  throw new Error('a snippet has a head');
}

function withHead(head: string, value: Tree, indent: number, isFlush: boolean): string[] {
  if (typeof value === 'string') return [`${head} ${value}`];
  if (!('list' in value) && !('fields' in value)) {
    const [header, ...lines] = value;
    return [`${head} ${header}`, ...lines.map((line) => (line === '' ? '' : ' '.repeat(indent) + line))];
  }
  const lines = render(value, indent, isFlush);
  const isCompact = head.trimEnd().endsWith('-') && 'fields' in value;
  return isCompact ? [`${head} ${(lines[0] ?? '').trimStart()}`, ...lines.slice(1)] : [head, ...lines];
}
