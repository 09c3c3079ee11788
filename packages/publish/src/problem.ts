import { EmcError, ERRORS, type ErrorCode, type Language, type Problem, type WordsInBoth } from '@emc/contract';

/** What Fastify refuses by itself, in words of ours. */
const BY_FASTIFY: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media-type-not-supported',
  FST_ERR_CTP_INVALID_JSON_BODY: 'bad-request',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'bad-request',
  FST_ERR_BAD_URL: 'bad-request',
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
};

/** PostgreSQL: a text holds what it cannot keep, which is U+0000 alone, plain or within JSON. Each store says itself when it is away. */
const BY_STORE: Record<string, ErrorCode> = {
  '22021': 'bad-request',
  '22P05': 'bad-request',
  'store-unavailable': 'store-unavailable',
  'data-damaged': 'data-damaged',
  'question-too-large': 'question-too-large',
};
const NUL = {
  vi: 'Có ký tự U+0000 trong một trường hoặc tham số',
  en: 'A field or parameter holds the character U+0000',
};

const DETAILS: Partial<Record<string, WordsInBoth>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    vi: 'Giới hạn là 64 KiB (1 KiB ở địa chỉ không nhận nội dung), trừ khi tài liệu của địa chỉ này nêu giới hạn khác',
    en: 'The limit is 64 KiB (1 KiB at an address that takes no body), unless its documentation states another',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { vi: 'Chỉ nhận application/json', en: 'Only application/json is taken' },
  FST_ERR_CTP_INVALID_JSON_BODY: { vi: 'Nội dung không phải là JSON hợp lệ', en: 'The body is not valid JSON' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    vi: 'Content-Length khác độ dài thật của nội dung',
    en: 'Content-Length is not the length of the body',
  },
  FST_ERR_BAD_URL: {
    vi: 'Địa chỉ có chuỗi %xx không giải mã được',
    en: 'The address holds a %xx that cannot be decoded',
  },
  '22021': NUL,
  '22P05': NUL,
  FST_ERR_MAX_PARAM_LENGTH: { vi: 'Một phần của địa chỉ quá dài', en: 'A part of the address is too long' },
  internal: { vi: 'Chi tiết nằm trong nhật ký của hệ thống', en: 'The details are in the log of the system' },
  'store-unavailable': {
    vi: 'Không nối được tới kho dữ liệu, hoặc kho không đọc, ghi được',
    en: 'A store cannot be reached, or cannot read or write',
  },
  'question-too-large': {
    vi: 'Câu hỏi này cần nhiều bộ nhớ hoặc thời gian hơn mức dành cho một câu hỏi; các câu hỏi khác không bị ảnh hưởng',
    en: 'This question needs more memory or time than one may take; others are not affected',
  },
  'data-damaged': {
    vi: 'Một phần dữ liệu của khoảng thời gian này không đọc được; các ngày bị hỏng nêu tại /api/v1/health',
    en: 'A part of the data of this period cannot be read; the damaged days are named at /api/v1/health',
  },
};

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

/**
 * Whatever was thrown, as a refusal with a code of the contract. `cause` keeps what was thrown, for the log only: nothing
 * of an unforeseen error reaches the answer, nor what a store's driver says, which may name addresses.
 */
export function refusalOf(error: unknown, language: Language): EmcError {
  const thrown = codeOf(error);
  if (error instanceof EmcError && BY_STORE[thrown] === undefined) return error;
  const code = BY_FASTIFY[thrown] ?? BY_STORE[thrown] ?? clientFault(error);
  const refusal = new EmcError(code, (DETAILS[thrown] ?? DETAILS[code] ?? ERRORS[code].title)[language]);
  refusal.cause = error;
  return refusal;
}

/** Fastify has more ways to refuse a request than the table names; they carry a 4xx status. */
function clientFault(error: unknown): ErrorCode {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  return codeOf(error).startsWith('FST_') && status >= 400 && status < 500 ? 'bad-request' : 'internal';
}

/** The refusal as RFC 9457 has it. @param id the id of the request, which the log carries too */
export function problemOf(refusal: EmcError, language: Language, id: string): Problem {
  const entry = ERRORS[refusal.code];
  return {
    type: `/docs/errors#${refusal.code}`,
    title: entry.title[language],
    status: entry.status,
    detail: refusal.detail,
    code: refusal.code,
    instance: `urn:uuid:${id}`,
    errors: refusal.errors,
    remedy: entry.remedy[language],
  };
}
