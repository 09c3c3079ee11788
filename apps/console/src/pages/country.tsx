import { useQuery } from '@tanstack/react-query';
import { boardQuery, countryQuery, evaluationQuery } from '../api/figures.ts';
import { ConnectedPanel } from '../parts/connected-panel.tsx';
import { Go } from '../parts/go.tsx';
import { HeadlineSection } from '../parts/headline-section.tsx';
import { LeadersSection } from '../parts/leaders-section.tsx';
import { MissingList, useHowMany } from '../parts/figure-note.tsx';
import { NowPanel, TodayPanel } from '../parts/now-panel.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { PeriodPick, periodName, useReportingPeriod } from '../parts/period-pick.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { Ticker } from '../parts/ticker.tsx';
import { DEFAULT_SET } from '../sets.ts';
import { useWords } from '../words.ts';

/** The country on one page: connected? used? substantial? who leads, lags, moved? what is missing? */
export function CountryPage() {
  const words = useWords();
  const { t, at, f } = words;
  const howMany = useHowMany();
  const { period, today } = useReportingPeriod();
  const country = useQuery(countryQuery(period.query));
  const board = useQuery(boardQuery(period.to === today ? {} : { asOf: period.to }));
  const evaluation = useQuery(evaluationQuery(DEFAULT_SET, period.query));
  return (
    <article className="page">
      <div className="title-row">
        <PageTitle title={t.overview.title} lead={t.overview.lead} />
        <div className="title-tools">
          <PeriodPick />
        </div>
      </div>
      <div className="now-grid">
        <ConnectedPanel asked={board} period={period} />
        <NowPanel />
        <TodayPanel />
        <Ticker />
      </div>
      <section aria-labelledby="substantial">
        <h2 id="substantial">{t.overview.isSubstantial}</h2>
        <Loaded asked={country} lines={10} height_px={640}>
          {(page) => <HeadlineSection page={page} name={periodName(words, period, page)} periodKey={period.key} />}
        </Loaded>
      </section>
      <section aria-labelledby="leaders">
        <h2 id="leaders">{t.overview.whoLeads}</h2>
        <Loaded asked={evaluation} lines={10} height_px={560}>
          {(known) => (
            <LeadersSection evaluation={known} name={periodName(words, period, known)} periodKey={period.key} />
          )}
        </Loaded>
      </section>
      <section aria-labelledby="missing">
        <h2 id="missing">{t.overview.missing}</h2>
        <Loaded asked={country} lines={4}>
          {(page) =>
            page.missing.length === 0 ? (
              <p>{t.overview.nothingMissing}</p>
            ) : (
              <>
                <p className="sentence">
                  {t.overview.missingText(howMany(page.missing.length))} {t.figures.asOf(f.dateTime(page.asOf))}
                </p>
                <MissingList missing={page.missing} />
              </>
            )
          }
        </Loaded>
        <p className="panel-links">
          <Go to={at.usage()}>{t.overview.usage}</Go>
          <Go to={at.dossiers({ period: period.key })}>{t.overview.dossiers}</Go>
        </p>
      </section>
    </article>
  );
}
