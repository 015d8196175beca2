import { decide } from '../policy/decide.ts';
import type { PolicyRequest, Statement } from '../policy/policy-document.ts';
import type { RoleDefinition } from '../template/application.ts';
import type { Permissions } from './permissions.ts';

/** One action on one resource, from a statement that may have more. */
interface Grant extends Statement {
  readonly functionName: string;
  readonly usesOf: Map<string, number>;
  uses: number;
}

/** A grant in the file that a run writes at its end. */
export interface GrantUse {
  readonly function: string;
  readonly action: string;
  readonly resource: string;
  readonly condition: string | null;
  /** Number of requests that it allowed. */
  readonly uses: number;
  /** The same for each alternative of its condition, such as a kind of records. */
  readonly usesOf: Readonly<Record<string, number>>;
}

export interface Denied {
  readonly request: PolicyRequest;
  /** True if a statement denies it; false if no statement allows it. */
  readonly explicitly: boolean;
}

/** Checks requests against the roles and counts how often each grant was needed. */
export class Grants {
  readonly #ofRole = new Map<string, Grant[]>();

  add(functionName: string, { arn, statements }: RoleDefinition): void {
    const grants = statements.flatMap((statement) =>
      statement.actions.flatMap((action) =>
        statement.resources.map((resource) => ({
          ...statement,
          functionName,
          actions: [action],
          resources: [resource],
          usesOf: new Map((statement.condition?.alternatives ?? []).map((alternative) => [alternative, 0])),
          uses: 0,
        })),
      ),
    );
    this.#ofRole.set(arn, [...(this.#ofRole.get(arn) ?? []), ...grants]);
  }

  /** Returns the first permission that the role lacks, or null if it has all of them. */
  findDenied({ arn }: RoleDefinition, permissions: Permissions): Denied | null {
    const grants = this.#ofRole.get(arn) ?? [];
    const used = new Map<Grant, Set<string>>();
    for (const request of permissions) {
      const { decision, by } = decide(grants, request);
      if (decision !== 'allow') return { request, explicitly: decision === 'explicit-deny' };
      for (const grant of by) {
        used.set(grant, new Set([...(used.get(grant) ?? []), ...(grant.condition?.matched(request.context) ?? [])]));
      }
    }
    for (const [grant, alternatives] of used) {
      grant.uses += 1;
      for (const alternative of alternatives) grant.usesOf.set(alternative, (grant.usesOf.get(alternative) ?? 0) + 1);
    }
    return null;
  }

  uses(): GrantUse[] {
    return [...this.#ofRole.values()]
      .flat()
      .flatMap(({ effect, functionName, actions, resources, condition, uses, usesOf }) =>
        effect === 'Deny'
          ? []
          : actions.flatMap((action) =>
              resources.map((resource) => ({
                function: functionName,
                action,
                resource,
                condition: condition?.text ?? null,
                uses,
                usesOf: Object.fromEntries(usesOf),
              })),
            ),
      );
  }
}
