import type { BodyConnection } from '@emc/contract';
import { inOneSentence } from '../plain-text.ts';
import { useWords } from '../words.ts';
import { ChartFrame } from './chart-frame.tsx';
import { DeadlineText } from './deadline.tsx';
import { useFilters } from './filters.ts';
import { Go } from './go.tsx';
import { ConnectionMark } from './state-mark.tsx';

/** What more is missing stands on the page of the body. */
const MOST_MISSING = 3;
/** The API tells at most these by name; the count says how many there are in truth. */
const MOST_TOLD = 20;

interface BoardListProps {
  items: readonly BodyConnection[];
  asOf: string;
  judgedAt: string;
}

/** Every body with its state, what it lacks and by when; those who lack something first. */
export function BoardList({ items, asOf, judgedAt }: BoardListProps) {
  const { t, f, lang, nameOf } = useWords();
  const [{ q }] = useFilters();
  const gaps = items.filter(({ state }) => state !== 'connected');
  const fine = items.filter(({ state }) => state === 'connected');
  return (
    <ChartFrame
      level={2}
      title={t.board.list}
      sentence={`${t.board.listText} ${t.board.judged(f.dateTime(judgedAt))}`}
      file={`emc-connection-${asOf}`}
      columns={[
        { name: t.bodies.code },
        { name: t.figures.body },
        { name: t.board.state },
        { name: t.board.portals, numeric: true },
        { name: t.bodies.portals, numeric: true },
        { name: t.board.systems, numeric: true },
        { name: t.board.systemState.receiving, numeric: true },
        { name: t.board.reason },
        { name: t.board.deadline },
      ]}
      rows={items.map((body) => [
        body.bodyCode,
        nameOf(body),
        t.connection[body.state],
        body.portals.expected,
        body.portals.receiving,
        body.systems.expected,
        body.systems.receiving,
        body.reason[lang],
        body.nextDeadline?.day ?? null,
      ])}
    >
      {items.length === 0 ? <p className="none">{t.board.none}</p> : null}
      <ul className="board-rows">
        {gaps.map((body) => (
          <BoardRow key={body.bodyCode} body={body} />
        ))}
      </ul>
      {fine.length === 0 ? null : (
        // Whoever looks for somebody, or asks for nobody else, sees them at once.
        <details className="board-fine" key={q} open={gaps.length === 0 || (q ?? '') !== ''}>
          <summary>{t.board.fine(f.number(fine.length))}</summary>
          <ul className="board-rows is-fine">
            {fine.map((body) => (
              <BoardRow key={body.bodyCode} body={body} />
            ))}
          </ul>
        </details>
      )}
    </ChartFrame>
  );
}

function BoardRow({ body }: { body: BodyConnection }) {
  const { t, f, at, lang, nameOf } = useWords();
  const [{ asOf }] = useFilters();
  const shown = body.missing.slice(0, MOST_MISSING).map((words) => words[lang]);
  const told = body.missing.length < MOST_TOLD ? body.missing.length : body.missingCount;
  const more = told - shown.length;
  return (
    <li>
      <span className="board-head">
        <span className="body-code">{body.bodyCode}</span>
        <Go className="body-name" to={at.bodyConnection(body.bodyCode, { asOf })}>
          {nameOf(body)}
        </Go>
      </span>
      <span className="board-state">
        <ConnectionMark state={body.state} />
      </span>
      <span className="board-counts">
        {t.board.portalsOf(f.number(body.portals.receiving), f.number(body.portals.expected))}
        {' · '}
        {t.board.systemsOf(f.number(body.systems.receiving), f.number(body.systems.expected))}
        {body.changedOn === null ? '' : ` · ${t.board.since(f.day(body.changedOn))}`}
      </span>
      {body.state === 'connected' && body.missing.length === 0 ? null : (
        <span className="board-missing">
          <strong>{t.board.missing}:</strong>{' '}
          {inOneSentence(
            body.missing.length === 0
              ? [body.reason[lang]]
              : [...shown, ...(more > 0 ? [t.board.missingMore(f.number(more))] : [])],
          )}
          {body.nextDeadline === null ? null : (
            <>
              {' '}
              <DeadlineText deadline={body.nextDeadline} />
            </>
          )}
        </span>
      )}
    </li>
  );
}
