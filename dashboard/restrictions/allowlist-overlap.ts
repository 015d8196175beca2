import { coversAddresses } from '../../lambdas/domain/address-list.ts';

/**
 * Whether some address is in both lists; an empty list holds all. Ranges are powers of two: of two that share an address
 * one holds the other. True for lists that cannot be read here.
 */
export function allowlistsOverlap(left: readonly string[], right: readonly string[]): boolean {
  if (left.length === 0 || right.length === 0) return true;
  try {
    return left.some((one) =>
      right.some((other) => coversAddresses([one], [other]) || coversAddresses([other], [one])),
    );
  } catch {
    return true;
  }
}
