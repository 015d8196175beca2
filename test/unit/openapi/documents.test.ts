import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { PARTNER_API_CODES } from '../../../lambdas/contract/errors.ts';
import { PROBLEMS } from '../../../lambdas/contract/problems.ts';
import { OPENAPI_DOCUMENTS } from '../../../tools/openapi/documents.ts';

const DIRECTORY = join(import.meta.dirname, '..', '..', '..', 'docs', 'openapi');

async function findingsOf(source: string) {
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source, absoluteRef: 'document.json', config });
  return problems.map(({ ruleId, message, location }) => ({ ruleId, message, at: location[0]?.pointer }));
}

describe.each(Object.entries(OPENAPI_DOCUMENTS))('docs/openapi/%s', (name, document) => {
  const committed = readFileSync(join(DIRECTORY, name), 'utf8');

  it('is what the schemas say: otherwise run "npm run openapi"', () => {
    expect(JSON.parse(committed)).toEqual(JSON.parse(JSON.stringify(document())));
  });

  it('keeps every recommended rule of the linter', async () => {
    expect(await findingsOf(committed)).toEqual([]);
  });

  it('is judged by a linter that finds something where there is something', async () => {
    const broken = committed.replace(/"operationId": "[^"]+",/, '');

    expect(await findingsOf(broken)).toMatchObject([{ ruleId: 'operation-operationId' }]);
  });

  it('shows a secret or token of nobody', () => {
    expect(committed).not.toMatch(/eyJ[A-Za-z0-9_-]+\.|\$context|undefined/);
  });
});

it('every code of the Management API can be answered by some call', () => {
  const committed = readFileSync(join(DIRECTORY, 'management-api.json'), 'utf8');
  const { components } = JSON.parse(committed);

  expect(Object.keys(components.examples).toSorted()).toEqual(Object.keys(PROBLEMS).toSorted());
});

// A path that is no route has no operation.
it('every other code of the Partner API can be answered by some call', () => {
  const committed = readFileSync(join(DIRECTORY, 'partner-api.json'), 'utf8');
  const { components } = JSON.parse(committed);

  const codes = Object.keys(PARTNER_API_CODES).filter((code) => code !== 'not_found');
  expect(Object.keys(components.examples).toSorted()).toEqual(codes.toSorted());
});
