import type { BodyConnectionDetail, PortalConnection, SystemConnection } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { bodyConnectionQuery } from '../api/figures.ts';
import { isDay } from '../days.ts';
import { useAccount } from '../parts/authority.ts';
import { BodyNav } from '../parts/body-nav.tsx';
import { ConnectionRuleBox } from '../parts/connection-rule.tsx';
import { DeadlineText } from '../parts/deadline.tsx';
import { useFilters } from '../parts/filters.ts';
import { Go } from '../parts/go.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { PortalState } from '../parts/portal-connection.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { ConnectionMark, SystemMark } from '../parts/state-mark.tsx';
import { useWords } from '../words.ts';

/** A body's connection: every portal and system, why it stands as it does, what to do, by when. */
export function BodyConnectionPage() {
  const { code = '' } = useParams({ strict: false });
  const [{ asOf }] = useFilters();
  const asked = useQuery(bodyConnectionQuery(code.toUpperCase(), isDay(asOf) ? { asOf } : {}));
  return (
    <article className="page">
      <Loaded asked={asked} lines={12} height_px={1000}>
        {(detail) => <KnownConnection detail={detail} />}
      </Loaded>
    </article>
  );
}

const fine = ({ state }: { state: string }) => (state === 'receiving' ? 1 : 0);

function KnownConnection({ detail }: { detail: BodyConnectionDetail }) {
  const { t, f, lang, nameOf } = useWords();
  const { body } = detail;
  return (
    <>
      <PageTitle
        title={t.board.bodyTitle(nameOf(body))}
        above={<BodyNav code={body.bodyCode} name={nameOf(body)} />}
        lead={`${t.board.asOf} ${f.day(detail.asOf)}. ${t.board.judged(f.dateTime(detail.judgedAt))}`}
      />
      <section className="panel" aria-labelledby="why">
        <h2 id="why" className="unseen">
          {t.board.why}
        </h2>
        <p className="headline-state">
          <ConnectionMark state={body.state} />
        </p>
        <p>{body.reason[lang]}</p>
        {body.missing.length === 0 ? null : (
          <>
            <h3>{t.board.missing}</h3>
            <ul className="plain-list">
              {body.missing.map((words, line) => (
                <li key={line}>{words[lang]}</li>
              ))}
            </ul>
          </>
        )}
        {body.nextDeadline === null ? null : (
          <p>
            <DeadlineText deadline={body.nextDeadline} withRule />
          </p>
        )}
      </section>
      <section aria-labelledby="portals">
        <h2 id="portals">{t.board.ofPortals}</h2>
        {detail.portals.length === 0 ? (
          <p className="none">{t.board.noPortals}</p>
        ) : (
          <>
            <p className="sentence">{t.board.ofPortalsText}</p>
            <ul className="state-cards">
              {detail.portals
                .toSorted((a, b) => fine(a) - fine(b) || a.siteId - b.siteId)
                .map((portal: PortalConnection) => (
                  <li key={portal.siteId}>
                    <PortalState portal={portal} />
                  </li>
                ))}
            </ul>
          </>
        )}
      </section>
      <section aria-labelledby="systems">
        <h2 id="systems">{t.board.ofSystems}</h2>
        {detail.systems.length === 0 ? (
          <p className="none">{t.board.noSystems}</p>
        ) : (
          <ul className="state-cards">
            {detail.systems.map((system) => (
              <li key={system.systemId}>
                <SystemState system={system} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <ConnectionRuleBox rule={detail.rule} />
    </>
  );
}

function SystemState({ system }: { system: SystemConnection }) {
  const { t, f, at, lang } = useWords();
  const account = useAccount();
  const mayLook = account !== null && (account.role !== 'body' || account.bodyCode === system.bodyCode);
  return (
    <div className="state-card">
      <h3>{mayLook ? <Go to={at.system(system.systemId)}>{system.name}</Go> : system.name}</h3>
      <SystemMark state={system.state} />
      <dl className="facts">
        <dt>{t.board.reason}</dt>
        <dd>{system.reason[lang]}</dd>
        <dt>{t.board.remedy}</dt>
        <dd>{system.remedy === null ? t.board.noRemedy : system.remedy[lang]}</dd>
        <dt>{t.board.lastHit}</dt>
        <dd>{system.lastChangeAt === null ? t.board.never : f.dateTime(system.lastChangeAt)}</dd>
      </dl>
    </div>
  );
}
