import type { PortalConnection } from '@emc/contract';
import { useWords } from '../words.ts';
import { DeadlineText } from './deadline.tsx';
import { Go } from './go.tsx';
import { PortalMark } from './state-mark.tsx';

/** One portal of a body: state, why, what to do. */
export function PortalState({ portal }: { portal: PortalConnection }) {
  const { t, at } = useWords();
  return (
    <div className="state-card">
      <h3>
        <Go to={at.portal(portal.siteId)}>{portal.name}</Go>
        <small>
          {new URL(portal.url).host} · {t.portal.siteId} {portal.siteId}
        </small>
      </h3>
      <PortalMark state={portal.state} />
      <PortalConnectionFacts portal={portal} />
    </div>
  );
}

/** Why a portal is in its state, what its engineer should do, what the last look at its page found. */
export function PortalConnectionFacts({ portal }: { portal: PortalConnection }) {
  const { t, f, lang } = useWords();
  const { lastCheck, deadline } = portal;
  return (
    <dl className="facts">
      <dt>{t.board.reason}</dt>
      <dd>{portal.reason[lang]}</dd>
      <dt>{t.board.remedy}</dt>
      <dd>{portal.remedy === null ? t.board.noRemedy : portal.remedy[lang]}</dd>
      <dt>{t.board.check}</dt>
      <dd>
        {lastCheck === null ? (
          t.board.checkNone
        ) : (
          <>
            {t.board.outcome[lastCheck.outcome]}. {lastCheck.detail[lang]} <small>{f.dateTime(lastCheck.at)}</small>
          </>
        )}
      </dd>
      <dt>{t.board.lastHit}</dt>
      <dd>{portal.lastHitAt === null ? t.board.never : f.dateTime(portal.lastHitAt)}</dd>
      {deadline === null ? null : (
        <>
          <dt>{t.board.deadline}</dt>
          <dd>
            <DeadlineText deadline={deadline} withRule />
          </dd>
        </>
      )}
    </dl>
  );
}
