import { arriving, ourSide, procedureImport, systems } from './vi/our-side.ts';
import { accounts, audit, campaigns, morning } from './vi/operations.ts';
import { account, gate, signIn } from './vi/sign-in.ts';
import * as enOperations from './en/operations.ts';
import * as enOurSide from './en/our-side.ts';
import * as enSignIn from './en/sign-in.ts';

const vi = { signIn, account, gate, morning, campaigns, accounts, audit, systems, arriving, procedureImport, ourSide };
export type OfficeTexts = typeof vi;

/** The texts of the signed-in side. Apart from the others, so that whoever only reads does not fetch them. */
export const office: { vi: OfficeTexts; en: OfficeTexts } = {
  vi,
  en: { ...enSignIn, ...enOperations, ...enOurSide },
};
