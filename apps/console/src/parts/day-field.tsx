import { parseDate } from '@internationalized/date';
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  Group,
  Heading,
  I18nProvider,
  Label,
  Popover,
} from 'react-aria-components';
import { useWords } from '../words.ts';

interface DayFieldProps {
  label: string;
  /** `YYYY-MM-DD`, or null for none. */
  value: string | null;
  onChange: (day: string | null) => void;
  hint?: string;
}

/** A day, typed as the reader writes it (22/11/2026) or chosen in a calendar. Fetched when a page needs it. */
export function DayField({ label, value, onChange, hint }: DayFieldProps) {
  const { lang, t } = useWords();
  return (
    <I18nProvider locale={lang === 'vi' ? 'vi-VN' : 'en-GB'}>
      <DatePicker
        className="day-field"
        value={value === null ? null : parseDate(value)}
        onChange={(day) => onChange(day === null ? null : day.toString().slice(0, 10))}
        shouldForceLeadingZeros
      >
        <Label>{label}</Label>
        <Group className="day-group">
          <DateInput className="day-input">
            {(segment) => <DateSegment segment={segment} className="day-segment" />}
          </DateInput>
          <Button className="day-open" aria-label={t.date.choose}>
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d="M2.5 4.5h11v9h-11zM2.5 7h11M5.5 2.5v3M10.5 2.5v3" />
            </svg>
          </Button>
        </Group>
        {hint === undefined ? null : <p className="hint">{hint}</p>}
        <Popover className="day-popover">
          <Dialog className="day-dialog">
            <Calendar>
              <div className="day-months">
                <Button slot="previous" aria-label={t.date.previous}>
                  ‹
                </Button>
                <Heading />
                <Button slot="next" aria-label={t.date.next}>
                  ›
                </Button>
              </div>
              <CalendarGrid>{(date) => <CalendarCell date={date} className="day-cell" />}</CalendarGrid>
            </Calendar>
          </Dialog>
        </Popover>
      </DatePicker>
    </I18nProvider>
  );
}
