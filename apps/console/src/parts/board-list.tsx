import type { BodyConnection } from '@emc/contract';
import { useWords } from '../words.ts';
import { ChartFrame } from './chart-frame.tsx';
import { DeadlineText } from './deadline.tsx';
import { useFilters } from './filters.ts';
import { Go } from './go.tsx';
import { ConnectionMark } from './state-mark.tsx';

interface BoardListProps {
  items: readonly BodyConnection[];
  asOf: string;
  judgedAt: string;
}

/** Every body with its state, what it lacks and by when; those who lack something first. */
export function BoardList({ items, asOf, judgedAt }: BoardListProps) {
  const { t, f, lang, nameOf } = useWords();
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
        {items
          .filter(({ state }) => state !== 'connected')
          .map((body) => (
            <BoardRow key={body.bodyCode} body={body} />
          ))}
      </ul>
      <ul className="board-rows is-fine">
        {items
          .filter(({ state }) => state === 'connected')
          .map((body) => (
            <BoardRow key={body.bodyCode} body={body} />
          ))}
      </ul>
    </ChartFrame>
  );
}

function BoardRow({ body }: { body: BodyConnection }) {
  const { t, f, at, lang, nameOf } = useWords();
  const [{ asOf }] = useFilters();
  const more = body.missingCount - body.missing.length;
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
          {body.missing.length === 0 ? body.reason[lang] : body.missing.map((words) => words[lang]).join('; ')}
          {more > 0 && body.missing.length >= 20 ? `; ${t.board.missingMore(f.number(more))}` : ''}
          {body.nextDeadline === null ? null : (
            <>
              {'. '}
              <DeadlineText deadline={body.nextDeadline} />
            </>
          )}
        </span>
      )}
    </li>
  );
}
