import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCertificate } from '../../src/manifests/certificate.js';
import { parseText } from '../../src/manifests/documents.js';

/** Made with: openssl req -x509 -newkey ed25519 -nodes -days 36500 -subj '/O=Shop/CN=shop.example.com' -addext subjectAltName=… */
const PEM = `-----BEGIN CERTIFICATE-----
MIIBpDCCAVagAwIBAgIUYEQQa7R1SnPuamRHjFeYPwjO54kwBQYDK2VwMCoxDTAL
BgNVBAoMBFNob3AxGTAXBgNVBAMMEHNob3AuZXhhbXBsZS5jb20wIBcNMjYxMTIx
MTAzMzU4WhgPMjEyNjEwMjgxMDMzNThaMCoxDTALBgNVBAoMBFNob3AxGTAXBgNV
BAMMEHNob3AuZXhhbXBsZS5jb20wKjAFBgMrZXADIQBfmXhnJ5rSVrxNtrZqB8RD
XwKCKMWZ4uGYmxniiTd/oKOBizCBiDAdBgNVHQ4EFgQUhEjT1XlmrIHtz+TMAGvL
4mun/TQwHwYDVR0jBBgwFoAUhEjT1XlmrIHtz+TMAGvL4mun/TQwDwYDVR0TAQH/
BAUwAwEB/zA1BgNVHREELjAsghBzaG9wLmV4YW1wbGUuY29tghIqLnNob3AuZXhh
bXBsZS5jb22HBAoAAAEwBQYDK2VwA0EAKwGkEwQsu75VAwqBrKjSH0mWIZy7XiGo
lY7IoM/DhzCLlJ27MFX5SyeF7NymYK+EhwTh/4tZWo5tv96FlwilBw==
-----END CERTIFICATE-----
`;

describe('a certificate', () => {
  it('vouches for its DNS names and its common name, not for addresses', () => {
    expect(readCertificate(PEM)).toEqual({
      dnsNames: ['shop.example.com', '*.shop.example.com'],
      commonName: 'shop.example.com',
    });
  });

  it('is read from a Secret, alone or as the first of a chain', () => {
    for (const pem of [PEM, PEM + PEM]) {
      const text = `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata:\n  tls.crt: ${btoa(pem)}\n`;
      const [secret] = parseText({ file: 's.yaml', text }, { readCertificate }).manifests;
      expect(secret?.certificate?.dnsNames).toContain('*.shop.example.com');
    }
  });

  it('that is none is no reason to fail', () => {
    expect(readCertificate('')).toBeUndefined();
    expect(readCertificate(PEM.slice(0, 200))).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => readCertificate(text) === undefined));
  });
});
