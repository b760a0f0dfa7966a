/**
 * What a cluster, or the way to it, did not give. The message is for the user as it is, and holds neither credentials nor
 * values of Secrets.
 */
export class ClusterFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ClusterFailure';
  }
}
