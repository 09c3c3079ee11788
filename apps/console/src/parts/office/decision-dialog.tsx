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
  done: (campaign: CampaignDetail) => void;
  close: () => void;
}

/** A person decides whether a body is evaluated, and says why. */
export function DecisionDialog({ campaignId, proposal, done, close }: DecisionDialogProps) {
  const { o, t, lang, nameOf } = useOfficeWords();
  const sending = useSending();
  const [decision, setDecision] = useState<Decision['decision']>(proposal.decision ?? 'not-evaluated');
  const [reason, setReason] = useState(proposal.decisionReason ?? '');
  const [tooShort, setTooShort] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const said = reason.trim();
    setTooShort(said.length < SHORTEST_REASON);
    if (said.length < SHORTEST_REASON) return;
    await sending.run(async () =>
      done(await officeApi.decide(campaignId, proposal.bodyCode, { decision, reason: said })),
    );
  };
  return (
    <Dialog title={o.campaigns.decideOn(nameOf(proposal))} close={close}>
      <form className="form" noValidate onSubmit={(event) => void submit(event)}>
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
        <div className="form-end">
          <button type="submit" className="button is-main" disabled={sending.busy}>
            {o.campaigns.decide}
          </button>
          <button type="button" className="button" onClick={close}>
            {t.register.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
