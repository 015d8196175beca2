const CALLS = 2;

/**
 * Makes a call whose answer does not matter while the instance is being set up: it loads, connects and compiles then,
 * with the whole processor, instead of in the first caller's request. Fails never: the first real call will say what is wrong.
 */
export async function prime(call: () => Promise<unknown>): Promise<void> {
  try {
    for (let made = 0; made < CALLS; made += 1) await call();
  } catch {
    // Another try would only delay the instance.
  }
}
