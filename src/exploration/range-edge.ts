import { parseQuantity } from '../config/quantity.ts';
import type { Parameter, ParameterValue } from './exploration.ts';

/**
 * Whether the best value of a parameter is the lowest or the highest that was tried, so that a better one may lie
 * beyond. Null for one value, and for choices, which have no order.
 */
export function rangeEdge({ values, isOrdered }: Parameter, best: ParameterValue): 'lowest' | 'highest' | null {
  if (!isOrdered || values.length < 2) return null;
  const numbers = values.map(numberOf);
  const number = numberOf(best);
  if (number === Math.min(...numbers)) return 'lowest';
  return number === Math.max(...numbers) ? 'highest' : null;
}

function numberOf(value: ParameterValue): number {
  if (typeof value === 'number') return value;
  const parsed = parseQuantity(String(value));
  return parsed.kind === 'quantity' ? parsed.value : Number.POSITIVE_INFINITY; // "unlimited"
}
