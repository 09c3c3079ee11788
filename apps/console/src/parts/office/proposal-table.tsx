import type { Proposal } from '@emc/contract';
import { Go } from '../go.tsx';
import { ConnectionMark } from '../state-mark.tsx';
import { SortHeads, useSorted, type SortColumn } from './sort.tsx';
import { useOfficeWords } from './words.ts';

/** What is missing most stands first. */
const STATE_ORDER: readonly Proposal['stateNow'][] = ['not-connected', 'partly-connected', 'connected'];

interface ProposalTableProps {
  proposals: readonly Proposal[];
  passed: boolean;
  /** null = nothing to decide yet, or not by this account. */
  decide: ((proposal: Proposal) => void) | null;
}

/** Who is proposed not to be evaluated, why, and what was decided. */
export function ProposalTable({ proposals, passed, decide }: ProposalTableProps) {
  const { o, t, at, lang, nameOf } = useOfficeWords();
  const c = o.campaigns;
  const limitColumn: SortColumn<Proposal> = {
    key: 'limit',
    head: c.atLimit,
    by: ({ stateAtLimit }) => (stateAtLimit === null ? null : STATE_ORDER.indexOf(stateAtLimit)),
  };
  const decisionColumn: SortColumn<Proposal> = {
    key: 'decision',
    head: c.decision,
    by: ({ decidedAt }) => decidedAt ?? '',
  };
  const columns: SortColumn<Proposal>[] = [
    { key: 'body', head: t.portals.body, by: nameOf },
    ...(passed ? [limitColumn] : []),
    { key: 'now', head: c.now, by: ({ stateNow }) => STATE_ORDER.indexOf(stateNow) },
    { key: 'reason', head: c.reason },
    ...(passed ? [decisionColumn] : []),
  ];
  const sorting = useSorted(proposals, columns, '');
  return (
    <table className="table card-table">
      <caption className="unseen">{passed ? c.proposals : c.preview}</caption>
      <SortHeads columns={columns} sorting={sorting} />
      <tbody>
        {sorting.rows.map((proposal) => (
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
