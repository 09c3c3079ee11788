import type { ImportProblem, ImportReport } from '@emc/contract';
import { Go } from '../go.tsx';
import { useOfficeWords } from './words.ts';

/** What an import would change or has changed, and what is wrong with the file: row, column, fault, remedy. */
export function ImportResult({ report, code }: { report: ImportReport; code: string }) {
  const { o, f, at } = useOfficeWords();
  const words = o.procedureImport;
  const { problems, problemCount } = report;
  const counts = ['rows', 'added', 'changed', 'unchanged', 'ended'] as const;
  return (
    <section className="import-result" aria-labelledby="result">
      <h2 id="result">{report.applied ? words.resultApplied : words.resultDry}</h2>
      <p>
        {report.applied ? (
          <Go to={at.procedures(code)}>{words.toCatalogue}</Go>
        ) : problemCount === 0 ? (
          `${words.fine} ${words.nothingYet}`
        ) : (
          `${words.problems(f.number(problemCount))}. ${words.nothingYet}`
        )}
      </p>
      <dl className="import-counts">
        {counts.map((count) => (
          <div key={count}>
            <dt>{words[count]}</dt>
            <dd>{f.number(report[count])}</dd>
          </div>
        ))}
      </dl>
      {problems.length === 0 ? null : <Problems problems={problems} />}
      {problems.length < problemCount ? (
        <p className="sentence">{words.problemsShown(f.number(problems.length), f.number(problemCount))}</p>
      ) : null}
    </section>
  );
}

function Problems({ problems }: { problems: readonly ImportProblem[] }) {
  const { o, f, lang } = useOfficeWords();
  const words = o.procedureImport;
  return (
    <table className="table card-table">
      <caption className="unseen">{words.problem}</caption>
      <thead>
        <tr>
          {[words.row, words.column, words.problem, words.remedy].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {problems.map(({ row, column, problem, remedy }, line) => (
          <tr key={`${row} ${column} ${line}`}>
            <th scope="row">{row === 0 ? words.wholeFile : f.number(row)}</th>
            <td data-head={words.column}>{column === '' ? '' : <code>{column}</code>}</td>
            <td data-head={words.problem}>{problem[lang]}</td>
            <td data-head={words.remedy}>{remedy[lang]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
