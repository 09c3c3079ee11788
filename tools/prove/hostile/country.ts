import type { Installation } from '../installation.ts';
import type { Target } from './flood.ts';

/** How large the register is while the floods come. */
export interface Size {
  portals: number;
  procedures: number;
}

const HOST = 'portal.gov.vn';
const AT_ONCE = 8;
const LINES_A_FILE = 20_000;
const FIRST_CODE = 100_000;

/** Registers portals and procedures, spread over all bodies, through the API. */
export async function registerCountry(emc: Installation, { portals, procedures }: Size): Promise<Target> {
  const { items: bodies } = (await emc.api('GET', '/bodies')) as { items: { code: string }[] };
  const bodyCodes = bodies.map(({ code }) => code);
  const siteIds = await registerPortals(emc, bodyCodes, portals);
  for (let first = 0; first < procedures; first += LINES_A_FILE) {
    const csv = procedureFile(bodyCodes, first, Math.min(procedures, first + LINES_A_FILE));
    await emc.api('POST', '/procedures/import', { csv });
  }
  const system = { bodyCode: bodyCodes[0], name: 'Hệ thống một cửa' };
  const { key: systemKey } = (await emc.api('POST', '/systems', system)) as { key: string };
  return { port: emc.port!, siteIds, host: HOST, operatorKey: emc.operatorKey, bodyCodes, systemKey };
}

async function registerPortals(emc: Installation, bodyCodes: readonly string[], portals: number): Promise<number[]> {
  const siteIds: number[] = [];
  let next = 0;
  const one = async (): Promise<void> => {
    for (let number = next++; number < portals; number = next++) {
      const url = number === 0 ? `https://${HOST}` : `https://p${number}.${HOST}`;
      const portal = { bodyCode: bodyCodes[number % bodyCodes.length], name: `Cổng số ${number}`, kind: 'other', url };
      const { siteId } = (await emc.api('POST', '/portals', portal)) as { siteId: number };
      siteIds[number] = siteId;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return siteIds;
}

function procedureFile(bodyCodes: readonly string[], from: number, to: number): string {
  const lines = ['ma_co_quan,ma_thu_tuc,ten_thu_tuc,linh_vuc,muc_do,co_phi,thanh_toan_truc_tuyen'];
  for (let number = from; number < to; number += 1) {
    const code = `1.${FIRST_CODE + number}`;
    lines.push(
      `${bodyCodes[number % bodyCodes.length]},${code},Đăng ký việc số ${number},Hộ tịch,Toàn trình,Không,Không`,
    );
  }
  return lines.join('\n');
}
