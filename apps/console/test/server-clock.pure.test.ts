import { expect, test } from 'vitest';
import { noteServerTime, serverTime } from '../src/api/server-clock.ts';
import { dayOf } from '../src/days.ts';

test('today is that of the server, whatever the clock of the device says; an answer without a time changes nothing', () => {
  const device_ms = Date.now();
  expect(serverTime(device_ms)).toBe(device_ms);
  noteServerTime('2024-01-18T09:00:00+07:00');
  expect(dayOf(serverTime())).toBe('2024-01-18');
  noteServerTime(undefined);
  expect(dayOf(serverTime())).toBe('2024-01-18');
  noteServerTime(new Date().toISOString());
  expect(serverTime(device_ms)).toBe(device_ms);
});
