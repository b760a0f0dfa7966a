import { describe, expect, it } from 'vitest';
import { compareLive } from './comparing.js';
import { ESTATE, type Mistakes, missing, withTwoServers } from './two-servers.js';

describe.skipIf(missing !== '')(`verify --live between nginx and HAProxy${missing}`, () => {
  const compare = (mistakes: Mistakes, ...flags: string[]) =>
    withTwoServers(mistakes, (addresses) => compareLive(ESTATE, ...addresses, ...flags));

  it('finds what the conversion foretold, and nothing else', async () => {
    const { status, report } = await compare({}, '--compare-body');
    const codes = new Set(report.differences.flatMap((difference) => difference.codes));
    expect([...codes].sort()).toEqual(['RS1021', 'RS1216']);
    expect(report.unexplained).toBe(0);
    expect(report.agree).toBeGreaterThan(30);
    expect(report.agree + report.explained).toBe(report.probes);
    expect(status).toBe(0);
  });

  it('sees by which spelling another backend answers, and where the handshake fails', async () => {
    const { report } = await compare({}, '--compare-body');
    expect(report.differences.find(({ request }) => request.path === '/%61pi')).toMatchObject({
      field: 'body',
      codes: ['RS1021'],
    });
    expect(report.differences.find(({ codes }) => codes.includes('RS1216'))).toMatchObject({
      request: { scheme: 'https', host: 'pictures.example.com' },
      old: 200,
      new: 'TLS handshake failed',
    });
  });

  it('finds a rule that is missing by the bodies', async () => {
    const { status, report } = await compare({ withoutApi: true }, '--compare-body');
    expect(status).toBe(2);
    const wrong = report.differences.filter(({ codes }) => codes.includes('RS2540'));
    expect(wrong.length).toBeGreaterThan(2);
    for (const { request, field } of wrong) {
      expect(request.path).toMatch(/^\/api/);
      expect(field).toBe('body');
    }
  });

  it('finds a redirect that is missing, and who is to blame', async () => {
    const { status, report } = await compare({ withoutRedirect: true });
    expect(status).toBe(2);
    const wrong = report.differences.filter(({ codes }) => codes.includes('RS2540'));
    expect(wrong.length).toBeGreaterThan(2);
    for (const difference of wrong)
      expect(difference).toMatchObject({
        request: { scheme: 'http' },
        field: 'status',
        old: 308,
        new: 200,
        departing: ['new'],
      });
  });

  it('finds a certificate for another name', async () => {
    const { status, report } = await compare({ certificate: 'fallback' });
    expect(status).toBe(2);
    expect(report.differences.filter(({ field }) => field === 'certificate')).toMatchObject([
      { request: { host: 'shop.example.com' }, new: 'not for the name: fallback.invalid', codes: ['RS2540'] },
    ]);
  });
});
