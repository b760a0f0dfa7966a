/** A lookup table for ASCII characters: 1 for those given. */
export function characterTable(characters: string): Uint8Array {
  const table = new Uint8Array(128);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}

/** First characters of the plain keys that the fast scanner follows; the others may mean something to YAML. */
export const KEY_START = characterTable('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./$');
