/** Sees to it that the part is closed in the end, before those that were registered earlier. Answers the part. */
export type Register = <T extends { close(): void | Promise<void> }>(part: T) => T;
