/** A resource or an output of the synthesized templates. */
export interface TemplatePlace {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
}

/** The template has something that the local run does not emulate. The message names the place. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';

  constructor(place: TemplatePlace, what: string) {
    super(`Stack ${place.stack}, ${place.logicalId} (${place.type}): ${what}`);
  }
}
