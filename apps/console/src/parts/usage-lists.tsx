import type { Usage } from '@emc/contract';
import { BarList, type BarRow } from '../charts/bar-list.tsx';
import { useWords, type Words } from '../words.ts';

/** What stands for values beyond those that a day has places for; see OTHER_VALUE of the contract. */
const OTHER = 'other';

const named = (value: string, t: Words['t']): string => (value === OTHER ? t.usage.other : value);

const plainRows = (
  counts: readonly { value: string; count: number }[] | null,
  name: (value: string) => string = (value) => value,
): BarRow[] | null =>
  counts && counts.map(({ value, count }) => ({ key: value, label: name(value), plain: name(value), count }));

const pageRows = ({ pages }: Usage, t: Words['t']): BarRow[] | null =>
  pages &&
  pages.map(({ host, path, title, pageViews }) => ({
    key: `${host}${path}`,
    label: (
      <>
        {path === OTHER ? t.usage.other : title === '' || title === OTHER ? t.usage.untitled : title}
        <small>
          {named(host, t)}
          {path === OTHER ? null : path}
        </small>
      </>
    ),
    plain: `${host}${path}`,
    count: pageViews,
  }));

const serviceRows = ({ services }: Usage, t: Words['t']): BarRow[] | null =>
  services &&
  services.map(({ code, views, submissions }) => ({
    key: code,
    label: code === '' ? t.usage.otherServices : code === OTHER ? t.usage.other : <code>{code}</code>,
    plain: code === '' ? t.usage.otherServices : code,
    count: views,
    second: submissions,
  }));

const referrerRows = ({ referrers }: Usage, t: Words['t']): BarRow[] | null =>
  referrers &&
  referrers.map(({ kind, value, count: n }) => ({
    key: `${kind}|${value}`,
    label:
      value === '' ? (
        (t.referrer[kind] ?? kind)
      ) : (
        <>
          {named(value, t)}
          <small>{t.referrer[kind] ?? kind}</small>
        </>
      ),
    plain: value === '' ? kind : `${kind}: ${value}`,
    count: n,
  }));

const eventRows = ({ events }: Usage, t: Words['t']): BarRow[] | null =>
  events &&
  events.map((event) => ({
    key: `${event.category}|${event.action}|${event.name}`,
    label:
      event.category === OTHER
        ? t.usage.other
        : [event.category, event.action, named(event.name, t)].filter(Boolean).join(' · '),
    plain: [event.category, event.action, event.name].filter(Boolean).join(' / '),
    count: event.count,
  }));

/** What was viewed, by whom and from where: ranked lists of one period. */
export function UsageLists({ usage, file }: { usage: Usage; file: string }) {
  const { t } = useWords();
  const { visits, count, what } = t.usage;
  const word = (texts: Record<string, string>) => (value: string) => texts[value] ?? value;
  const base = `${file}-${usage.period.from}-${usage.period.to}`;
  const other = (value: string) => named(value, t);
  const some: [string, string, BarRow[] | null][] = [
    [t.usage.downloads, 'downloads', plainRows(usage.downloads, other)],
    [t.usage.outlinks, 'outlinks', plainRows(usage.outlinks, other)],
    [t.usage.searches, 'searches', plainRows(usage.searches, other)],
    [t.usage.events, 'events', eventRows(usage, t)],
  ];
  return (
    <div className="lists">
      <BarList
        title={t.usage.pages}
        heads={[t.usage.path, t.usage.views]}
        rows={pageRows(usage, t)}
        file={`${base}-pages`}
      />
      <BarList
        title={t.usage.services}
        heads={[t.usage.service, t.usage.views, t.usage.submissions]}
        rows={serviceRows(usage, t)}
        file={`${base}-services`}
      />
      <BarList
        title={t.usage.referrers}
        heads={[what, visits]}
        rows={referrerRows(usage, t)}
        file={`${base}-referrers`}
      />
      <BarList
        title={t.usage.devices}
        heads={[what, visits]}
        rows={plainRows(usage.devices, word(t.device))}
        file={`${base}-devices`}
      />
      <BarList
        title={t.usage.browsers}
        heads={[what, visits]}
        rows={plainRows(usage.browsers)}
        file={`${base}-browsers`}
        first={6}
      />
      <BarList
        title={t.usage.systems}
        heads={[what, visits]}
        rows={plainRows(usage.operatingSystems)}
        file={`${base}-systems`}
        first={6}
      />
      {some
        .filter(([, , rows]) => rows === null || rows.length > 0)
        .map(([title, name, rows]) => (
          <BarList key={name} title={title} heads={[what, count]} rows={rows} file={`${base}-${name}`} first={6} />
        ))}
    </div>
  );
}
