import type { Procedure, ProcedureList } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { apiAddress, proceduresQuery } from '../api/figures.ts';
import { bodyQuery } from '../api/queries.ts';
import { BarList } from '../charts/bar-list.tsx';
import { useAccount } from '../parts/authority.ts';
import { BodyNav } from '../parts/body-nav.tsx';
import { Choice } from '../parts/choice.tsx';
import { useFilters } from '../parts/filters.ts';
import { Go } from '../parts/go.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { Pages } from '../parts/pages.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { useWords } from '../words.ts';

const PAGE_SIZE = 50;
const LEVELS = ['full', 'partial', 'information'] as const;
const LEVEL_FILTERS = ['any', ...LEVELS] as const;

/** The catalogue of a body: what it offers, and at which level. */
export function ProceduresPage() {
  const code = (useParams({ strict: false }).code ?? '').toUpperCase();
  const { t, f, at, nameOf } = useWords();
  const [filters, change] = useFilters();
  const level = LEVEL_FILTERS.find((known) => known === filters['level']) ?? 'any';
  const page = Math.max(1, Math.floor(Number(filters['page'] ?? 1)) || 1);
  const body = useQuery(bodyQuery(code));
  const asked = useQuery(
    proceduresQuery({
      body: code,
      q: filters['q'],
      level: level === 'any' ? null : level,
      limit: PAGE_SIZE,
      offset: (page - 1) * PAGE_SIZE,
    }),
  );
  const counts = asked.data?.counts;
  const name = body.data === undefined ? code : nameOf(body.data);
  return (
    <article className="page">
      <PageTitle
        title={t.procedures.titleOf(name)}
        above={<BodyNav code={code} name={name} />}
        lead={
          counts === undefined
            ? ' '
            : t.procedures.lead(
                f.number(counts.total),
                f.number(counts.online),
                f.percent(counts.total === 0 ? null : counts.online / counts.total),
              )
        }
      />
      <div className="filter-bar" role="search">
        <SearchField label={t.procedures.q} value={filters['q'] ?? ''} onChange={(q) => change({ q, page: null })} />
        <Choice
          label={t.procedures.level}
          value={level}
          options={LEVEL_FILTERS.map((value) => ({ value, text: t.procedures.levels[value] }))}
          onChange={(value) => change({ level: value === 'any' ? null : value, page: null })}
        />
      </div>
      <Loaded asked={asked} lines={16} height_px={1200}>
        {(list) => (
          <>
            <Levels list={list} code={code} />
            <ProcedureTable list={list} code={code} />
            <Pages
              page={page}
              size={PAGE_SIZE}
              total={list.total}
              to={(next) => at.procedures(code, { ...filters, page: next === 1 ? null : next })}
            />
          </>
        )}
      </Loaded>
    </article>
  );
}

function Levels({ list, code }: { list: ProcedureList; code: string }) {
  const { t } = useWords();
  if (list.counts.total === 0) return null;
  return (
    <div className="levels">
      <BarList
        level={2}
        title={t.procedures.byLevel}
        heads={[t.procedures.level, t.procedures.number]}
        rows={LEVELS.map((level) => ({
          key: level,
          label: t.procedures.levels[level],
          plain: t.procedures.levels[level],
          count: list.counts[level],
        }))}
        file={`emc-procedures-${code.toLowerCase()}-levels`}
      />
    </div>
  );
}

function ProcedureTable({ list, code }: { list: ProcedureList; code: string }) {
  const { t, lang } = useWords();
  if (list.items.length === 0)
    return (
      <p className="none">
        {list.counts.total === 0 ? t.procedures.noneAtAll : t.procedures.none} <ImportLink code={code} />
      </p>
    );
  return (
    <section aria-label={t.procedures.title}>
      {lang === 'vi' ? null : <p className="sentence">{t.procedures.inVietnamese}</p>}
      <table className="table card-table">
        <caption className="unseen">{t.procedures.title}</caption>
        <thead>
          <tr>
            <th scope="col">{t.procedures.name}</th>
            <th scope="col">{t.procedures.field}</th>
            <th scope="col">{t.procedures.level}</th>
            <th scope="col">{t.procedures.fee}</th>
            <th scope="col">{t.procedures.days}</th>
          </tr>
        </thead>
        <tbody>
          {list.items.map((procedure) => (
            <ProcedureRow key={procedure.id} procedure={procedure} />
          ))}
        </tbody>
      </table>
      <div className="chart-foot">
        <a href={apiAddress('/procedures/export', { body: code })}>{t.procedures.asCsv}</a>
        <a href={apiAddress('/procedures', { body: code })}>{t.figures.source}</a>
        <ImportLink code={code} />
      </div>
    </section>
  );
}

/** For whoever is signed in and may change the catalogue; also where it is still empty. */
function ImportLink({ code }: { code: string }) {
  const { t, at } = useWords();
  const account = useAccount();
  const may = account?.role === 'operator' || (account?.role === 'body' && account.bodyCode === code);
  return may ? <Go to={at.procedureImport(code)}>{t.people.menu.procedures}</Go> : null;
}

function ProcedureRow({ procedure }: { procedure: Procedure }) {
  const { t, f, nameOf } = useWords();
  const { hasFee, onlinePayment, statutoryDays, services } = procedure;
  const fee = hasFee ? (onlinePayment ? t.procedures.feePaidOnline : t.procedures.feePaidAtDesk) : t.procedures.feeNone;
  return (
    <tr>
      <th scope="row">
        <span lang={procedure.nameEn === null ? 'vi' : undefined}>{nameOf(procedure)}</span>
        <small>
          {procedure.localCode ?? procedure.code}
          {services.length === 0 ? '' : ` · ${t.procedures.services(f.number(services.length))}`}
        </small>
      </th>
      <td data-head={t.procedures.field}>
        <span lang="vi">{procedure.fieldVi}</span>
      </td>
      <td data-head={t.procedures.level}>{t.procedures.levels[procedure.level]}</td>
      <td data-head={t.procedures.fee}>{fee}</td>
      <td data-head={t.procedures.days}>
        {statutoryDays === null
          ? f.missing
          : t.procedures.workingDays(
              Number.isInteger(statutoryDays) ? f.number(statutoryDays) : f.decimal(statutoryDays),
            )}
      </td>
    </tr>
  );
}
