import * as contract from '@emc/contract';
import { z } from 'zod';
import { type JsonSchema, openApiSchema } from './openapi-shape.ts';

/** What is sent to the API, by the name it has in the document. */
const INPUTS = {
  RepairRequest: contract.repairRequestSchema,
  NewBody: contract.newBodySchema,
  BodyChange: contract.bodyChangeSchema,
  NewUnit: contract.newUnitSchema,
  UnitChange: contract.unitChangeSchema,
  NewPortal: contract.newPortalSchema,
  PortalChange: contract.portalChangeSchema,
  Retirement: contract.retirementSchema,
  ProcedureImport: contract.procedureImportSchema,
  NewSystem: contract.newSystemSchema,
  SystemChange: contract.systemChangeSchema,
  NewCampaign: contract.newCampaignSchema,
  Decision: contract.decisionSchema,
  NewAccount: contract.newAccountSchema,
  AccountChange: contract.accountChangeSchema,
};

/** What the API answers with. */
const OUTPUTS = {
  Body: contract.bodySchema,
  BodyWithConnection: contract.bodyWithConnectionSchema,
  BodyList: contract.bodyListSchema,
  Connection: contract.connectionSchema,
  Unit: contract.unitSchema,
  UnitList: contract.unitListSchema,
  Portal: contract.portalSchema,
  PortalWithSnippet: contract.portalWithSnippetSchema,
  PortalList: contract.portalListSchema,
  Snippet: contract.snippetSchema,
  Usage: contract.usageSchema,
  UsageTotals: contract.usageTotalsSchema,
  Completeness: contract.completenessSchema,
  Live: contract.liveSchema,
  Procedure: contract.procedureSchema,
  ProcedureList: contract.procedureListSchema,
  ProcedureFile: contract.procedureFileSchema,
  ImportReport: contract.importReportSchema,
  System: contract.systemSchema,
  SystemWithKey: contract.systemWithKeySchema,
  SystemList: contract.systemListSchema,
  RecentChanges: contract.recentChangesSchema,
  OneDossier: contract.oneDossierSchema,
  ContradictedDossiers: contract.contradictedDossiersSchema,
  DossierFigures: contract.dossierFiguresSchema,
  DossierCounts: contract.dossierCountsSchema,
  BodyDossiers: contract.bodyDossiersSchema,
  ConnectionBoard: contract.connectionBoardSchema,
  ConnectionRule: contract.connectionRuleSchema,
  BodyConnection: contract.bodyConnectionSchema,
  BodyConnectionDetail: contract.bodyConnectionDetailSchema,
  PortalConnection: contract.portalConnectionSchema,
  SystemConnection: contract.systemConnectionSchema,
  CampaignList: contract.campaignListSchema,
  CampaignDetail: contract.campaignDetailSchema,
  BodyCampaignList: contract.bodyCampaignListSchema,
  RefusedList: contract.refusedListSchema,
  DecisionList: contract.decisionListSchema,
  CountryPage: contract.countryPageSchema,
  IndicatorSet: contract.indicatorSetSchema,
  IndicatorSetList: contract.indicatorSetListSchema,
  Evaluation: contract.evaluationSchema,
  ReportCard: contract.reportCardSchema,
  BodyPortalDays: contract.bodyPortalDaysSchema,
  OpenDataIndex: contract.openDataIndexSchema,
  OpenDataRows: contract.openDataRowsSchema,
  Recent: contract.recentSchema,
  RecentPages: contract.recentPagesSchema,
  LivePages: contract.livePagesSchema,
  PortalServices: contract.portalServicesSchema,
  OtherValues: contract.otherValuesSchema,
  Account: contract.accountSchema,
  AccountList: contract.accountListSchema,
  AccountWithPassword: contract.accountWithPasswordSchema,
  ChangedAccount: contract.changedAccountSchema,
  WhoAmI: contract.whoAmISchema,
  AuditEntry: contract.auditEntrySchema,
  AuditList: contract.auditListSchema,
  AuditCheck: contract.auditCheckSchema,
  AuditHead: contract.auditHeadSchema,
  Health: contract.healthSchema,
  Damage: contract.damageSchema,
  Repair: contract.repairSchema,
  Version: contract.versionSchema,
  OpenApiDocument: openApiSchema,
  Problem: contract.problemSchema,
};

const NAMES = new Map<z.ZodType, string>(
  [...Object.entries(INPUTS), ...Object.entries(OUTPUTS)].map(([name, schema]) => [schema, name]),
);
const addressOf = (name: string) => `#/components/schemas/${name}`;

/** A reference to a named schema. @throws Error when a route uses one that has no name: give it one above. */
export function referenceTo(schema: z.ZodType): { $ref: string } {
  const name = NAMES.get(schema);
  if (name === undefined) throw new Error('A route sends or answers a schema that has no name in components.ts');
  return { $ref: addressOf(name) };
}

/** Takes out what Zod writes and nobody needs: bounds of JavaScript's whole numbers, and the ban on further fields. */
function tidy({ jsonSchema, io }: { jsonSchema: JsonSchema; io: 'input' | 'output' }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  // The format says it already; Zod's expression for a day is 200 characters long.
  if (jsonSchema.format === 'date' || jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  // Answers may grow; a client that refuses an unknown field would break on the next version.
  if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
}

/** `$schema` and `$id` belong to a document of its own; inside ours they would mislead. */
function embedded({ $schema: _schema, $id: _id, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

/** A schema on its own, as the document writes it: of a parameter, for example. */
export function inlineSchema(schema: z.ZodType): JsonSchema {
  return embedded(
    z.toJSONSchema(schema, { io: 'input', override: ({ jsonSchema }) => tidy({ jsonSchema, io: 'input' }) }),
  );
}

function schemasOf(named: Record<string, z.ZodType>, io: 'input' | 'output'): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io,
    uri: addressOf,
    override: ({ jsonSchema }) => tidy({ jsonSchema, io }),
  });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, embedded(schema)]));
}

/** All named schemas, for `components.schemas`. */
export function namedSchemas(): Record<string, JsonSchema> {
  return { ...schemasOf(INPUTS, 'input'), ...schemasOf(OUTPUTS, 'output') };
}
