import type { ConnectionBoard } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { type CSSProperties, useEffect } from 'react';
import { boardQuery, countryQuery } from '../api/figures.ts';
import { useLive } from '../api/live.ts';
import { usageQuery } from '../api/queries.ts';
import { MinuteBars } from '../charts/minute-bars.tsx';
import { BodySquares } from '../charts/body-squares.tsx';
import { addDays, dayOf } from '../days.ts';
import { useNow } from '../parts/clock.ts';
import { Go } from '../parts/go.tsx';
import { LiveLine } from '../parts/live-line.tsx';
import { ShareBar } from '../parts/score-bar.tsx';
import { useWords } from '../words.ts';

const MOST_NAMES = 4;

/** For the wall of the operations room: few figures, readable from five metres, renewed by themselves. */
export function WallPage() {
  const { t, f, at } = useWords();
  const { live } = useLive();
  const now = new Date(useNow(1000)).toISOString();
  const board = useQuery(boardQuery({})).data;
  const minutes = live?.last30Minutes.pageViewsByMinute ?? Array.from({ length: 30 }, () => 0);
  const connected = f.number(board?.counts.connected);
  const connection = t.overview.fully(connected, f.number(board?.counts.bodies));
  useEffect(() => {
    document.title = `${t.wall.title} · EMC`;
  }, [t]);
  return (
    <main className="wall" id="content">
      <header className="wall-head">
        <h1>
          <Go to={at.country()} title={t.wall.back}>
            EMC
          </Go>{' '}
          <span>{t.country.title}</span>
        </h1>
        <LiveLine />
        <time className="wall-clock">{f.minute(now)}</time>
      </header>
      <section className="wall-now" aria-label={t.country.now}>
        <p className="wall-figure">
          <Big text={f.number(live?.last30Minutes.visitors)} /> {t.wall.visitors}
        </p>
        <p className="wall-figure">
          <Big text={f.number(live?.last30Minutes.pageViews)} /> {t.wall.views}
        </p>
        <MinuteBars
          minutes={minutes}
          sentence={`${t.country.sparkline}. ${t.country.sparklineText(f.number(Math.max(...minutes)), f.number(minutes.at(-1)))}`}
        />
      </section>
      <section className="wall-connection" aria-label={t.frame.connection}>
        <p className="wall-figure">
          <strong>
            {connected}
            <small>/{f.number(board?.counts.bodies)}</small>
          </strong>{' '}
          {t.wall.connected}
        </p>
        <BodySquares bodies={board?.items ?? []} sentence={connection} />
        {board === undefined ? null : <Fallen board={board} />}
        <p className="wall-figure wall-small">
          <strong>
            {f.number(live?.portals.receiving)}
            <small>/{f.number(live?.portals.registered)}</small>
          </strong>{' '}
          {t.wall.portals}
        </p>
      </section>
      <WallToday />
    </main>
  );
}

/** A figure as large as its place allows: millions are longer than hundreds. */
function Big({ text }: { text: string }) {
  return <strong style={{ '--length': text.length } as CSSProperties}>{text}</strong>;
}

/** Bodies that were fully connected until yesterday or today. */
function Fallen({ board }: { board: ConnectionBoard }) {
  const { t, nameOf } = useWords();
  const yesterday = addDays(board.asOf, -1);
  const fallen = board.items.filter(
    ({ state, changedOn }) => state !== 'connected' && changedOn !== null && changedOn >= yesterday,
  );
  if (fallen.length === 0) return null;
  const names = fallen.slice(0, MOST_NAMES).map(nameOf).join(', ');
  return (
    <p className="wall-fallen">
      {t.wall.fallen} <strong>{names}</strong>
      {fallen.length > MOST_NAMES ? ', …' : ''}
    </p>
  );
}

/** Today beside the whole of yesterday, and this month's share of dossiers handed in online beside its goal. */
function WallToday() {
  const { t, f } = useWords();
  const { live } = useLive();
  const today = dayOf(useNow(60_000));
  const usage = useQuery(usageQuery({ kind: 'country' }, { from: today, to: today, interval: 'hour' })).data;
  const online = useQuery(countryQuery({})).data?.headline.find(({ id }) => id === 'online');
  const figures = [
    { name: t.wall.todayVisitors, now: live?.today.visitors, before: usage?.previous.visitors },
    { name: t.wall.todayViews, now: live?.today.pageViews, before: usage?.previous.pageViews },
  ];
  return (
    <section className="wall-today" aria-label={t.country.today}>
      {figures.map(({ name, now, before }) => (
        <p key={name} className="wall-figure wall-small">
          <Big text={f.number(now)} /> {name}
          <small>
            {now === undefined || !before ? ' ' : t.country.todayOf(f.percentShort(now / before), f.number(before))}
          </small>
        </p>
      ))}
      <div className="wall-figure wall-small">
        <Big text={f.percent(online?.value)} /> {t.wall.online}
        <ShareBar value={online?.value ?? null} goal={online?.goal ?? null} />
        {online?.goal == null ? null : <small>{t.figures.goal(f.percentShort(online.goal))}</small>}
      </div>
    </section>
  );
}
