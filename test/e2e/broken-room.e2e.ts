import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDesk } from './desk.ts';

test('a room that breaks is reported without data, takes nothing else along, and opens again', async () => {
  const desk = await openDesk({}, { viewport: { width: 1280, height: 720 } });
  onTestFinished(() => desk.close());
  const { page, data } = desk;
  // An answer that no host of ours gives, and that the room can not draw.
  await page.route('**/call', async (route) => {
    const { name } = route.request().postDataJSON() as { name: string };
    if (name !== 'prescriber.list') return route.fallback();
    return route.fulfill({ json: { ok: true, value: { DOE: 'Jane' } } });
  });
  const scan = page.getByLabel('Scan or search anything');
  await scan.fill('typed before');
  await page.evaluate(() => (window.location.hash = '#/prescribers'));
  const alert = page.getByRole('alert').filter({ hasText: 'This room broke' });
  await alert.getByText(/incident [0-9a-f]{12}/).waitFor();
  expect(await scan.inputValue()).toBe('typed before');
  const incident = readFileSync(join(data, 'incidents.log'), 'utf8');
  expect(JSON.parse(incident)).toMatchObject({
    command: 'incident.report',
    kind: 'TypeError in prescribers',
  });
  expect(incident).not.toMatch(/DOE|Jane/);

  // Another room is not broken, and this one stays so until it is asked again.
  await page.evaluate(() => (window.location.hash = '#/patients'));
  await page.getByRole('heading', { name: 'Patients' }).waitFor();
  expect(await alert.count()).toBe(0);
  await page.evaluate(() => (window.location.hash = '#/prescribers'));
  await alert.waitFor();

  await page.unroute('**/call');
  await alert.getByRole('button', { name: 'Open the room again' }).click();
  await page.getByRole('heading', { name: 'Prescribers' }).waitFor();
  expect(await alert.count()).toBe(0);
  expect(await scan.inputValue()).toBe('typed before');
});
