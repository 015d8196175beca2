import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BLOCKED_BY_BROWSERS } from '../../local/services/dynamodb/out-of-reach.ts';
import { runInfo } from '../support/local-run.ts';
import { closePages, type HubPage, openPage } from './hub-page.ts';

let tab: HubPage;

beforeAll(async () => {
  tab = await openPage();
}, 60_000);
afterAll(closePages);

/** Whether a page of no origin that the run knows gets any response, readable or not. */
function isReached(url: string): Promise<boolean> {
  return tab.page.evaluate(
    (address) =>
      fetch(address, { method: 'POST', mode: 'no-cors', body: '{}' }).then(
        () => true,
        () => false,
      ),
    url,
  );
}

// The server responds to every page: a page that reached it could read and write the local records.
test('no page reaches the embedded DynamoDB server', async () => {
  const { dynamodb_endpoint: database, schedules_endpoint: other } = runInfo();

  expect(await isReached(database)).toBe(false);
  // The page can reach a server that refuses it, so it is the port that keeps it away.
  expect(await isReached(other)).toBe(true);
});

test.each(BLOCKED_BY_BROWSERS)('the browser does not connect to port %i for a visit either', async (port) => {
  await expect(tab.page.goto(`http://127.0.0.1:${port}/`)).rejects.toThrow('ERR_UNSAFE_PORT');
});
