/**
 * Measured (docs/benchmark.md): after two calls the first request takes four to five times as long as a later one, after
 * twelve less than twice as long. Each call costs one round trip.
 */
const CALLS = 12;

/**
 * Makes calls while Lambda initializes the instance, so that it loads, connects and compiles with the full processor instead of
 * in the first caller's request. Ignores results and never throws: the first real call reports what is wrong.
 */
export async function prime(call: () => Promise<unknown>): Promise<void> {
  try {
    for (let made = 0; made < CALLS; made += 1) await call();
  } catch {
    // Another attempt would only delay the instance.
  }
}
