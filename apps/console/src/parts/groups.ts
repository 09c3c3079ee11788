import type { BodyWithConnection } from '@emc/contract';

/** Ministries with the agencies beside them, and provinces with the cities: bodies are compared within these two only. */
export type Group = 'ministries' | 'provinces';
export const GROUPS: readonly Group[] = ['ministries', 'provinces'];

export function groupOf(kind: BodyWithConnection['kind']): Group {
  return kind === 'ministry' || kind === 'government-agency' ? 'ministries' : 'provinces';
}

/** Codes begin with G for ministries and agencies, with H for provinces and cities (Decision 20/2020/QĐ-TTg). */
export const groupOfCode = (code: string): Group => (code.startsWith('H') ? 'provinces' : 'ministries');
