/** A sentence about a key, whose name may be of any script and direction. */
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
