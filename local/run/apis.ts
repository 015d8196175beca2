import type { ApiDefinition, Application } from '../template/application.ts';
import type { DistributionDefinition } from '../template/hub-definitions.ts';

/** The one thing. Throws an Error that says what there is more or less of. */
export function only<T>(things: readonly T[], what: string): T {
  const [first, ...more] = things;
  if (first === undefined || more.length > 0)
    throw new Error(`The template must have one ${what}, not ${things.length}.`);
  return first;
}

/** An output that one of the stacks has. */
export function outputOf({ outputs }: Application, key: string): string {
  return only(
    [...outputs.values()].flatMap((ofStack) => ofStack.get(key) ?? []),
    `output ${key}`,
  );
}

/** Where an API is in AWS, unless it has a domain of its own. */
export function hostOf({ id, region }: ApiDefinition): string {
  return `${id}.execute-api.${region}.amazonaws.com`;
}

/** The Management API is the one that the distribution passes requests on to; the other is the Partner API. */
export function apisOf({ apis }: Application, { behaviors }: DistributionDefinition) {
  const origins = new Set(behaviors.map(({ origin }) => (origin.type === 'http' ? origin.domainName : null)));
  return {
    managementApi: only(
      apis.filter((api) => origins.has(hostOf(api))),
      'API behind the hub',
    ),
    partnerApi: only(
      apis.filter((api) => !origins.has(hostOf(api))),
      'API beside the hub',
    ),
  };
}

/** What locates an origin of the distribution: only these APIs, each at its stage, are known on this machine. */
export function originLocator(served: ReadonlyMap<ApiDefinition, string>) {
  return (domainName: string, path: string): URL => {
    const [api, origin] = [...served].find(([one]) => hostOf(one) === domainName) ?? [];
    if (api === undefined || origin === undefined) {
      throw new Error(`The origin ${domainName} of the distribution is not on this machine.`);
    }
    // API Gateway refuses what names no stage; the local gateway has none in its addresses.
    if (path !== `/${api.stage}`) throw new Error(`The origin path "${path}" is not the stage /${api.stage}.`);
    return new URL(origin);
  };
}
