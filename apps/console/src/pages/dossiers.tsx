import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { apiAddress, bodyDossiersQuery, countryDossiersQuery } from '../api/figures.ts';
import { BodyNav } from '../parts/body-nav.tsx';
import { DossierBodies } from '../parts/dossier-bodies.tsx';
import { DossierSection } from '../parts/dossier-section.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { PeriodPick, useReportingPeriod } from '../parts/period-pick.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { useWords } from '../words.ts';

/** The dossiers of the whole country, and body by body. */
export function DossiersPage() {
  const { t } = useWords();
  const { period } = useReportingPeriod();
  const asked = useQuery(countryDossiersQuery(period.query));
  return (
    <article className="page">
      <div className="title-row">
        <PageTitle title={t.dossiers.title} lead={t.dossiers.lead} />
        <div className="title-tools">
          <PeriodPick />
        </div>
      </div>
      <Loaded asked={asked} lines={14} height_px={1400}>
        {(figures) => (
          <DossierSection figures={figures} file="emc-dossiers" address={apiAddress('/dossiers', period.query)}>
            <DossierBodies period={period} />
          </DossierSection>
        )}
      </Loaded>
    </article>
  );
}

/** The dossiers of one body. */
export function BodyDossiersPage() {
  const code = (useParams({ strict: false }).code ?? '').toUpperCase();
  const { t, nameOf } = useWords();
  const { period } = useReportingPeriod();
  const asked = useQuery(bodyDossiersQuery(code, period.query));
  return (
    <article className="page">
      <Loaded asked={asked} lines={14} height_px={1400}>
        {(figures) => (
          <>
            <div className="title-row">
              <PageTitle
                title={t.dossiers.titleOf(nameOf(figures.subject))}
                above={<BodyNav code={code} name={nameOf(figures.subject)} />}
                lead={t.dossiers.lead}
              />
              <div className="title-tools">
                <PeriodPick />
              </div>
            </div>
            <DossierSection
              figures={figures}
              file={`emc-dossiers-${code.toLowerCase()}`}
              address={apiAddress(`/bodies/${code}/dossiers`, period.query)}
            />
          </>
        )}
      </Loaded>
    </article>
  );
}
