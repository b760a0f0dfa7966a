import type { Network } from '../../values/addresses.js';
import { type Annotations, lookUp } from './annotation-layers.js';
import type { Cluster } from './cluster.js';
import type { StoredIngress } from './ingress-objects.js';
import type { LogFormat } from './log-format.js';
import { parseLogFormat } from './log-format.js';

/** What building the configuration comes across. */
export interface Remarks {
  readonly messages: string[];
  readonly errors: string[];
  readonly unmodelled: string[];
}

/** Reads the annotations of one Ingress, or of the ConfigMap for itself, where rules are made of them. */
export class RuleReading {
  /** Undefined for the ConfigMap itself. */
  readonly ingress: StoredIngress | undefined;
  readonly cluster: Cluster;
  /** Address lists by their text: what the files of the controller hold so far. */
  readonly lists: Map<string, Network[]>;
  private readonly layers: readonly Annotations[];
  private readonly remarks: Remarks;
  private readonly subject: string;

  constructor(
    ingress: StoredIngress | undefined,
    config: Annotations,
    cluster: Cluster,
    lists: Map<string, Network[]>,
    remarks: Remarks,
  ) {
    this.ingress = ingress;
    this.cluster = cluster;
    this.lists = lists;
    this.layers = ingress === undefined ? [config] : [ingress.annotations, config];
    this.remarks = remarks;
    this.subject = ingress === undefined ? 'ConfigMap' : `Ingress ${ingress.key}`;
  }

  value(name: string): string {
    return lookUp(name, ...this.layers);
  }

  /** The controller logs it and leaves the annotation out. */
  skipped(name: string, why: string): void {
    this.remarks.messages.push(`${this.subject}: ${name}: ${why}`);
  }

  /** HAProxy refuses the whole configuration. */
  refused(name: string, why: string): void {
    this.remarks.errors.push(`${this.subject}: ${name}: ${why}`);
  }

  unmodelled(name: string, what: string): void {
    this.remarks.unmodelled.push(`${this.subject}: ${name}: ${what}`);
  }

  format(name: string, text: string, side: 'request' | 'response' = 'request'): LogFormat {
    const format = parseLogFormat(text, side);
    for (const written of format.unknown) this.unmodelled(name, `lookup ${written}`);
    if (/\$[A-Za-z_{.]/.test(text)) this.unmodelled(name, 'a variable of the environment');
    return format;
  }
}
