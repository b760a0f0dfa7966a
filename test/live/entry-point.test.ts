import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryPointText, parseEntryPoint } from '../../src/live/entry-point.js';

describe('an entry point', () => {
  it.each([
    ['10.0.0.1', { http: { host: '10.0.0.1', port: 80 }, https: { host: '10.0.0.1', port: 443 } }],
    ['lb.example.com', { http: { host: 'lb.example.com', port: 80 }, https: { host: 'lb.example.com', port: 443 } }],
    ['2001:db8::1', { http: { host: '2001:db8::1', port: 80 }, https: { host: '2001:db8::1', port: 443 } }],
    ['[2001:db8::1]', { http: { host: '2001:db8::1', port: 80 }, https: { host: '2001:db8::1', port: 443 } }],
    ['http://10.0.0.1', { http: { host: '10.0.0.1', port: 80 } }],
    ['HTTPS://lb/', { https: { host: 'lb', port: 443 } }],
    ['https://lb:8443', { https: { host: 'lb', port: 8443 } }],
    ['http://[2001:db8::1]:8080', { http: { host: '2001:db8::1', port: 8080 } }],
  ])('is read from %s', (text, entry) => {
    expect(parseEntryPoint(text)).toEqual(entry);
  });

  it.each([
    '',
    ' ',
    '10.0.0.1:80',
    'ftp://lb',
    'http://',
    'http://lb/path',
    'http://lb?x',
    'http://u:p@lb',
    'http://lb:0',
    'http://lb:65536',
    'http://lb:',
    '//lb',
    'a b',
  ])('is not read from %j', (text) => {
    expect(parseEntryPoint(text)).toHaveProperty('problem');
  });

  it('is written as it can be read again', () => {
    const host = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain());
    const url = fc.tuple(fc.constantFrom('http', 'https'), host, fc.integer({ min: 1, max: 65_535 }));
    fc.assert(
      fc.property(url, ([scheme, name, port]) => {
        const entry = parseEntryPoint(`${scheme}://${name.includes(':') ? `[${name}]` : name}:${port}`);
        if ('problem' in entry) throw new Error(entry.problem);
        expect(parseEntryPoint(entryPointText(entry))).toEqual(entry);
      }),
    );
  });

  it('never says what it was given', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12 }), (text) => {
        const entry = parseEntryPoint(`http://x:${text}@lb`);
        expect(JSON.stringify(entry)).not.toContain(text);
      }),
    );
  });
});
