import { toBytes } from '../../regex/pcre.js';

/** What Go's encoding/json is given. */
export type GoValue = string | number | boolean | null | readonly GoValue[] | { readonly [field: string]: GoValue };

/** The text that Go's json.Marshal makes: as JavaScript's, but safe inside HTML. */
export function goJson(value: GoValue): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** FNV-1a of 128 bits (hash/fnv) as lower-case hex: the controller names its rules and its files by it (utils.Hash). */
export function fnv128a(text: string): string {
  // Four limbs of 32 bits, the lowest first. The prime is 2^88 + 0x13b, so a product is a small one and a shift.
  let [a, b, c, d] = [0x6295c58d, 0x62b82175, 0x07bb0142, 0x6c62272e];
  const bytes = toBytes(text);
  for (let at = 0; at < bytes.length; at++) {
    a = (a ^ bytes.charCodeAt(at)) >>> 0;
    const low = a * 0x13b;
    const second = b * 0x13b + Math.floor(low / 2 ** 32);
    const third = c * 0x13b + ((a << 24) >>> 0) + Math.floor(second / 2 ** 32);
    const fourth = d * 0x13b + (a >>> 8) + ((b << 24) >>> 0) + Math.floor(third / 2 ** 32);
    [a, b, c, d] = [low >>> 0, second >>> 0, third >>> 0, fourth >>> 0];
  }
  return [d, c, b, a].map((limb) => limb.toString(16).padStart(8, '0')).join('');
}
