import { DROP_REASONS, type DropReason } from '@emc/contract';

interface Answer {
  /** HTTP status; for what is dropped silently, none: it is answered like a success. */
  status: number | undefined;
  /** For the response header: English, ASCII, and nothing that the sender sent. */
  sentence: string;
}

/** What the sender is told for each reason. A test holds that refusals have a status and drops have none. */
export const ANSWERS: Readonly<Record<DropReason, Answer>> = {
  'nothing-to-track': { status: 400, sentence: 'The request names no site and nothing to count.' },
  'unknown-site': { status: 400, sentence: 'No portal is registered under this idsite.' },
  'retired-site': { status: 400, sentence: 'The portal with this idsite is retired; register it anew.' },
  'bad-visitor-id': { status: 400, sentence: '_id and cid are 16 hexadecimal digits.' },
  'bad-parameter': { status: 400, sentence: 'A parameter does not have its form.' },
  'old-time-without-token': {
    status: 400,
    sentence: 'cdt lies more than 24 hours back, which needs a valid token_auth.',
  },
  'body-too-large': { status: 413, sentence: 'The request body is too large; send fewer hits at once.' },
  'wrong-host': {
    status: undefined,
    sentence:
      'Not counted: the host of the page is not one of this portal; add it to allowedHosts (www. is one of its own).',
  },
  bot: { status: undefined, sentence: 'Not counted: the user agent is that of a bot.' },
  'do-not-track': { status: undefined, sentence: 'Not counted: the browser asks not to be tracked (DNT or Sec-GPC).' },
  'not-recording': { status: 503, sentence: 'Recording is switched off for maintenance; try again later.' },
  'spool-full': { status: 503, sentence: 'The spool cannot take more at the moment; try again later.' },
};

/** Whether a reason answers like a success. */
export function isDrop(reason: DropReason): boolean {
  return DROP_REASONS[reason] === 'dropped';
}

/** The response header's text: `reason; sentence`. */
export function reasonText(reason: DropReason, detail: string): string {
  return `${reason}; ${detail || ANSWERS[reason].sentence}`;
}
