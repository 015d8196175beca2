import { DEMO_USER, type DemoData } from './demo-data.ts';

/** Origins without a path. */
export interface Origins {
  readonly partner_api: string;
  readonly hub: string;
  readonly mailbox: string;
}

/** Prints how to use the local run; the last line is `ready {…}`. */
export function printWelcome(origins: Origins, dataDirectory: string, demo: DemoData | null): void {
  const { partner_api: partnerApi, hub, mailbox } = origins;
  console.log(`Partner Hub   ${hub} (sign in as ${DEMO_USER.email} with ${DEMO_USER.password})`);
  console.log(`Partner API   ${partnerApi}/api/v2`);
  console.log(`Mailbox       ${mailbox} (codes by e-mail and WhatsApp)`);
  console.log(`Data and logs ${dataDirectory}`);
  if (demo === null) {
    console.log('The demo data is from an earlier run, which showed its key. "npm start -- --fresh" starts over.');
  } else {
    const clients = `${partnerApi}/api/v2/partners/${demo.partner_id}/clients`;
    console.log('\nCall the Partner API with an API key, and with a legacy token:');
    console.log(`  curl -s ${clients} -H 'x-api-key: ${demo.api_key}'`);
    console.log(`  curl -s ${clients} -H 'Authorization: Bearer ${demo.legacy_token}'`);
    console.log('Revoke the key; the next call with it is refused:');
    console.log(`  npm run operator -- key revoke ${demo.api_key.split('_').slice(2, 4).join(' ')}\n`);
    console.log(`demo ${JSON.stringify(demo)}`);
  }
  console.log('Press Ctrl-C to stop. The data is kept for the next start.');
  console.log(`ready ${JSON.stringify(origins)}`);
}
