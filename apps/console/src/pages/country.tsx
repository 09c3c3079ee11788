import { useQuery } from '@tanstack/react-query';
import { useLive } from '../api/live.ts';
import { bodiesQuery, usageQuery } from '../api/queries.ts';
import { BodySquares } from '../charts/body-squares.tsx';
import { MinuteBars } from '../charts/minute-bars.tsx';
import { dayOf } from '../days.ts';
import { useNow } from '../parts/clock.ts';
import { Go } from '../parts/go.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { ShapeMark } from '../parts/state-mark.tsx';
import { Ticker } from '../parts/ticker.tsx';
import { UsageSection } from '../parts/usage-section.tsx';
import { useWords } from '../words.ts';

/** The country on one page: is it used, now? Is everybody connected? How much, and what is missing? */
export function CountryPage() {
  const { t } = useWords();
  return (
    <article className="page">
      <PageTitle title={t.country.title} lead={t.country.lead} />
      <div className="now-grid">
        <NowPanel />
        <ConnectionPanel />
        <Ticker />
      </div>
      <TodayPanel />
      <UsageSection subject={{ kind: 'country' }} file="emc-country" />
    </article>
  );
}

function NowPanel() {
  const { t, f } = useWords();
  const { live } = useLive();
  const minutes = live?.last30Minutes.pageViewsByMinute ?? Array.from({ length: 30 }, () => 0);
  return (
    <section className="panel now" aria-labelledby="now">
      <h2 id="now">{t.country.now}</h2>
      <dl className="big-pair">
        <div>
          <dd>{f.number(live?.last30Minutes.visitors)}</dd>
          <dt>{t.country.visitors30}</dt>
        </div>
        <div>
          <dd>{f.number(live?.last30Minutes.pageViews)}</dd>
          <dt>{t.country.views30}</dt>
        </div>
      </dl>
      <MinuteBars
        minutes={minutes}
        sentence={`${t.country.sparkline}. ${t.country.sparklineText(f.number(Math.max(...minutes)), f.number(minutes.at(-1)))}`}
      />
      <p className="sentence">
        {t.country.last5(f.number(live?.last5Minutes.visitors), f.number(live?.last5Minutes.pageViews))}
      </p>
      <p className="sentence">{live === null ? ' ' : t.complete.through(f.time(live.loadedThrough))}</p>
    </section>
  );
}

function ConnectionPanel() {
  const { t, f, at } = useWords();
  const { live } = useLive();
  const asked = useQuery(bodiesQuery({}));
  return (
    <section className="panel connection" aria-labelledby="connection">
      <h2 id="connection">{t.country.connection}</h2>
      <Loaded asked={asked} lines={5} height_px={250}>
        {(bodies) => {
          const connected = bodies.filter(({ connection }) => connection.state === 'connected').length;
          const sentence = t.country.connectedOf(f.number(connected), f.number(bodies.length));
          const portals = bodies.reduce((sum, { connection }) => sum + connection.portals, 0);
          const receiving = bodies.reduce((sum, { connection }) => sum + connection.receiving, 0);
          const groups = [
            {
              name: t.country.ministries,
              members: bodies.filter(({ kind }) => kind === 'ministry' || kind === 'government-agency'),
            },
            {
              name: t.country.places,
              members: bodies.filter(({ kind }) => kind === 'province' || kind === 'centrally-run-city'),
            },
          ];
          return (
            <>
              <p className="headline-number">{sentence}</p>
              {groups.map(({ name, members }) => (
                <div key={name} className="square-group">
                  <h3>
                    {name}{' '}
                    <small>{`${f.number(members.filter(({ connection }) => connection.state === 'connected').length)}/${f.number(members.length)}`}</small>
                  </h3>
                  <BodySquares
                    bodies={members}
                    sentence={`${name}: ${t.country.connectedOf(f.number(members.filter(({ connection }) => connection.state === 'connected').length), f.number(members.length))}`}
                  />
                </div>
              ))}
              <p className="square-key">
                <ShapeKey />
              </p>
              <p className="sentence">
                {t.country.portalsOf(
                  f.number(live?.portals.receiving ?? receiving),
                  f.number(live?.portals.registered ?? portals),
                )}
              </p>
              <p className="panel-links">
                {connected === bodies.length ? null : (
                  <Go to={at.bodies({ state: 'gaps' })}>{t.country.notYet(f.number(bodies.length - connected))}</Go>
                )}
                <Go to={at.portals({ state: 'interrupted' })}>{t.country.silentPortals}</Go>
              </p>
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function ShapeKey() {
  const { t } = useWords();
  return (
    <>
      <span>
        <ShapeMark shape="square-full" /> {t.connection.connected}
      </span>
      <span>
        <ShapeMark shape="square-half" /> {t.connection['partly-connected']}
      </span>
      <span>
        <ShapeMark shape="square-hollow" /> {t.connection['not-connected']}
      </span>
    </>
  );
}

/** Today so far beside the whole of yesterday: a comparison that does not pretend that the day is over. */
function TodayPanel() {
  const { t, f, define } = useWords();
  const { live } = useLive();
  const today = dayOf(useNow(60_000));
  const { data } = useQuery(usageQuery({ kind: 'country' }, { from: today, to: today, interval: 'hour' }));
  return (
    <section className="today" aria-labelledby="today">
      <h2 id="today">{t.country.today}</h2>
      <dl className="today-figures">
        {(['visitors', 'visits', 'pageViews'] as const).map((figure) => {
          const now = live?.today[figure] ?? data?.totals[figure];
          const before = data?.previous[figure];
          const share = now === undefined || before === undefined || before === 0 ? null : now / before;
          return (
            <div key={figure} className="today-figure">
              <dt>{define[figure].name}</dt>
              <dd className="today-value">{f.number(now)}</dd>
              <dd className="today-note">
                <span className="bullet" aria-hidden="true">
                  <span style={{ width: `${Math.min(100, (share ?? 0) * 100)}%` }} />
                </span>
                {data === undefined
                  ? ' '
                  : share === null
                    ? t.country.todayNone
                    : t.country.todayOf(f.percent(share), f.number(before))}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
