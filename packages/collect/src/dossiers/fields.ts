import type { DossierDropReason, Redaction } from '@emc/contract';
import { canHaveHappened, readLocalTime } from './times.ts';

/** What is wrong with a record: in our words, never in the sender's. */
export interface Fault {
  /** Place in the list, from 1; 0 = the request itself. */
  record: number;
  /** Name of the field; '' = the record as a whole. */
  field: string;
  reason: DossierDropReason;
  /** What is allowed. */
  vi: string;
  en: string;
}

/** What a record's reading needs beside its fields. */
export interface ReadOptions {
  systemId: number;
  /** Of the digest under which a dossier without an official code is known. */
  secret: Buffer;
  redaction: Redaction;
  now_ms: number;
  /** Whether the envelope is called an update of what was sent before. */
  updating: boolean;
}

/** Names of the fields that are read, by themselves and by their lower-case form: products differ in capitals. */
export type AllowList = ReadonlyMap<string, string>;

export function allowList(names: readonly string[]): AllowList {
  return new Map(names.flatMap((name) => [name, name.toLowerCase()].map((spelling) => [spelling, name])));
}

/** Leaves of a record the fields of the allow-list, under their own names; of any other not even the value is looked at. */
export function pick(record: object, allowed: AllowList): Map<string, unknown> {
  const kept = new Map<string, unknown>();
  const values = record as Record<string, unknown>;
  for (const sent of Object.keys(record)) {
    const name = allowed.get(sent) ?? allowed.get(sent.toLowerCase());
    const value = name === undefined ? null : values[sent];
    if (name !== undefined && value !== null && value !== '') kept.set(name, value);
  }
  return kept;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const TEXT = { vi: 'phải là chuỗi ký tự', en: 'is to be text' };
const LIST = { vi: 'phải là danh sách', en: 'is to be a list' };
const TIME = {
  vi: 'phải có dạng yyyyMMddHHmmss, giờ Việt Nam, từ năm 2000 đến 2099',
  en: 'is to be yyyyMMddHHmmss, time of Viet Nam, from 2000 to 2099',
};
const FUTURE = { vi: 'là thời điểm trong tương lai', en: 'lies in the future' };

/** Reads the fields of one record and notes what is wrong with them; what is wrong reads as not said. */
export class Fields {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #record: number;
  readonly #prefix: string;
  readonly #faults: Fault[];

  /**
   * @param values as {@link pick} gives them
   * @param prefix before the names of fields in faults: `DanhSachHoSoBoSung[2].`
   */
  constructor(values: ReadonlyMap<string, unknown>, record: number, faults: Fault[], prefix = '') {
    this.#values = values;
    this.#record = record;
    this.#faults = faults;
    this.#prefix = prefix;
  }

  /** Trimmed; '' = not said. */
  text(name: string): string {
    const value = this.#values.get(name);
    if (value === undefined) return '';
    if (typeof value === 'string') return value.trim();
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    this.fault(name, 'bad-shape', TEXT);
    return '';
  }

  /** Something that happened, Unix milliseconds; 0 = not said. */
  time(name: string, now_ms: number): number {
    const time_ms = this.dueTime(name);
    if (time_ms === 0 || canHaveHappened(time_ms, now_ms)) return time_ms;
    this.fault(name, 'bad-time', FUTURE);
    return 0;
  }

  /** A time that may lie ahead, Unix milliseconds; 0 = not said. */
  dueTime(name: string): number {
    const text = this.text(name);
    if (text === '') return 0;
    const time_ms = readLocalTime(text);
    if (time_ms === undefined) this.fault(name, 'bad-time', TIME);
    return time_ms ?? 0;
  }

  /** One of the keys of a table, as its value. @param whenAbsent what nothing said means; undefined = it must be said */
  choice<Value>(name: string, choices: ReadonlyMap<string, Value>, whenAbsent?: Value): Value | undefined {
    const text = this.text(name);
    if (text === '' && whenAbsent !== undefined) return whenAbsent;
    const value = choices.get(text);
    if (value === undefined) {
      const all = [...choices.keys()].join(', ');
      this.fault(name, 'bad-shape', { vi: `phải là một trong: ${all}`, en: `is to be one of ${all}` });
    }
    return value;
  }

  /** The items of a list that are records, each with the fields of `allowed`. */
  list(name: string, allowed: AllowList): Fields[] {
    return this.#items(name).flatMap((item, at) =>
      isRecord(item) ? [new Fields(pick(item, allowed), this.#record, this.#faults, `${name}[${at + 1}].`)] : [],
    );
  }

  /** Length of a list; 0 = not said. */
  count(name: string): number {
    return this.#items(name).length;
  }

  fault(name: string, reason: DossierDropReason, allowed: { vi: string; en: string }): void {
    this.#faults.push({ record: this.#record, field: this.#prefix + name, reason, ...allowed });
  }

  #items(name: string): unknown[] {
    const value = this.#values.get(name);
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    this.fault(name, 'bad-shape', LIST);
    return [];
  }
}
