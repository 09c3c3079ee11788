import type { OtherValuesOfPortal } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { otherValuesQuery } from '../api/queries.ts';
import { useWords } from '../words.ts';

/** That a portal brings more different values than a day has places for, for its owner. Nothing where it does not. */
export function OtherValues({ siteId }: { siteId: number }) {
  const { data } = useQuery(otherValuesQuery(siteId));
  return data === undefined || data.days.length === 0 ? null : <OtherValuesList found={data} />;
}

function OtherValuesList({ found }: { found: OtherValuesOfPortal }) {
  const { t, f, lang } = useWords();
  return (
    <section className="panel" aria-labelledby="other-values">
      <h2 id="other-values">{t.portal.others}</h2>
      <p className="sentence">{found.meaning[lang]}</p>
      <dl className="facts">
        {found.days.map(({ day, fields }) => (
          <Fragment key={day}>
            <dt>{f.day(day)}</dt>
            <dd>
              {fields
                .map(({ name, places, hits, values }) =>
                  t.portal.othersOf(name[lang], f.number(values), f.number(hits), f.number(places)),
                )
                .join(' ')}
            </dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}
