/** MD5 (RFC 1321) of a byte string, as lower-case hex: controllers name their affinity cookies and endpoints by it. */
export function md5(bytes: string): string {
  const length = bytes.length;
  const words = new Uint32Array((((length + 8) >> 6) + 1) * 16);
  for (let i = 0; i < length; i++)
    words[i >> 2] = (words[i >> 2] ?? 0) | ((bytes.charCodeAt(i) & 0xff) << ((i % 4) * 8));
  words[length >> 2] = (words[length >> 2] ?? 0) | (0x80 << ((length % 4) * 8));
  words[words.length - 2] = length * 8;
  let state: readonly [number, number, number, number] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let offset = 0; offset < words.length; offset += 16) state = round(state, words.subarray(offset, offset + 16));
  return state
    .map((word) => [0, 8, 16, 24].map((shift) => ((word >>> shift) & 0xff).toString(16).padStart(2, '0')).join(''))
    .join('');
}

const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const sines = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));

function round(
  state: readonly [number, number, number, number],
  block: Uint32Array,
): readonly [number, number, number, number] {
  let [a, b, c, d] = state;
  for (let i = 0; i < 64; i++) {
    const turn = i >> 4;
    const mixed =
      turn === 0 ? (b & c) | (~b & d) : turn === 1 ? (d & b) | (~d & c) : turn === 2 ? b ^ c ^ d : c ^ (b | ~d);
    const index = turn === 0 ? i : turn === 1 ? (5 * i + 1) % 16 : turn === 2 ? (3 * i + 5) % 16 : (7 * i) % 16;
    const sum = (a + mixed + (sines[i] ?? 0) + (block[index] ?? 0)) | 0;
    const shift = shifts[turn * 4 + (i % 4)] ?? 0;
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
  }
  return [(state[0] + a) | 0, (state[1] + b) | 0, (state[2] + c) | 0, (state[3] + d) | 0];
}
