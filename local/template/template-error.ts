/** Where in the synthesized templates something stands. */
export interface TemplatePlace {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
}

/** The template holds something that the local run cannot reproduce faithfully; it names the place. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';

  constructor(place: TemplatePlace, what: string) {
    super(`Stack ${place.stack}, ${place.logicalId} (${place.type}): ${what}`);
  }
}
