import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLive } from '../api/live.ts';
import { boardQuery } from '../api/figures.ts';
import { MinuteBars } from '../charts/minute-bars.tsx';
import { BodySquares } from '../charts/body-squares.tsx';
import { useNow } from '../parts/clock.ts';
import { Go } from '../parts/go.tsx';
import { LiveLine } from '../parts/live-line.tsx';
import { useWords } from '../words.ts';

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
          <strong>{f.number(live?.last30Minutes.visitors)}</strong> {t.wall.visitors}
        </p>
        <p className="wall-figure">
          <strong>{f.number(live?.last30Minutes.pageViews)}</strong> {t.wall.views}
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
        <p className="wall-figure wall-small">
          <strong>
            {f.number(live?.portals.receiving)}
            <small>/{f.number(live?.portals.registered)}</small>
          </strong>{' '}
          {t.wall.portals}
        </p>
      </section>
      <section className="wall-today" aria-label={t.country.today}>
        <p className="wall-figure wall-small">
          <strong>{f.number(live?.today.visitors)}</strong> {t.wall.todayVisitors}
        </p>
        <p className="wall-figure wall-small">
          <strong>{f.number(live?.today.pageViews)}</strong> {t.wall.todayViews}
        </p>
      </section>
    </main>
  );
}
