/**
 * imgferry as a library: make a context with `createContext`, then run a use case with it. Every use case folds what it
 * did into an `Outcome`; an error that stops it is in there too, anything else that is thrown is a bug.
 */
export { applyPlan } from './app/apply-plan.js';
export { describeCdnTasks, listCdnDomains } from './app/cdn/account.js';
export { auditCdn } from './app/cdn/audit/audit.js';
export type { AuditSelection } from './app/cdn/audit/gather-addresses.js';
export type { CdnSelection } from './app/cdn/gather-names.js';
export { type SubmitOptions, submitToCdn } from './app/cdn/submit.js';
export { type CheckOptions, check } from './app/check/check.js';
export type { UseCaseContext } from './app/context.js';
export { type ContextOptions, createContext } from './app/create-context.js';
export { examine } from './app/doctor/doctor.js';
export { explainPost } from './app/explain.js';
export { type FollowedRun, follow } from './app/follow.js';
export { type TidyHeadersOptions, tidyHeaders } from './app/headers/tidy-headers.js';
export { listRuns } from './app/list-runs.js';
export { migrate, type PreparedMigration, planMigration, prepareMigration } from './app/migrate/migrate.js';
export { type ListObjectsOptions, listObjects, statObject } from './app/objects/list-objects.js';
export { summarizeStore } from './app/objects/summarize-store.js';
export { optimize } from './app/optimize/optimize.js';
export type { OptimizeOptions } from './app/optimize/optimize-options.js';
export { type OrphansOptions, orphans } from './app/orphans/orphans.js';
export type { FinishedRun } from './app/outcome-draft.js';
export { readPlan, writePlan } from './app/plan-file.js';
export { findRedirects, type RedirectOptions } from './app/redirects/find-redirects.js';
export { type RelinkOptions, relink } from './app/relink.js';
export { type FinishedRepair, type RepairOptions, repair } from './app/repair/repair.js';
export { type ReportOptions, reportRun } from './app/report/report-run.js';
export { scan } from './app/scan.js';
export { type TransferOptions, transfer } from './app/transfer/transfer.js';
export { type UndoOptions, undo } from './app/undo.js';
export { type FinishedUpload, upload } from './app/upload/upload.js';
export { verifyRun } from './app/verify.js';
export type { Settings } from './config/settings.js';
export type { AssetOutcome, AssetState, Identity } from './core/asset.js';
export type { CdnAction, CdnDomain, CdnProviderName, CdnQuota, CdnTarget, CdnTaskStatus } from './core/cdn.js';
export {
  type AuditBudget,
  type AuditedAddress,
  type CdnAuditOutcome,
  type CdnAuditTotals,
  type CdnFinding,
  type CdnFindingId,
  type CdnSeverity,
  exitCodeForAudit,
} from './core/cdn-finding.js';
export {
  type CdnAccountReport,
  type CdnDomainsReport,
  type CdnNameOutcome,
  type CdnOutcome,
  exitCodeForCdn,
} from './core/cdn-outcome.js';
export type { CheckedImage, CheckOutcome, CheckTotals, FailOn } from './core/check-outcome.js';
export { type ErrorCode, type ErrorReport, ImgferryError } from './core/errors.js';
export type { RunEvent } from './core/events.js';
export type { DocumentExplanation } from './core/explanation.js';
export type { CheckFinding } from './core/finding.js';
export { exitCodeForCheck } from './core/fold-check.js';
export { exitCodeFor } from './core/fold-outcome.js';
export type { HeaderChange, HeadersOutcome } from './core/header-change.js';
export type { ImageReference, ReferenceSyntax, ReferenceTarget, Span } from './core/image-reference.js';
export type { RunRecord } from './core/ledger.js';
export type { ObjectEntry } from './core/object-entry.js';
export type { Orphan, OrphanState, OrphansOutcome, Twin } from './core/orphan.js';
export type { LeftBehind, Note, Outcome, PostOutcome, Totals } from './core/outcome.js';
export type { Plan, PlannedEdit, PlannedPost } from './core/plan.js';
export type { LeftOut, NoRedirectReason, Redirect, RunRedirects } from './core/redirect.js';
export type { RepairProof } from './core/repair.js';
export type { ReportedImage, ReportedPost, RunReport } from './core/run-report.js';
export type { ObjectTotals, StoreSummary } from './core/store-summary.js';
export type { Evidence, VerdictLevel, VerdictReason } from './core/verdict.js';
