import {
  bodyConnectionDetailSchema,
  bodyDossiersSchema,
  connectionBoardSchema,
  countryPageSchema,
  decisionListSchema,
  dossierFiguresSchema,
  evaluationSchema,
  indicatorSetListSchema,
  indicatorSetSchema,
  openDataIndexSchema,
  portalConnectionSchema,
  procedureListSchema,
  reportCardSchema,
  type BodyWithConnection,
  type PortalWithSnippet,
} from '@emc/contract';
import { madeUpProcedures } from './made-up-catalogue.ts';
import { madeUpBoard, madeUpBodyConnection, madeUpPortalConnection } from './made-up-connection.ts';
import { madeUpDecisions } from './made-up-decisions.ts';
import { madeUpByBody, madeUpDossiers, type MadeUpPeriod } from './made-up-dossiers.ts';
import { madeUpCountry, madeUpEvaluation, madeUpReportCard } from './made-up-evaluation.ts';
import { MADE_UP_OPEN_DATA } from './made-up-open-data.ts';
import type { MadeUpRegister } from './made-up-register.ts';
import { MADE_UP_SETS } from './made-up-sets.ts';

/** What a question is about. The two finders throw the refusal that the API gives. */
export interface PublicQuestion {
  parts: readonly string[];
  search: URLSearchParams;
  now_ms: number;
  bodyNamed: (code: string | undefined) => BodyWithConnection;
  portalOf: (siteId: string | undefined) => PortalWithSnippet;
  unknownSet: (setId: string | undefined) => Error;
}

function periodOf(search: URLSearchParams, today: string): MadeUpPeriod {
  const to = search.get('to') ?? today;
  return { from: search.get('from') ?? `${to.slice(0, 7)}-01`, to };
}

/** Answers about connection, dossiers, procedures, evaluation and open data; undefined when it is another question. */
export function madeUpPublic(register: MadeUpRegister, question: PublicQuestion): unknown {
  const { parts, search, now_ms } = question;
  const [what = '', id, part] = parts;
  const period = periodOf(search, register.today());
  const asOf = search.get('asOf') ?? register.today();
  switch (what) {
    case 'country':
      return countryPageSchema.parse(madeUpCountry(register, period, now_ms));
    case 'connection':
      return connectionBoardSchema.parse(madeUpBoard(register, asOf, now_ms));
    case 'decisions':
      return decisionListSchema.parse(madeUpDecisions(register, asOf));
    case 'procedures':
      return procedureListSchema.parse(madeUpProcedures(search));
    case 'open-data':
      return openDataIndexSchema.parse(MADE_UP_OPEN_DATA);
    case 'dossiers':
      return id === 'by-body'
        ? bodyDossiersSchema.parse(madeUpByBody(register, period, now_ms))
        : country(register, period, now_ms);
    case 'indicator-sets':
      return sets(question);
    case 'evaluations':
      return evaluations(register, period, question);
    case 'bodies':
      return part === 'connection' || part === 'dossiers' ? ofBody(register, period, asOf, question) : undefined;
    case 'portals':
      return part === 'connection'
        ? portalConnectionSchema.parse(madeUpPortalConnection(question.portalOf(id), now_ms))
        : undefined;
    default:
      return undefined;
  }
}

function country(register: MadeUpRegister, period: MadeUpPeriod, now_ms: number): unknown {
  const subject = { kind: 'country' as const, id: 'VN', nameVi: 'Toàn quốc', nameEn: 'The country' };
  const codes = register.bodies(period.to).map(({ code }) => code);
  return dossierFiguresSchema.parse(madeUpDossiers(register, subject, codes, period, now_ms));
}

function ofBody(register: MadeUpRegister, period: MadeUpPeriod, asOf: string, question: PublicQuestion): unknown {
  const known = question.bodyNamed(question.parts[1]);
  const body = register.bodies(asOf).find(({ code }) => code === known.code) ?? known;
  if (question.parts[2] === 'connection')
    return bodyConnectionDetailSchema.parse(madeUpBodyConnection(register, body, asOf, question.now_ms));
  const subject = { kind: 'body' as const, id: body.code, nameVi: body.nameVi, nameEn: body.nameEn };
  return dossierFiguresSchema.parse(madeUpDossiers(register, subject, [body.code], period, question.now_ms));
}

function setNamed({ parts, unknownSet }: PublicQuestion) {
  const set = MADE_UP_SETS.find(({ id }) => id === parts[1]);
  if (set === undefined) throw unknownSet(parts[1]);
  return set;
}

function sets(question: PublicQuestion): unknown {
  if (question.parts[1] !== undefined) return indicatorSetSchema.parse(setNamed(question));
  return indicatorSetListSchema.parse({ total: MADE_UP_SETS.length, items: MADE_UP_SETS });
}

function evaluations(register: MadeUpRegister, period: MadeUpPeriod, question: PublicQuestion): unknown {
  const evaluation = madeUpEvaluation(register, setNamed(question), period, question.now_ms);
  if (question.parts[2] === undefined) return evaluationSchema.parse(evaluation);
  const body = question.bodyNamed(question.parts[2]);
  return reportCardSchema.parse(madeUpReportCard(evaluation, body.code));
}
