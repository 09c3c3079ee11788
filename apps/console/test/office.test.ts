import { axeFaults } from '@emc/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOffice, type Office, type Who } from './office-console.ts';
import { sidewaysScroll } from './window.ts';

/** Every page of the signed-in side, and who looks at it. */
const PAGES: Record<string, { vi: string; en: string; who: Who }> = {
  'sign-in': { vi: '/dang-nhap', en: '/en/sign-in', who: 'nobody' },
  account: { vi: '/tai-khoan', en: '/en/account', who: 'body' },
  'a page for others': { vi: '/dieu-hanh', en: '/en/operations', who: 'nobody' },
  'a page of another role': { vi: '/dieu-hanh/nhat-ky', en: '/en/operations/audit', who: 'body' },
  morning: { vi: '/dieu-hanh', en: '/en/operations', who: 'operator' },
  'systems of all bodies': { vi: '/dieu-hanh/he-thong', en: '/en/operations/systems', who: 'operator' },
  campaigns: { vi: '/dieu-hanh/dot-ket-noi', en: '/en/operations/campaigns', who: 'operator' },
  'campaign with proposals': { vi: '/dieu-hanh/dot-ket-noi/1', en: '/en/operations/campaigns/1', who: 'operator' },
  'campaign before its limit': { vi: '/dieu-hanh/dot-ket-noi/2', en: '/en/operations/campaigns/2', who: 'committee' },
  accounts: { vi: '/dieu-hanh/tai-khoan', en: '/en/operations/accounts', who: 'operator' },
  audit: { vi: '/dieu-hanh/nhat-ky', en: '/en/operations/audit?actor=operator-key', who: 'committee' },
  'our side': { vi: '/co-quan/h56/viec-cua-co-quan', en: '/en/bodies/h56/our-side', who: 'body' },
  systems: { vi: '/co-quan/h56/he-thong', en: '/en/bodies/h56/systems', who: 'body' },
  system: { vi: '/he-thong/12', en: '/en/systems/12', who: 'body' },
  'system that never sent': { vi: '/he-thong/14', en: '/en/systems/14', who: 'committee' },
  'import of procedures': { vi: '/co-quan/h56/thu-tuc/nhap', en: '/en/bodies/h56/procedures/import', who: 'body' },
  'a portal of one’s own': { vi: '/cong/227', en: '/en/portals/227', who: 'body' },
  'registering a portal': { vi: '/van-hanh/dang-ky', en: '/en/operate/register', who: 'body' },
};

/** Every page in several looks, on a machine that other tests share. */
const PATIENCE_MS = 240_000;
let office: Office;

beforeAll(async () => {
  office = await startOffice();
});
afterAll(() => office?.stop());

describe('every page of the signed-in side', () => {
  for (const [name, at] of Object.entries(PAGES)) {
    test(
      `${name}: axe finds nothing, nothing scrolls sideways and nothing is reported, from telephone to desk, light and dark`,
      async () => {
        for (const [address, look] of [
          [at.vi, { width: 360 }],
          [at.en, { dark: true }],
        ] as const) {
          const { page, trouble } = await office.open(address, at.who, look);
          expect(await axeFaults(page), address).toEqual([]);
          expect(await sidewaysScroll(page), address).toBeLessThanOrEqual(0);
          await page.setViewportSize({ width: 768, height: 900 });
          // A chart is drawn anew after its place has changed.
          await expect.poll(() => sidewaysScroll(page), { message: `${address} at 768` }).toBeLessThanOrEqual(0);
          expect(trouble, address).toEqual([]);
        }
      },
      PATIENCE_MS,
    );
  }
});
