import type { CampaignDetail, Proposal } from '@emc/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { campaignQuery } from '../api/office.ts';
import { Go } from '../parts/go.tsx';
import { DecisionDialog } from '../parts/office/decision-dialog.tsx';
import { Gate } from '../parts/office/gate.tsx';
import { useOfficeWords } from '../parts/office/words.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { Loaded, NotFound } from '../parts/problem-note.tsx';
import { ConnectionMark } from '../parts/state-mark.tsx';

/** One campaign: who is proposed not to be evaluated, why, and what was decided. */
export function CampaignPage() {
  const id = Number(useParams({ strict: false }).campaignId);
  if (!Number.isSafeInteger(id) || id < 1) return <NotFound />;
  return (
    <Gate roles={['operator', 'committee']}>{({ role }) => <Asked id={id} mayDecide={role === 'operator'} />}</Gate>
  );
}

function Asked({ id, mayDecide }: { id: number; mayDecide: boolean }) {
  const asked = useQuery(campaignQuery(id));
  return (
    <article className="page">
      <Loaded asked={asked} lines={10} height_px={600}>
        {(campaign) => <Known campaign={campaign} mayDecide={mayDecide && campaign.passed} />}
      </Loaded>
    </article>
  );
}

function Known({ campaign, mayDecide }: { campaign: CampaignDetail; mayDecide: boolean }) {
  const { o, f, at } = useOfficeWords();
  const queries = useQueryClient();
  const c = o.campaigns;
  const [deciding, setDeciding] = useState<Proposal | null>(null);
  const { counts, proposals, passed } = campaign;
  return (
    <>
      <PageTitle
        title={campaign.name}
        above={<Go to={at.campaigns()}>{c.title}</Go>}
        lead={c.leadOne(campaign.document, f.day(campaign.limit))}
      />
      <dl className="facts">
        <dt>{c.state}</dt>
        <dd>{passed ? c.passed : c.running}</dd>
        <dt>{c.connected}</dt>
        <dd>{c.of(f.number(counts.connected), f.number(counts.bodies))}</dd>
        <dt>{c.proposed}</dt>
        <dd>{f.number(counts.proposed)}</dd>
        <dt>{c.decided}</dt>
        <dd>{c.of(f.number(counts.decided), f.number(counts.proposed))}</dd>
      </dl>
      <section aria-labelledby="proposals">
        <h2 id="proposals">{passed ? c.proposals : c.preview}</h2>
        {proposals.length === 0 ? (
          <p className="none">{c.proposalsNone}</p>
        ) : (
          <>
            <p className="sentence">{passed ? c.proposalsText : c.previewText(f.day(campaign.limit))}</p>
            <ProposalTable proposals={proposals} passed={passed} decide={mayDecide ? setDeciding : null} />
          </>
        )}
      </section>
      {deciding === null ? null : (
        <DecisionDialog
          campaignId={campaign.id}
          proposal={deciding}
          done={(changed) => {
            queries.setQueryData(campaignQuery(campaign.id).queryKey, changed);
            setDeciding(null);
            void queries.invalidateQueries({ queryKey: ['office', '/campaigns'] });
          }}
          close={() => setDeciding(null)}
        />
      )}
    </>
  );
}

interface ProposalTableProps {
  proposals: readonly Proposal[];
  passed: boolean;
  /** null = nothing to decide yet, or not by this account. */
  decide: ((proposal: Proposal) => void) | null;
}

function ProposalTable({ proposals, passed, decide }: ProposalTableProps) {
  const { o, t, at, lang, nameOf } = useOfficeWords();
  const c = o.campaigns;
  const heads = [t.portals.body, ...(passed ? [c.atLimit] : []), c.now, c.reason, ...(passed ? [c.decision] : [])];
  return (
    <table className="table card-table">
      <caption className="unseen">{passed ? c.proposals : c.preview}</caption>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {proposals.map((proposal) => (
          <tr key={proposal.bodyCode}>
            <th scope="row">
              <Go to={at.bodyConnection(proposal.bodyCode)}>{nameOf(proposal)}</Go>
              <small>{proposal.bodyCode}</small>
            </th>
            {passed ? (
              <td data-head={c.atLimit}>
                {proposal.stateAtLimit === null ? '–' : <ConnectionMark state={proposal.stateAtLimit} />}
              </td>
            ) : null}
            <td data-head={c.now}>
              <ConnectionMark state={proposal.stateNow} />
            </td>
            <td data-head={c.reason} className="reason">
              {proposal.reason[lang]}
            </td>
            {passed ? (
              <td data-head={c.decision}>
                <Decided proposal={proposal} decide={decide} />
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Decided({ proposal, decide }: { proposal: Proposal; decide: ProposalTableProps['decide'] }) {
  const { o, f, nameOf } = useOfficeWords();
  const { decision, decidedBy, decidedAt, decisionReason } = proposal;
  return (
    <div className="decided">
      {decision === null ? (
        <span>{o.campaigns.undecided}</span>
      ) : (
        <>
          <strong>{o.campaigns.decisions[decision]}</strong>
          <span>{decisionReason}</span>
          <small>{o.campaigns.by(decidedBy ?? '–', f.dateTime(decidedAt))}</small>
        </>
      )}
      {decide === null ? null : (
        <button
          type="button"
          className={decision === null ? 'button' : 'quiet-button'}
          aria-label={`${decision === null ? o.campaigns.decide : o.campaigns.decideAgain}: ${nameOf(proposal)}`}
          onClick={() => decide(proposal)}
        >
          {decision === null ? o.campaigns.decide : o.campaigns.decideAgain}
        </button>
      )}
    </div>
  );
}
