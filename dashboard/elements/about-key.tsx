/** Isolates a key's name, which may be in any script and direction, within a sentence. */
export function AboutKey({
  before,
  name,
  after = '',
}: {
  readonly before: string;
  readonly name: string;
  readonly after?: string;
}) {
  return (
    <>
      {before} “<bdi>{name}</bdi>”{after}
    </>
  );
}
