/**
 * Measured (docs/benchmark.md): after two the first request takes four to five times a steady one, after twelve less than
 * two. Each costs a round trip while nobody pays for a slow processor.
 */
const CALLS = 12;

/**
 * Makes calls whose answers do not matter while the instance is being set up: it loads, connects and compiles then,
 * with the whole processor, instead of in the first caller's request. Fails never: the first real call will say what is wrong.
 */
export async function prime(call: () => Promise<unknown>): Promise<void> {
  try {
    for (let made = 0; made < CALLS; made += 1) await call();
  } catch {
    // Another try would only delay the instance.
  }
}
