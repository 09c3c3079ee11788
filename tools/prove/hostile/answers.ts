/** How requests were answered, by status; of 5xx with the code that the program gave. */
export class Answers {
  requests = 0;
  /** Connections that were ended or refused instead of an answer. */
  closed = 0;
  readonly statuses: Record<string, number> = {};
  /** Code, or the begin of the answer where there is none → how often; of 5xx. */
  readonly codes: Record<string, number> = {};

  note(status: number, text: () => string): void {
    this.requests += 1;
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    if (status < 500) return;
    const code = codeOf(text());
    this.codes[code] = (this.codes[code] ?? 0) + 1;
  }
}

/** The code of a refusal, from the header of the collector or the problem document of the API. */
function codeOf(answer: string): string {
  const found = /^x-emc-reason: ([\w-]+)/im.exec(answer) ?? /"code":"([\w-]+)"/.exec(answer);
  return found?.[1] ?? answer.slice(0, 80).replace(/\s+/g, ' ');
}
