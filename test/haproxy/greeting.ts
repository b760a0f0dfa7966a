import { Duplex } from 'node:stream';
import { connect } from 'node:tls';

const known = new Map<string, Promise<Buffer>>();

/** The first bytes of a TLS connection for a server name; '' for none. Nobody answers them here. */
export function greeting(serverName: string): Promise<Buffer> {
  const found = known.get(serverName) ?? record(serverName);
  known.set(serverName, found);
  return found;
}

function record(serverName: string): Promise<Buffer> {
  return new Promise((resolve) => {
    const wire = new Duplex({
      read() {},
      write(chunk: Buffer, _encoding, done) {
        resolve(chunk);
        done();
      },
    });
    const client = connect({ socket: wire, servername: serverName });
    client.on('error', () => client.destroy());
  });
}
