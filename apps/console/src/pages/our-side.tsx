import type { BodyConnectionDetail } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { bodyConnectionQuery } from '../api/figures.ts';
import { BodyNav } from '../parts/body-nav.tsx';
import { DeadlineText } from '../parts/deadline.tsx';
import { Go } from '../parts/go.tsx';
import { Contradicted } from '../parts/office/contradicted.tsx';
import { Gate } from '../parts/office/gate.tsx';
import { LostPoints } from '../parts/office/lost-points.tsx';
import { OwnCampaigns } from '../parts/office/own-campaigns.tsx';
import { Refused } from '../parts/office/refused.tsx';
import { useOfficeWords } from '../parts/office/words.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { ConnectionMark, PortalMark, SystemMark } from '../parts/state-mark.tsx';

/** A body's own page: what is connected, what is not, what to do; the score and why; what was refused. */
export function OurSidePage() {
  const code = (useParams({ strict: false }).code ?? '').toUpperCase();
  return (
    <Gate roles={['body', 'operator', 'committee']} bodyCode={code}>
      {() => <OurSide code={code} />}
    </Gate>
  );
}

function OurSide({ code }: { code: string }) {
  const asked = useQuery(bodyConnectionQuery(code));
  return (
    <article className="page">
      <Loaded asked={asked} lines={12} height_px={900}>
        {(detail) => <Known detail={detail} />}
      </Loaded>
    </article>
  );
}

function Known({ detail }: { detail: BodyConnectionDetail }) {
  const { o, lang, nameOf } = useOfficeWords();
  const { body } = detail;
  return (
    <>
      <PageTitle
        title={o.ourSide.titleOf(nameOf(body))}
        above={<BodyNav code={body.bodyCode} name={nameOf(body)} />}
        lead={o.ourSide.lead}
      />
      <div className="two-columns own-height">
        <section className="panel" aria-labelledby="connected">
          <h2 id="connected">{o.ourSide.connected}</h2>
          <p className="headline-state">
            <ConnectionMark state={body.state} />
          </p>
          <p>{body.reason[lang]}</p>
          {body.nextDeadline === null ? null : (
            <p>
              <DeadlineText deadline={body.nextDeadline} withRule />
            </p>
          )}
        </section>
        <LostPoints code={body.bodyCode} lacksConnection={body.state !== 'connected'} />
      </div>
      <ToDo detail={detail} />
      {detail.systems.map(({ systemId, name }) => (
        <Contradicted key={systemId} id={systemId} name={name} />
      ))}
      <OwnCampaigns code={body.bodyCode} />
      <Refused code={body.bodyCode} />
    </>
  );
}

/** What is not sending, the most pressing first, each with what to do. */
function ToDo({ detail }: { detail: BodyConnectionDetail }) {
  const { o, f, at } = useOfficeWords();
  const portals = detail.portals
    .filter(({ state }) => state !== 'receiving')
    .toSorted((a, b) => (a.deadline?.daysLeft ?? Infinity) - (b.deadline?.daysLeft ?? Infinity));
  const systems = detail.systems.filter(({ state }) => state !== 'receiving');
  const well = detail.portals.length - portals.length + detail.systems.length - systems.length;
  const noSystem = detail.systems.length === 0;
  const nothing = portals.length + systems.length === 0 && !noSystem;
  return (
    <section aria-labelledby="todo">
      <h2 id="todo">{o.ourSide.todo}</h2>
      {nothing ? <p className="none">{o.ourSide.todoNone}</p> : <p className="sentence">{o.ourSide.todoText}</p>}
      <ol className="todo">
        {noSystem ? (
          <li>
            <p>{o.ourSide.noSystem}</p>
            <p>
              <Go className="button" to={at.systems(detail.body.bodyCode)}>
                {o.ourSide.registerSystem}
              </Go>
            </p>
          </li>
        ) : null}
        {portals.map((portal) => (
          <Task key={portal.siteId} to={at.portal(portal.siteId)} task={portal}>
            <PortalMark state={portal.state} />
            {portal.deadline === null ? null : <DeadlineText deadline={portal.deadline} />}
          </Task>
        ))}
        {systems.map((system) => (
          <Task key={`system ${system.systemId}`} to={at.system(system.systemId)} task={system}>
            <SystemMark state={system.state} />
          </Task>
        ))}
      </ol>
      {well === 0 ? null : (
        <p className="panel-links">
          <Go to={at.bodyConnection(detail.body.bodyCode)}>{o.ourSide.well(f.number(well))}</Go>
        </p>
      )}
    </section>
  );
}

interface TaskProps {
  to: string;
  task: Pick<BodyConnectionDetail['systems'][number], 'name' | 'reason' | 'remedy'>;
  children: React.ReactNode;
}

function Task({ to, task, children }: TaskProps) {
  const { lang } = useOfficeWords();
  return (
    <li>
      <h3>
        <Go to={to}>{task.name}</Go>
      </h3>
      <p className="todo-state">{children}</p>
      <p>
        {task.remedy === null ? null : <strong>{task.remedy[lang]} </strong>}
        {task.reason[lang]}
      </p>
    </li>
  );
}
