import { arriving, contradicted, lookup, ourSide, procedureImport, systems } from './vi/our-side.ts';
import { accounts, audit, campaigns, health, leave, morning, refused, sort } from './vi/operations.ts';
import { account, gate, signIn } from './vi/sign-in.ts';
import {
  arriving as enArriving,
  contradicted as enContradicted,
  lookup as enLookup,
  ourSide as enOurSide,
  procedureImport as enImport,
  systems as enSystems,
} from './en/our-side.ts';
import {
  accounts as enAccounts,
  audit as enAudit,
  campaigns as enCampaigns,
  health as enHealth,
  leave as enLeave,
  morning as enMorning,
  refused as enRefused,
  sort as enSort,
} from './en/operations.ts';
import { account as enAccount, gate as enGate, signIn as enSignIn } from './en/sign-in.ts';

const vi = {
  signIn,
  account,
  gate,
  morning,
  refused,
  health,
  leave,
  campaigns,
  accounts,
  audit,
  sort,
  systems,
  arriving,
  contradicted,
  lookup,
  procedureImport,
  ourSide,
};
export type OfficeTexts = typeof vi;

/** The texts of the signed-in side. Apart from the others, so that whoever only reads does not fetch them. */
export const office: { vi: OfficeTexts; en: OfficeTexts } = {
  vi,
  en: {
    signIn: enSignIn,
    account: enAccount,
    gate: enGate,
    morning: enMorning,
    refused: enRefused,
    health: enHealth,
    leave: enLeave,
    sort: enSort,
    campaigns: enCampaigns,
    accounts: enAccounts,
    audit: enAudit,
    systems: enSystems,
    arriving: enArriving,
    contradicted: enContradicted,
    lookup: enLookup,
    procedureImport: enImport,
    ourSide: enOurSide,
  },
};
