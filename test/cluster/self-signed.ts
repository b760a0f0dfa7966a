import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A certificate that is its own authority, with its key, in PEM. */
export interface SelfSigned {
  readonly certificate: string;
  readonly key: string;
}

/**
 * Makes a certificate for names (`localhost`) and IPv4 addresses, valid for the rest of the century. Written out in DER
 * (RFC 5280), since Node makes none and not every machine has openssl.
 */
export function selfSigned(names: readonly string[]): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const commonName = der(0x30, der(0x31, der(0x30, der(0x06, [0x55, 0x04, 0x03]), der(0x0c, text('routeshift test')))));
  const alternatives = der(
    0x30,
    ...names.map((name) => (isAddress(name) ? der(0x87, name.split('.').map(Number)) : der(0x82, text(name)))),
  );
  const authority = der(0x30, der(0x01, [0xff]));
  const extensions = der(
    0xa3,
    der(
      0x30,
      der(0x30, der(0x06, [0x55, 0x1d, 0x11]), der(0x04, alternatives)),
      der(0x30, der(0x06, [0x55, 0x1d, 0x13]), der(0x01, [0xff]), der(0x04, authority)),
    ),
  );
  const toBeSigned = der(
    0x30,
    der(0xa0, der(0x02, [2])),
    der(0x02, [1]),
    ED25519,
    commonName,
    der(0x30, der(0x17, text('200101000000Z')), der(0x18, text('20991231235959Z'))),
    commonName,
    [...publicKey.export({ type: 'spki', format: 'der' })],
    extensions,
  );
  const signature = sign(null, Buffer.from(toBeSigned), privateKey);
  const certificate = der(0x30, toBeSigned, ED25519, der(0x03, [0], [...signature]));
  return { certificate: pem('CERTIFICATE', Buffer.from(certificate)), key: keyText(privateKey) };
}

/** id-Ed25519 (RFC 8410). */
const ED25519 = der(0x30, der(0x06, [0x2b, 0x65, 0x70]));

function der(tag: number, ...parts: readonly (readonly number[])[]): number[] {
  const content = parts.flat();
  const { length } = content;
  const header = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return [tag, ...header, ...content];
}

function text(value: string): number[] {
  return [...Buffer.from(value, 'utf8')];
}

function isAddress(name: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(name);
}

function keyText(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
