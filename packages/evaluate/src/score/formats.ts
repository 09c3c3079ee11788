import { inBoth, type Language } from '@emc/contract';

/** Numbers as the two readerships write them: 1.234,5 and 1,234.5. */
interface Formats {
  /** At most two decimals. */
  number: (value: number) => string;
  /** A share in hundredths: 68.54 → 68,54% */
  percent: (hundredths: number) => string;
  /** Points: always two decimals. */
  points: (value: number) => string;
}

const LOCALES = { vi: 'vi-VN', en: 'en-US' };
const FORMATS: Record<Language, Formats> = inBoth((language) => formatsBy(LOCALES[language]));

export function formatsOf(language: Language): Formats {
  return FORMATS[language];
}

function formatsBy(locale: string): Formats {
  const short = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const long = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return {
    number: (value) => short.format(value),
    percent: (hundredths) => `${short.format(hundredths)}%`,
    points: (value) => long.format(value),
  };
}
