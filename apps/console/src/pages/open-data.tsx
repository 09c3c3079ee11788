import type { OpenDataTable } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { openDataQuery } from '../api/figures.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { useWords } from '../words.ts';

/** The tables behind the pages, as CSV and JSON, with their dictionary. */
export function OpenDataPage() {
  const { t } = useWords();
  const asked = useQuery(openDataQuery());
  return (
    <article className="page">
      <PageTitle title={t.openData.title} lead={t.openData.lead}>
        <p className="sentence">
          {t.openData.apiText} <a href="/api/v1/openapi.json">{t.openData.apiLink}</a>.
        </p>
      </PageTitle>
      <Loaded asked={asked} lines={12} height_px={900}>
        {({ tables }) =>
          tables.length === 0 ? (
            <p className="none">{t.openData.none}</p>
          ) : (
            tables.map((table) => <TableOnOffer key={table.id} table={table} />)
          )
        }
      </Loaded>
    </article>
  );
}

function TableOnOffer({ table }: { table: OpenDataTable }) {
  const { t, lang } = useWords();
  return (
    <section id={table.id} aria-labelledby={`table-${table.id}`} className="open-table">
      <h2 id={`table-${table.id}`}>{table.title[lang]}</h2>
      <p>{table.description[lang]}</p>
      <p className="open-links">
        <a className="button is-main" href={table.csv}>
          {t.openData.csv}
        </a>
        <a className="button" href={table.json}>
          {t.openData.json}
        </a>
      </p>
      <dl className="facts">
        <dt>{t.openData.updated}</dt>
        <dd>{table.updated[lang]}</dd>
        <dt>{t.openData.license}</dt>
        <dd>{table.license}</dd>
        <dt>{t.openData.example}</dt>
        <dd>
          <code>{`curl '${location.origin}${table.csv}'`}</code> <small>{t.openData.exampleText}</small>
        </dd>
      </dl>
      <details className="table-behind">
        <summary>
          {t.openData.columns} ({table.columns.length})
        </summary>
        <table className="table card-table">
          <caption className="unseen">
            {t.openData.columns}: {table.title[lang]}
          </caption>
          <thead>
            <tr>
              <th scope="col">{t.openData.column}</th>
              <th scope="col">{t.openData.type}</th>
              <th scope="col">{t.openData.unit}</th>
              <th scope="col">{t.openData.description}</th>
            </tr>
          </thead>
          <tbody>
            {table.columns.map((column) => (
              <tr key={column.name}>
                <th scope="row">
                  <code>{column.name}</code>
                </th>
                <td data-head={t.openData.type}>{t.openData.types[column.type]}</td>
                <td data-head={t.openData.unit}>{column.unit ?? '–'}</td>
                <td data-head={t.openData.description}>{column.description[lang]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
