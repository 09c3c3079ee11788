import type { OtherValuesOfPortal } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { otherValuesQuery } from '../api/queries.ts';
import { useWords } from '../words.ts';

/** That a portal brings more different values than a day has places for, for its owner. Nothing where it does not. */
export function OtherValues({ siteId }: { siteId: number }) {
  const { data } = useQuery(otherValuesQuery(siteId));
  return data === undefined || data.days.length === 0 ? null : <OtherValuesTable found={data} />;
}

function OtherValuesTable({ found }: { found: OtherValuesOfPortal }) {
  const { t, f, lang } = useWords();
  return (
    <section className="panel" aria-labelledby="other-values">
      <h2 id="other-values">{t.portal.others}</h2>
      <p className="sentence">{found.meaning[lang]}</p>
      <table className="table">
        <caption className="unseen">{t.portal.others}</caption>
        <thead>
          <tr>
            <th scope="col">{t.portal.othersDay}</th>
            <th scope="col">{t.portal.othersWhat}</th>
            <th scope="col" className="numeric">
              {t.portal.othersValues}
            </th>
            <th scope="col" className="numeric">
              {t.portal.othersHits}
            </th>
          </tr>
        </thead>
        <tbody>
          {found.days.flatMap(({ day, fields }) =>
            fields.map(({ field, name, places, hits, values }) => (
              <tr key={`${day}${field}`}>
                <td className="numeric-left">{f.day(day)}</td>
                <td>
                  {name[lang]} <small>{t.portal.othersPlaces(f.number(places))}</small>
                </td>
                <td className="numeric">{t.portal.othersAbout(f.number(values))}</td>
                <td className="numeric">{f.number(hits)}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </section>
  );
}
