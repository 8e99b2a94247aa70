// The manifest asks for what has a reason, and for nothing else; who adds a permission says here and in SECURITY.md what
// it is for. This reads files; it needs no browser.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { repository } from '../support/repository';

const manifest = JSON.parse(readFileSync(join(repository, 'dist/extension/manifest.json'), 'utf8'));
const security = readFileSync(join(repository, 'SECURITY.md'), 'utf8');

const PERMISSIONS: Record<string, string> = {
  alarms:
    'changes that wait go on, lists are renewed, stores are swept, while no page keeps the worker awake',
  declarativeNetRequestWithHostAccess: 'a change that the browser would repeat by itself is stopped',
  idle: 'nobody is reminded, and nothing is read for nobody, while the device is unused',
  notifications: 'orders that are overdue are told of',
  scripting: 'pages that were open before an update get the new script',
  sidePanel: 'the board stands beside the admin',
  storage: 'sealed keys and settings, and the views that pages paint',
};
const HOSTS: Record<string, string> = {
  'https://admin.shopify.com/*': 'the badges stand in its lists',
  'https://api.ultimate-custom-order-status.apps.msmtech.ca/*': "the service's API",
};

test('each permission has a reason, in this list and in SECURITY.md', () => {
  expect(manifest.permissions.toSorted()).toEqual(Object.keys(PERMISSIONS).toSorted());
  expect(manifest.host_permissions.toSorted()).toEqual(Object.keys(HOSTS).toSorted());
  for (const name of [...manifest.permissions, ...manifest.host_permissions])
    expect(security, `SECURITY.md says what ${name} is for`).toContain(`\`${name}\``);
});

test('nothing opens the extension to others', () => {
  for (const member of ['optional_permissions', 'optional_host_permissions', 'web_accessible_resources'])
    expect(manifest[member], member).toBeUndefined();
  expect(manifest.externally_connectable).toEqual({ ids: [], matches: [] });
  expect(manifest.content_scripts).toEqual([
    {
      matches: ['https://admin.shopify.com/store/*'],
      js: ['content.js'],
      run_at: 'document_start',
      all_frames: false,
    },
  ]);
  const policy: string = manifest.content_security_policy.extension_pages;
  const directives = Object.fromEntries(
    policy.split('; ').map((each) => {
      const [name = '', ...values] = each.split(' ');
      return [name, values.join(' ')];
    }),
  );
  expect(directives).toMatchObject({
    'default-src': "'none'",
    'script-src': "'self' 'wasm-unsafe-eval'",
    'connect-src': "'self' https://api.ultimate-custom-order-status.apps.msmtech.ca",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  });
});
