import type { CampaignDetail, Decision, Proposal } from '@emc/contract';
import { useState, type FormEvent } from 'react';
import { officeApi } from '../../api/office.ts';
import { Choice } from '../choice.tsx';
import { ConnectionMark } from '../state-mark.tsx';
import { TextField } from '../text-field.tsx';
import { Dialog } from './ask-first.tsx';
import { RefusalNote } from './refusal-note.tsx';
import { useSending } from './use-sending.ts';
import { useOfficeWords } from './words.ts';

const SHORTEST_REASON = 10;

interface DecisionDialogProps {
  campaignId: number;
  proposal: Proposal;
  /** The reason that was given last; empty = none yet. */
  lastReason: string;
  /** Whether another proposal waits for a decision. */
  hasNext: boolean;
  /** `goOn` = the next proposal is wanted at once. */
  done: (campaign: CampaignDetail, how: { reason: string; goOn: boolean }) => void;
  close: () => void;
}

/** A person decides whether a body is evaluated, and says why. */
export function DecisionDialog({ campaignId, proposal, lastReason, hasNext, done, close }: DecisionDialogProps) {
  const { o, t, lang, nameOf } = useOfficeWords();
  const sending = useSending();
  const [decision, setDecision] = useState<Decision['decision']>(proposal.decision ?? 'not-evaluated');
  const [reason, setReason] = useState(proposal.decisionReason ?? '');
  const [tooShort, setTooShort] = useState(false);
  const decide = async (goOn: boolean) => {
    const said = reason.trim();
    setTooShort(said.length < SHORTEST_REASON);
    if (said.length < SHORTEST_REASON) return;
    await sending.run(async () =>
      done(await officeApi.decide(campaignId, proposal.bodyCode, { decision, reason: said }), { reason: said, goOn }),
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void decide(false);
  };
  return (
    <Dialog title={o.campaigns.decideOn(nameOf(proposal))} close={close}>
      <form className="form" noValidate onSubmit={submit}>
        <p>
          <ConnectionMark state={proposal.stateNow} /> <small>{proposal.reason[lang]}</small>
        </p>
        <RefusalNote refusal={sending.refusal} />
        <Choice
          label={o.campaigns.decideChoice}
          value={decision}
          options={(['not-evaluated', 'evaluated'] as const).map((value) => ({
            value,
            text: o.campaigns.decisions[value],
          }))}
          onChange={setDecision}
        />
        <TextField
          label={o.campaigns.decideReason}
          value={reason}
          onChange={setReason}
          hint={o.campaigns.decideHint}
          error={tooShort ? o.campaigns.decideShort : undefined}
          lines={4}
        />
        {lastReason === '' || lastReason === reason ? null : (
          <button type="button" className="quiet-button use-again" onClick={() => setReason(lastReason)}>
            {o.campaigns.useAgain(lastReason)}
          </button>
        )}
        <div className="form-end">
          <button type="submit" className="button is-main" disabled={sending.busy}>
            {o.campaigns.decide}
          </button>
          {hasNext ? (
            <button type="button" className="button" disabled={sending.busy} onClick={() => void decide(true)}>
              {o.campaigns.decideNext}
            </button>
          ) : null}
          <button type="button" className="button" onClick={close}>
            {t.register.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
