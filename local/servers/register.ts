type Closeable = { close(): void | Promise<void> };

/** Takes a part that has to be closed when the run ends. Returns the part. */
export type Register = <T extends Closeable>(part: T) => T;

/** Returns a register, and a function that closes its parts, the latest first. */
export function createRegister(): { readonly register: Register; readonly closeAll: () => Promise<void> } {
  const parts: Closeable[] = [];
  return {
    register: (part) => {
      parts.push(part);
      return part;
    },
    closeAll: async () => {
      for (const part of parts.toReversed()) await part.close();
    },
  };
}
