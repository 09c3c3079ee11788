import { readFileSync } from 'node:fs';
import { type ConnectionRule, connectionRulesSchema, type Day } from '@emc/contract';

/** When a body counts as connected, and by when its portals must be: data, because both will be changed by decree. */
export interface ConnectionRules {
  /** By validFrom; the first holds since ever. */
  rules: readonly ConnectionRule[];
  deadlines: DeadlineRules;
}

/** The two rules on deadlines, see `deadlineOf`. */
export interface DeadlineRules {
  /** First day of the duty to connect a portal before it is put into use. */
  newFrom: Day;
  /** Last day for portals that were running before that. */
  existingUntil: Day;
}

const FILE = new URL('../../../../reference-data/connection-rules.json', import.meta.url);

/** @throws Error naming the file, and for each fault its JSON pointer and what is wanted there */
export function readConnectionRules(file: URL | string = FILE): ConnectionRules {
  const fault = (what: string): Error => new Error(`${String(file).replace(/^file:\/\//, '')}: ${what}`);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw fault(error instanceof Error ? error.message : String(error));
  }
  const { data, error } = connectionRulesSchema.safeParse(content);
  if (error !== undefined) {
    throw fault(error.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`).join('; '));
  }
  const { newFrom, existingUntil } = data.deadlines;
  return {
    rules: data.rules.map(({ choices: _ours, ...rule }) => rule),
    deadlines: { newFrom, existingUntil },
  };
}

/** The rule by which the day is judged. */
export function ruleOn({ rules }: ConnectionRules, day: Day): ConnectionRule {
  const rule = rules.findLast(({ validFrom }) => validFrom === null || validFrom <= day);
  if (rule === undefined) throw new Error('no rule of connection holds since ever');
  return rule;
}
