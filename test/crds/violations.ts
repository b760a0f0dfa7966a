import { formatFieldPath } from '../../src/kubernetes/object.js';

/** Collects what is wrong with one object while a walker moves through it. */
export class Violations {
  readonly list: string[] = [];
  /**
   * True after a violation that keeps the API server from evaluating the CEL rules: they were compiled for values of
   * the declared shape (k8s.io/apiextensions-apiserver customresource strategy: required, type, enum, too long, too
   * many).
   */
  blocking = false;
  private readonly path: (string | number)[] = [];

  enter(step: string | number): void {
    this.path.push(step);
  }

  leave(): void {
    this.path.pop();
  }

  /** Records a violation at the place where the walker stands. */
  add(message: string): void {
    const place = formatFieldPath(this.path);
    this.list.push(place === '' ? message : `${place}: ${message}`);
  }

  /** As {@link add}, for a violation that leaves the CEL rules nothing to stand on. */
  block(message: string): void {
    this.blocking = true;
    this.add(message);
  }
}
