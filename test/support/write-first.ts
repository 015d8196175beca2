/**
 * The store, with somebody else's write just before one call of one of its methods (the first unless said otherwise):
 * a race that always has the same order.
 */
export function writeFirst<S extends object>(
  store: S,
  method: keyof S,
  write: () => Promise<unknown>,
  { call = 1 }: { readonly call?: number } = {},
): S {
  let calls = 0;
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]) => {
        if (name === method && ++calls === call) await write();
        return member.apply(target, args);
      };
    },
  });
}
