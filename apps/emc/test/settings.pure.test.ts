import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSettings, SETTINGS, SettingError, unknownSettings } from '../src/settings.ts';

test('without any variable, every setting has its documented default', () => {
  expect(readSettings({})).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    recording: true,
    spoolLimit_bytes: 2_147_483_648,
  });
});

test.each([
  ['EMC_PORT', '65536'],
  ['EMC_PORT', '-1'],
  ['EMC_PORT', '8080.5'],
  ['EMC_PORT', '0x50'],
  ['EMC_HOST', 'not a host'],
  ['EMC_DATA_DIR', '/dev/null/data'],
  ['EMC_PUBLIC_URL', 'emc.example.gov.vn'],
  ['EMC_PUBLIC_URL', 'https://emc.example.gov.vn/?a=1'],
  ['EMC_TRUSTED_PROXIES', '10.0.0.0/33'],
  ['EMC_TRUSTED_PROXIES', '10.0.0.1, proxy'],
  ['EMC_COLLECTOR_PATHS', 'tracking'],
  ['EMC_COLLECTOR_PATHS', '/api/v1/x'],
  ['EMC_SPOOL_LIMIT_BYTES', '1'],
  ['EMC_RECORDING', 'maybe'],
  ['EMC_CLICKHOUSE_URL', 'http://127.0.0.1:8123'],
  ['EMC_CLICKHOUSE_URL', 'http://emc:x@10.0.0.2:8123/emc,http://10.0.0.3:8123'],
  ['EMC_POSTGRES_URL', 'mysql://127.0.0.1/emc'],
  ['EMC_AUDIT_HEADS_FILE', '/no/such/directory/heads.txt'],
  ['EMC_LOG_LEVEL', 'loud'],
])('%s=%s is refused with its name, its value and what is allowed', (name, value) => {
  const allowed = SETTINGS.find((setting) => setting.name === name)!.allowed;
  let message = '';
  try {
    readSettings({ [name]: value });
  } catch (error) {
    expect(error).toBeInstanceOf(SettingError);
    message = (error as Error).message;
  }
  expect(message).toContain(`${name}=${JSON.stringify(value)}`);
  expect(message).toContain(allowed);
});

test('any text for any setting is either taken or refused as a setting, never another error', () => {
  fc.assert(
    fc.property(fc.constantFrom(...SETTINGS.map((setting) => setting.name)), fc.string(), (name, value) => {
      try {
        readSettings({ [name]: value });
      } catch (error) {
        expect(error).toBeInstanceOf(SettingError);
      }
    }),
  );
});

test('a misspelt variable is named', () => {
  expect(unknownSettings({ EMC_PROT: '1', EMC_PORT: '1', PATH: '' })).toEqual(['EMC_PROT']);
});

test('several nodes of a cluster can be named, the first with user and database, all with the same port', () => {
  const of = (urls: string) => readSettings({ EMC_CLICKHOUSE_URL: urls, EMC_CLICKHOUSE_CLUSTER: 'emc' });
  const first = 'http://emc:x@10.0.0.2:8123/emc';
  const settings = of(`${first}, http://10.0.0.3:8123,http://10.0.0.4:8123/`);
  expect(settings.clickhouseUrl?.href).toBe(first);
  expect(settings.clickhouseOtherUrls).toEqual(['http://10.0.0.3:8123', 'http://10.0.0.4:8123']);
  expect(of(first).clickhouseOtherUrls).toEqual([]);
  expect(() => of(`${first},http://10.0.0.3:9000`)).toThrow('EMC_CLICKHOUSE_URL');
  expect(() => of(`${first},10.0.0.3`)).toThrow('EMC_CLICKHOUSE_URL');
});
