import type { FileInPieces } from '@emc/contract';
import type { Handled } from './catalogue-copy.ts';
import { type Column, COLUMN_NAMES } from './columns.ts';
import { inTurns } from './in-turns.ts';
import { LEVEL_WORDS } from './read-cells.ts';

/** So that spreadsheets read UTF-8. */
const BYTE_ORDER_MARK = '\u{FEFF}';

/** So much text is made before it becomes bytes and is forgotten: far less than what a connection takes at once. */
const PIECE_LENGTH = 32_768;

/**
 * The procedures in the form that the import takes (RFC 4180), a line for each and below it one for each of its
 * services. Imported again, nothing changes. `hieu_luc_tu` is left empty: what somebody changes in the file then holds
 * from the day of the import, and the past stays as it was. Made in turns: a country's file is some forty megabytes.
 */
export async function exportCsv(handled: readonly Handled[]): Promise<FileInPieces> {
  const pieces: Uint8Array[] = [];
  let text = BYTE_ORDER_MARK + lineOf(COLUMN_NAMES);
  await inTurns(handled, (one) => {
    for (const cells of linesOf(one)) text += lineOf(COLUMN_NAMES.map((name) => cells[name] ?? ''));
    if (text.length < PIECE_LENGTH) return;
    pieces.push(Buffer.from(text));
    text = '';
  });
  return text === '' ? pieces : [...pieces, Buffer.from(text)];
}

function lineOf(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function linesOf({ bodyCode, procedure, version }: Handled): Partial<Record<Column, string>>[] {
  const { content } = version;
  const own = {
    ma_co_quan: bodyCode,
    ma_thu_tuc: content.localCode ?? procedure.code,
    ten_thu_tuc: content.nameVi,
    ten_tieng_anh: content.nameEn ?? '',
    ma_linh_vuc: content.fieldCode ?? '',
    linh_vuc: content.fieldVi,
    muc_do: LEVEL_WORDS[content.level],
    co_phi: yesNo(content.hasFee),
    thanh_toan_truc_tuyen: yesNo(content.onlinePayment),
    thoi_han_ngay: content.statutoryDays === null ? '' : String(content.statutoryDays),
  };
  const services = content.services.map(({ number, nameVi, level }) => ({
    ma_co_quan: bodyCode,
    // Behind the form with a new agency code, .NN would read as a unit of the agency.
    ma_thu_tuc: `${procedure.code}.${number}`,
    ten_thu_tuc: nameVi,
    muc_do: LEVEL_WORDS[level],
  }));
  return [own, ...services];
}

function yesNo(value: boolean): string {
  return value ? 'Có' : 'Không';
}

/** The tables take no text that a spreadsheet would run as a formula, so none has to be made harmless here. */
function cell(text: string): string {
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
