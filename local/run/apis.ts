import type { ApiDefinition, Application } from '../template/application.ts';
import type { DistributionDefinition } from '../template/hub-definitions.ts';

/** Returns the only item. Throws an Error if there are more or none. */
export function only<T>(items: readonly T[], what: string): T {
  const [first, ...more] = items;
  if (first === undefined || more.length > 0)
    throw new Error(`The template must have one ${what}, not ${items.length}.`);
  return first;
}

/** Returns an output of one of the stacks. */
export function outputOf({ outputs }: Application, key: string): string {
  return only(
    [...outputs.values()].flatMap((ofStack) => ofStack.get(key) ?? []),
    `output ${key}`,
  );
}

/** Returns the host name of an API in AWS without a custom domain. */
export function hostOf({ id, region }: ApiDefinition): string {
  return `${id}.execute-api.${region}.amazonaws.com`;
}

/** Tells the APIs apart: the distribution forwards requests to the Management API; the other one is the Partner API. */
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

/** Returns a function that finds an origin of the distribution on this machine: only these APIs, each at its stage. */
export function originLocator(served: ReadonlyMap<ApiDefinition, string>) {
  return (domainName: string, path: string): URL => {
    const [api, origin] = [...served].find(([one]) => hostOf(one) === domainName) ?? [];
    if (api === undefined || origin === undefined) {
      throw new Error(`The origin ${domainName} of the distribution is not on this machine.`);
    }
    // API Gateway refuses a path without the stage; the local gateway has no stage in its URLs.
    if (path !== `/${api.stage}`) throw new Error(`The origin path "${path}" is not the stage /${api.stage}.`);
    return new URL(origin);
  };
}
