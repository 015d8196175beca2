/** Thrown for a policy that is no policy, or holds an element that is not evaluated here. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}
