import { describe, expect, it } from 'vitest';
import { parseText } from '../../src/manifests/documents.js';
import { passwordFileOf } from '../../src/manifests/password-files.js';

describe('the users of a Secret', () => {
  it.each([
    ['alice:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=', 'sha'],
    ['alice:$apr1$salt$hash', 'apr1'],
    ['alice:$2y$05$hash', 'bcrypt'],
    ['alice:$6$salt$hash', 'crypt'],
    ['alice:rqXexS6ZhobKA', 'crypt'],
    ['alice:{PLAIN}secret', 'plain'],
    ['alice:{SSHA}hash', 'unreadable'],
    ['alice:{SHA}short', 'unreadable'],
    ['alice:', 'unreadable'],
    ['alice:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=:a comment', 'sha'],
  ])('are hashed as %s says', (line, hash) => {
    expect(passwordFileOf(new Map([['auth', `# users\r\n\r\n${line}\r\n`]]))).toEqual({
      hashes: [hash],
      file: `${line}\n`,
    });
  });

  it('may have a key each', () => {
    const values = new Map([
      ['bob', '$apr1$salt$hash\n'],
      ['alice', '{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ='],
    ]);
    expect(passwordFileOf(values)).toEqual({
      hashes: ['apr1', 'sha'],
      file: 'alice:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\nbob:$apr1$salt$hash\n',
    });
  });

  it('are nobody where no line names one', () => {
    expect(passwordFileOf(new Map([['auth', 'no colon here']]))).toBeUndefined();
  });

  const text = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'users' },
    data: { auth: btoa('alice:$apr1$salt$hash') },
  });

  it('are kept only where they are asked for', () => {
    const [kept] = parseText({ file: 'a.yaml', text }, { keepUsers: true }).manifests;
    const [left] = parseText({ file: 'a.yaml', text }).manifests;
    expect(kept).toMatchObject({ hashes: ['apr1'], users: 'alice:$apr1$salt$hash\n' });
    expect(left?.hashes).toEqual(['apr1']);
    expect(JSON.stringify(left)).not.toContain('alice');
  });
});
