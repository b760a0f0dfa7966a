import { parseGoInt } from '../../values/go-values.js';
import type { Values } from './annotations.js';
import type { PodGroup } from './input.js';

export interface BlueGreen {
  readonly mode: 'deploy' | 'pod';
  readonly groups: readonly PodGroup[];
}

/** buildBackendBlueGreenBalance; a fault anywhere leaves all pods alike (reference §1.12). */
export function readBlueGreen(values: Values): BlueGreen | undefined {
  const own = values.get('blue-green-balance');
  const balance = own.source === undefined || own.text === '' ? values.get('blue-green-deploy') : own;
  if (balance.source === undefined) return undefined;
  const weighted: { label: string; weight: number }[] = [];
  for (const item of balance.text.split(',')) {
    const parts = item.split('=');
    const weight = parseGoInt(parts[2] ?? '');
    if (parts.length !== 3 || weight === undefined) return undefined;
    weighted.push({ label: `${parts[0]}=${parts[1]}`, weight: Math.min(Math.max(weight, 0), 256) });
  }
  if (values.get('blue-green-mode').text === 'pod') return { mode: 'pod', groups: weighted };
  const sum = weighted.reduce((total, { weight }) => total + weight, 0);
  return {
    mode: 'deploy',
    groups: weighted.map(({ label, weight }) => ({ label, weight: sum === 0 ? 0 : weight / sum })),
  };
}
